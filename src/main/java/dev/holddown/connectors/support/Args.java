package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** A whole number between two limits, or the default. */
  public int integer(String name, int otherwise, int most) throws CallRefused {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number n
        && n.doubleValue() == Math.rint(n.doubleValue())
        && n.doubleValue() >= 0
        && n.doubleValue() <= most) {
      return n.intValue();
    }
    throw new CallRefused(
        name + " of " + action + " must be a whole number from 0 to " + most + ", not " + value);
  }

  /** A duration ({@code 10s}, a number of seconds, or a Duration), never more than {@code most}. */
  public Duration duration(String name, Duration most) throws CallRefused {
    Object value = values.get(name);
    Optional<Duration> read =
        switch (value) {
          case null -> Optional.of(most);
          case Duration duration -> Optional.of(duration);
          case Number seconds ->
              Optional.of(Duration.ofMillis((long) (seconds.doubleValue() * 1e3)));
          case String text -> Durations.parse(text);
          default -> Optional.empty();
        };
    Duration duration =
        read.filter(Duration::isPositive)
            .orElseThrow(() ->
                new CallRefused(
                    name + " of " + action + " must be a duration such as 10s, not " + value));
    return duration.compareTo(most) < 0 ? duration : most;
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

  /** A list of texts; empty when there is none. */
  public List<String> list(String name) throws CallRefused {
    Object value = values.getOrDefault(name, List.of());
    if (!(value instanceof List<?> list)) {
      throw new CallRefused(name + " of " + action + " must be a list");
    }
    java.util.ArrayList<String> read = new java.util.ArrayList<>();
    for (Object item : list) {
      read.add(plain(name + "[" + read.size() + "]", item));
    }
    return List.copyOf(read);
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
