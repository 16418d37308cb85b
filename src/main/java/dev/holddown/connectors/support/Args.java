package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the bound arguments of a call. The engine has checked names and types against the manual;
 * what does not fit all the same is refused in a sentence, never by a cast.
 */
public record Args(String action, Map<String, Object> values) {

  /** The text of an argument that must be there. */
  public String text(String name) throws CallRefused {
    return optionalText(name)
        .filter(t -> !t.isBlank())
        .orElseThrow(() -> new CallRefused(action + " needs " + name));
  }

  /** The text of an argument, or empty. */
  public Optional<String> optionalText(String name) throws CallRefused {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(plain(name, value));
  }

  /** Whether the argument was given. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A whole number from 0 to a limit, or the default. */
  public int integer(String name, int otherwise, int most) throws CallRefused {
    return whole(name, 0, most).orElse(otherwise);
  }

  /** A whole number between two limits, both included; empty when it was not given. */
  public Optional<Integer> whole(String name, int least, int most) throws CallRefused {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Number n
        && n.doubleValue() == Math.rint(n.doubleValue())
        && n.doubleValue() >= least
        && n.doubleValue() <= most) {
      return Optional.of(n.intValue());
    }
    throw wrong(name, "a whole number from " + least + " to " + most, value);
  }

  /** A number, or empty. */
  public Optional<Double> number(String name) throws CallRefused {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          value instanceof Number number
              ? number.doubleValue()
              : Double.parseDouble(plain(name, value)));
    } catch (NumberFormatException e) {
      throw wrong(name, "a number", value);
    }
  }

  /** One word of a closed list, written in small letters. */
  public <E extends Enum<E>> E word(String name, E otherwise) throws CallRefused {
    Optional<String> given = optionalText(name);
    if (given.isEmpty()) {
      return otherwise;
    }
    List<String> words = new ArrayList<>();
    for (E each : otherwise.getDeclaringClass().getEnumConstants()) {
      words.add(each.name().toLowerCase(Locale.ROOT));
      if (words.getLast().equals(given.get())) {
        return each;
      }
    }
    throw wrong(name, "one of " + String.join(", ", words), given.get());
  }

  /** A duration ({@code 10s}, a number of seconds, or a Duration), never more than {@code most}. */
  public Duration duration(String name, Duration most) throws CallRefused {
    Duration duration = optionalDuration(name).orElse(most);
    return duration.compareTo(most) < 0 ? duration : most;
  }

  /** A duration above nothing, or empty. */
  public Optional<Duration> optionalDuration(String name) throws CallRefused {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    Optional<Duration> read =
        switch (value) {
          case Duration duration -> Optional.of(duration);
          case Number seconds ->
              Optional.of(Duration.ofMillis((long) (seconds.doubleValue() * 1e3)));
          case String text -> Durations.parse(text);
          default -> Optional.empty();
        };
    if (read.filter(Duration::isPositive).isEmpty()) {
      throw wrong(name, "a duration such as 10s", value);
    }
    return read;
  }

  /** A map of names to text or {@link Secret}, in order; empty when there is none. */
  public Map<String, Object> map(String name) throws CallRefused {
    Object value = values.getOrDefault(name, Map.of());
    if (!(value instanceof Map<?, ?> map)) {
      throw new CallRefused(name + " of " + action + " must be a map of names to values");
    }
    Map<String, Object> read = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      Object item = entry.getValue();
      read.put(key, item instanceof Secret ? item : plain(name + "." + key, item));
    }
    return read;
  }

  /** A map of names to text, in order; empty when there is none. */
  public Map<String, String> texts(String name) throws CallRefused {
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : map(name).entrySet()) {
      read.put(entry.getKey(), plain(name + "." + entry.getKey(), entry.getValue()));
    }
    return read;
  }

  /** A list of texts; empty when there is none. */
  public List<String> list(String name) throws CallRefused {
    Object value = values.getOrDefault(name, List.of());
    if (!(value instanceof List<?> list)) {
      throw new CallRefused(name + " of " + action + " must be a list");
    }
    List<String> read = new ArrayList<>();
    for (Object item : list) {
      read.add(plain(name + "[" + read.size() + "]", item));
    }
    return List.copyOf(read);
  }

  /** A list of one secret or more; empty when it is not given. */
  public List<Secret> secrets(String name) throws CallRefused {
    if (!has(name)) {
      return List.of();
    }
    List<?> given = values.get(name) instanceof List<?> list ? list : List.of();
    if (given.isEmpty() || !given.stream().allMatch(Secret.class::isInstance)) {
      throw new CallRefused(
          name + " of " + action + " must be a list of secrets, such as [{secret: token}]");
    }
    return given.stream().map(Secret.class::cast).toList();
  }

  private CallRefused wrong(String name, String expected, Object value) {
    return new CallRefused(name + " of " + action + " must be " + expected + ", not " + value);
  }

  private String plain(String name, Object value) throws CallRefused {
    return switch (value) {
      case String text -> text;
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Long.toString(number.longValue());
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case Secret secret ->
          throw new CallRefused(
              "the secret " + secret.name() + " may not stand in " + name + " of " + action);
      default -> throw new CallRefused(name + " of " + action + " must be text");
    };
  }
}
