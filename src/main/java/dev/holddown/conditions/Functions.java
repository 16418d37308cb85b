package dev.holddown.conditions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/** The functions of conditions, each refusing what it cannot work on with a sentence. */
final class Functions {
  /** Called as {@code name(x)}. */
  static final Set<String> PLAIN =
      Set.of(
          "size",
          "ms",
          "percent",
          "kib",
          "utc",
          "last_good",
          "duration",
          "timestamp",
          "int",
          "double",
          "string");

  /** Called as {@code text.name(x)}. */
  static final Set<String> ON_TEXT = Set.of("contains", "startsWith", "endsWith", "matches");

  /** Called as {@code time.name()}; they count in UTC. */
  static final Set<String> ON_TIME =
      Set.of(
          "getFullYear",
          "getMonth",
          "getDate",
          "getDayOfMonth",
          "getDayOfWeek",
          "getDayOfYear",
          "getHours",
          "getMinutes",
          "getSeconds",
          "getMilliseconds");

  /** Expanded by CEL. */
  static final Set<String> MACROS = Set.of("has", "all", "exists", "exists_one", "map", "filter");

  /** Characters of a pattern. */
  static final int PATTERN_CHARS_MAX = 1_000;

  /** Atoms of a pattern with its repetitions written out. */
  static final int PATTERN_SIZE_MAX = 10_000;

  private static final java.util.regex.Pattern DURATION =
      java.util.regex.Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h|d)");

  private Functions() {}

  /** A function of one value. */
  static Object one(String function, Object a, String label) {
    return switch (function) {
      case "size" -> size(a, label);
      case "ms" -> number(function, a, label) / 1000;
      case "percent" -> number(function, a, label) / 100;
      case "kib" -> number(function, a, label) * 1024;
      case "duration" -> duration(a, label);
      case "timestamp" -> time(a, label);
      case "int" -> whole(a, label);
      case "double" -> parsed(function, a, label);
      default -> text(a, label);
    };
  }

  private static double size(Object a, String label) {
    return switch (a) {
      case String s -> s.codePointCount(0, s.length());
      case List<?> l -> l.size();
      case Map<?, ?> m -> m.size();
      default -> throw new Refusal(label + " is " + Shown.described(a) + " and has no size");
    };
  }

  private static double number(String function, Object a, String label) {
    if (!(a instanceof Number n)) {
      throw new Refusal(
          label + " is " + Shown.described(a) + "; " + function + "() needs a number");
    }
    Values.refuseNaN(n, label);
    return n.doubleValue();
  }

  private static double whole(Object a, String label) {
    double x = a instanceof Instant t ? t.getEpochSecond() : parsed("int", a, label);
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  private static double parsed(String function, Object a, String label) {
    if (!(a instanceof String s)) {
      return number(function, a, label);
    }
    // No NaN, Infinity, hexadecimal or type suffix, which Java would take.
    if (!s.matches("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")) {
      throw new Refusal(label + " is " + Shown.described(s) + ", which is no number");
    }
    return Double.parseDouble(s);
  }

  /** The value as text stands in a message. */
  static String text(Object a, String label) {
    return switch (a) {
      case String s -> s;
      case Boolean b -> b.toString();
      case Double d when !Double.isFinite(d) ->
          throw new Refusal(label + " is " + Shown.number(d) + " and cannot be written as text");
      case Number n -> Shown.number(n);
      case Instant t -> t.toString();
      case Duration d -> Shown.duration(d);
      default ->
          throw new Refusal(
              label + " is " + Shown.described(a) + "; only a single value can be text");
    };
  }

  static Duration duration(Object a, String label) {
    if (a instanceof Duration d) {
      return d;
    }
    if (!(a instanceof String s)) {
      throw new Refusal(
          label + " is " + Shown.described(a) + "; duration() needs text such as \"24h\"");
    }
    boolean negative = s.startsWith("-");
    Matcher m = DURATION.matcher(negative ? s.substring(1) : s);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (m.find() && m.start() == end) {
      nanos = nanos.add(new BigDecimal(m.group(1)).multiply(nanosOf(m.group(2))));
      end = m.end();
    }
    if (end == 0 || end < m.regionEnd()) {
      throw new Refusal(
          "duration("
              + Shown.value(s)
              + ") cannot be read; write a number and a unit, such as"
              + " \"24h\", \"90m\" or \"1h30m\"");
    }
    if (nanos.precision() - nanos.scale() > 27) {
      throw new Refusal("duration(" + Shown.value(s) + ") is longer than times can hold");
    }
    BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    Duration d = Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValue());
    return negative ? d.negated() : d;
  }

  private static BigDecimal nanosOf(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 86_400_000_000_000L;
        });
  }

  /** A time from RFC 3339 text, or from seconds since 1970. */
  static Instant time(Object a, String label) {
    try {
      return switch (a) {
        case Instant t -> t;
        case String s -> OffsetDateTime.parse(s).toInstant();
        case Number n -> {
          double seconds = number("timestamp", n, label);
          double floor = Math.floor(seconds);
          if (Math.abs(seconds) > 253_402_300_799.0) {
            throw new DateTimeException("after the year 9999");
          }
          yield Instant.ofEpochSecond((long) floor, Math.round((seconds - floor) * 1e9));
        }
        default ->
            throw new Refusal(
                label
                    + " is "
                    + Shown.described(a)
                    + "; timestamp() needs text such as"
                    + " \"2026-01-31T08:00:00Z\" or seconds since 1970");
      };
    } catch (DateTimeException e) {
      throw new Refusal(
          label
              + " is "
              + Shown.described(a)
              + ", which is no time; write it as RFC 3339, such as"
              + " \"2026-01-31T08:00:00Z\"");
    }
  }

  /** {@code contains startsWith endsWith}. */
  static boolean search(String function, Object a, Object b, String label, String argument) {
    String text = onText(function, a, label);
    String part = onText(function, b, argument);
    return switch (function) {
      case "contains" -> text.contains(part);
      case "startsWith" -> text.startsWith(part);
      default -> text.endsWith(part);
    };
  }

  static boolean matches(Object a, Object pattern, String label, String argument) {
    String text = onText("matches", a, label);
    return compiled(onText("matches", pattern, argument)).matcher(text).find();
  }

  static boolean matches(Object a, Pattern pattern, String label) {
    return pattern.matcher(onText("matches", a, label)).find();
  }

  /** RE2 patterns only: their time grows with the text and never explodes. */
  static Pattern compiled(String pattern) {
    if (pattern.length() > PATTERN_CHARS_MAX) {
      throw new Refusal(
          "the pattern has " + pattern.length() + " characters; the limit is " + PATTERN_CHARS_MAX);
    }
    if (pattern.contains("\\Q")) {
      throw new Refusal(
          "the pattern " + Shown.value(pattern) + " holds \\Q, which is not part of the language");
    }
    if (PatternSize.of(pattern) > PATTERN_SIZE_MAX) {
      throw new Refusal(
          "the pattern " + Shown.value(pattern) + " is too large; use smaller repetitions");
    }
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new Refusal(
          "the pattern " + Shown.value(pattern) + " cannot be read: " + e.getDescription());
    }
  }

  private static String onText(String function, Object a, String label) {
    if (a instanceof String s) {
      return s;
    }
    throw new Refusal(label + " is " + Shown.described(a) + "; " + function + "() needs text");
  }
}
