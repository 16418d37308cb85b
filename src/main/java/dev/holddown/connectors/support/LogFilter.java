package dev.holddown.connectors.support;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which lines count.
 *
 * @param match text they must hold, or empty
 * @param where fields of a JSON line, dots leading inwards, and the text of their values
 * @param time the field of the time, or empty for the usual ones
 */
public record LogFilter(
    String match, Optional<Pattern> pattern, Map<String, String> where, String time) {

  /** As the arguments say. */
  public static LogFilter of(Args args) throws CallRefused {
    Optional<Pattern> pattern = Optional.empty();
    String given = args.optionalText("pattern").orElse("");
    try {
      pattern = given.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(given));
    } catch (PatternSyntaxException e) {
      throw new CallRefused("pattern of logs.count cannot be read: " + e.getDescription());
    }
    LogFilter filter =
        new LogFilter(
            args.optionalText("match").orElse(""),
            pattern,
            new LinkedHashMap<>(args.texts("where")),
            args.optionalText("time").orElse(""));
    if (filter.match.isEmpty() && pattern.isEmpty() && filter.where.isEmpty()) {
      throw new CallRefused("logs.count needs match, pattern or where: which lines count?");
    }
    return filter;
  }

  /** Whether lines must be JSON. */
  public boolean json() {
    return !where.isEmpty() || !time.isEmpty();
  }

  /**
   * Whether a line counts.
   *
   * @param fields of the line when it is JSON, else empty
   * @param late says when the time is over; a slow pattern ends then
   */
  public boolean counts(String line, Map<?, ?> fields, BooleanSupplier late) {
    return line.contains(match)
        && where.entrySet().stream()
            .allMatch(w -> text(field(fields, w.getKey())).equals(Optional.of(w.getValue())))
        && (pattern.isEmpty() || pattern.get().matcher(new Bounded(line, late)).find());
  }

  /** A field by its name, or by a path such as {@code http.status}. */
  static Optional<Object> field(Map<?, ?> fields, String name) {
    Object whole = fields.get(name);
    if (whole != null) {
      return Optional.of(whole);
    }
    int dot = name.indexOf('.');
    return dot > 0 && fields.get(name.substring(0, dot)) instanceof Map<?, ?> inner
        ? field(inner, name.substring(dot + 1))
        : Optional.empty();
  }

  private static Optional<String> text(Optional<Object> value) {
    return value.map(v ->
        v instanceof Double number && number == Math.rint(number)
            ? Long.toString(number.longValue())
            : v.toString());
  }

  /** Thrown out of a pattern that takes too long. */
  static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Some patterns need longer than the world lasts; the only place to stop them is here. */
  private record Bounded(CharSequence text, BooleanSupplier late) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if ((index & 0x3f) == 0 && late.getAsBoolean()) {
        throw new TooSlow();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Bounded(text.subSequence(start, end), late);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
