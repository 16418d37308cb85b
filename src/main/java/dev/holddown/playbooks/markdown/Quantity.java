package dev.holddown.playbooks.markdown;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A number with its unit.
 *
 * @param unit in the short form; {@code count} where none is written
 */
record Quantity(double value, String unit) {
  /** A number and perhaps a unit, as two groups. */
  static final String PATTERN =
      "[~≈]?\\+?(\\$?\\d{1,12}(?:[.,]\\d{1,9}){0,4}(?:(?-i:[kKM])(?![\\p{L}\\d]))?)["
          + " -]?(%|percentage"
          + " points|percent|pp\\b|points?\\b|ms\\b|milliseconds?\\b|µs\\b|s\\b|secs?\\b|"
          + "seconds?\\b|m\\b|mins?\\b|minutes?\\b|(?:мин|сек|мс)(?!\\p{L})|h\\b|hrs?\\b|hours?\\b|"
          + "毫秒|秒|分钟|小时|초|분|시간|Sekunden\\b|Minuten\\b|Stunden\\b|segundos\\b|"
          + "minutos\\b|horas\\b|d\\b|days?\\b|w\\b|weeks?\\b|[kKMGT]i?[bB]\\b|bytes\\b|px\\b|"
          + "pixels?\\b|x\\b|"
          + "×|times\\b|σ|sigma\\b|(?:requests?|reqs?|r|q|queries|t|transactions|messages|"
          + "events|users|errors)(?:/|"
          + " per )(?:s|sec|second|m|min|minute|h|hour|day)\\b|rps\\b|qps\\b|tps\\b|"
          + "/month\\b|/day\\b|/hour\\b|/min(?:ute)?\\b)?";

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("percent", "%"),
          Map.entry("pp", "points"),
          Map.entry("percentage points", "points"),
          Map.entry("point", "points"),
          Map.entry("millisecond", "ms"),
          Map.entry("milliseconds", "ms"),
          Map.entry("sec", "s"),
          Map.entry("secs", "s"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("сек", "s"),
          Map.entry("мс", "ms"),
          Map.entry("m", "min"),
          Map.entry("mins", "min"),
          Map.entry("minute", "min"),
          Map.entry("minutes", "min"),
          Map.entry("мин", "min"),
          Map.entry("毫秒", "ms"),
          Map.entry("秒", "s"),
          Map.entry("초", "s"),
          Map.entry("sekunden", "s"),
          Map.entry("segundos", "s"),
          Map.entry("分钟", "min"),
          Map.entry("분", "min"),
          Map.entry("minuten", "min"),
          Map.entry("minutos", "min"),
          Map.entry("小时", "h"),
          Map.entry("시간", "h"),
          Map.entry("stunden", "h"),
          Map.entry("horas", "h"),
          Map.entry("hr", "h"),
          Map.entry("hrs", "h"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"),
          Map.entry("day", "d"),
          Map.entry("days", "d"),
          Map.entry("week", "w"),
          Map.entry("weeks", "w"),
          Map.entry("kb", "KB"),
          Map.entry("mb", "MB"),
          Map.entry("gb", "GB"),
          Map.entry("tb", "TB"),
          Map.entry("kib", "KiB"),
          Map.entry("mib", "MiB"),
          Map.entry("gib", "GiB"),
          Map.entry("tib", "TiB"),
          Map.entry("pixel", "px"),
          Map.entry("pixels", "px"),
          Map.entry("×", "x"),
          Map.entry("times", "x"),
          Map.entry("sigma", "σ"),
          Map.entry("rps", "requests/second"),
          Map.entry("req/s", "requests/second"),
          Map.entry("requests/s", "requests/second"),
          Map.entry("requests per second", "requests/second"),
          Map.entry("r/s", "requests/second"),
          Map.entry("qps", "queries/second"),
          Map.entry("tps", "transactions/second"));

  /** From the two groups of {@link #PATTERN}; nothing for a version number. */
  static Optional<Quantity> of(String number, String unit) {
    String written = number.replace("$", "");
    String digits = Rx.first(written, "[kKM]$", "");
    double times = written.endsWith("M") ? 1e6 : written.equals(digits) ? 1 : 1e3;
    if (digits.chars().filter(c -> c == '.').count() > 1) {
      return Optional.empty();
    }
    String plain =
        Rx.matches(digits, "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?")
            ? digits.replace(",", "")
            : digits.replace(',', '.');
    if (!Rx.matches(plain, "\\d+(?:\\.\\d+)?")) {
      return Optional.empty();
    }
    String small = unit.strip().toLowerCase(Locale.ROOT);
    String named =
        small.isEmpty()
            ? (number.startsWith("$") ? "$" : "count")
            : UNITS.getOrDefault(small, small);
    if (number.startsWith("$") && !small.isEmpty()) {
      named = "$" + small;
    }
    return Optional.of(new Quantity(Double.parseDouble(plain) * times, named));
  }

  boolean time() {
    return switch (unit) {
      case "ms", "s", "min", "h", "d", "w" -> true;
      default -> false;
    };
  }

  /** As a span of time, such as {@code 5m}. */
  String span() {
    String number =
        value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    return number + (unit.equals("min") ? "m" : unit);
  }
}
