package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Typed reading of a question's arguments; what does not fit is a sentence naming the argument. */
public final class MetricArgs {
  private static final Pattern LENGTH =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|d)\\s*");
  private static final long LENGTH_DAYS_MAX = 400;

  private final Map<String, Object> args;

  public MetricArgs(Map<String, Object> args) {
    this.args = args;
  }

  public boolean has(String name) {
    return args.containsKey(name);
  }

  public String text(String name) throws MetricFault {
    Optional<String> text = maybeText(name);
    if (text.isEmpty() || text.get().isBlank()) {
      throw MetricFault.error("the argument " + name + " is missing");
    }
    return text.get();
  }

  public Optional<String> maybeText(String name) throws MetricFault {
    Object value = args.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return Optional.of(value.toString());
    }
    throw MetricFault.error("the argument " + name + " must be text");
  }

  /** One word of a closed list. */
  public <E extends Enum<E>> E word(String name, E otherwise) throws MetricFault {
    Optional<String> text = maybeText(name);
    E[] all = otherwise.getDeclaringClass().getEnumConstants();
    StringBuilder names = new StringBuilder();
    for (E each : all) {
      String word = each.name().toLowerCase(java.util.Locale.ROOT);
      if (text.isEmpty() || word.equals(text.get())) {
        return text.isEmpty() ? otherwise : each;
      }
      names.append(names.isEmpty() ? "" : ", ").append(word);
    }
    throw MetricFault.error(name + " is \"" + text.orElse("") + "\"; it can be " + names);
  }

  /** A length of time: {@code 500ms}, {@code 10s}, {@code 1h 30m}. */
  public Optional<Duration> length(String name) throws MetricFault {
    Object value = args.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Duration duration) {
      return Optional.of(positive(name, duration));
    }
    Matcher part = LENGTH.matcher(value.toString().strip());
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      sum = sum.plus(unit(part.group(2), Double.parseDouble(part.group(1))));
    }
    if (end == 0 || end != value.toString().strip().length()) {
      throw MetricFault.error(
          name + " is \"" + value + "\", not a length of time such as 10s, 5m or 1h");
    }
    return Optional.of(positive(name, sum));
  }

  private static Duration unit(String unit, double amount) {
    double millis =
        switch (unit) {
          case "ms" -> amount;
          case "s" -> amount * 1e3;
          case "m" -> amount * 60e3;
          case "h" -> amount * 3_600e3;
          default -> amount * 86_400e3;
        };
    return Duration.ofMillis(Math.round(millis));
  }

  private static Duration positive(String name, Duration length) throws MetricFault {
    if (length.toMillis() <= 0 || length.toDays() > LENGTH_DAYS_MAX) {
      throw MetricFault.error(
          name + " must be longer than nothing and at most " + LENGTH_DAYS_MAX + "d");
    }
    return length;
  }

  public Optional<Double> number(String name) throws MetricFault {
    Object value = args.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Number number) {
      return Optional.of(number.doubleValue());
    }
    try {
      return Optional.of(Double.parseDouble(value.toString()));
    } catch (NumberFormatException e) {
      throw MetricFault.error(name + " is \"" + value + "\", not a number");
    }
  }

  public List<String> texts(String name) throws MetricFault {
    Object value = args.getOrDefault(name, List.of());
    if (!(value instanceof List<?> list)) {
      throw MetricFault.error("the argument " + name + " must be a list");
    }
    return list.stream().map(Object::toString).toList();
  }

  public Map<String, String> map(String name) throws MetricFault {
    Object value = args.getOrDefault(name, Map.of());
    if (!(value instanceof Map<?, ?> map)) {
      throw MetricFault.error("the argument " + name + " must be a map of names and values");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach((key, each) -> texts.put(key.toString(), each.toString()));
    return texts;
  }

  /** Request headers with secrets revealed: for the wire only. */
  public Map<String, String> headers() throws MetricFault {
    Object value = args.getOrDefault("headers", Map.of());
    if (!(value instanceof Map<?, ?> map)) {
      throw MetricFault.error("the argument headers must be a map of names and values");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach((key, each) ->
        texts.put(
            key.toString(), each instanceof Secret secret ? secret.reveal() : each.toString()));
    return texts;
  }
}
