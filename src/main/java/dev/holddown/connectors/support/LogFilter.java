package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param leaks values of secrets: a line that holds one of them counts, whatever else is asked
 */
public record LogFilter(
    String match,
    Optional<Pattern> pattern,
    Map<String, String> where,
    String time,
    Redaction leaks) {

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
            args.optionalText("time").orElse(""),
            Redaction.of(secrets(args)));
    if (!filter.words() && !args.has("secrets")) {
      throw new CallRefused(
          "logs.count needs match, pattern, where or secrets: which lines count?");
    }
    return filter;
  }

  private static List<Secret> secrets(Args args) throws CallRefused {
    List<Secret> secrets = args.secrets("secrets");
    for (Secret secret : secrets) {
      if (secret.forms().isEmpty()) {
        throw new CallRefused(
            "the value of the secret "
                + secret.name()
                + " is shorter than "
                + Secret.CHARS_MIN
                + " characters and would be found in lines that do not tell it; nothing was"
                + " counted; look for it by another name, or make it longer");
      }
    }
    return secrets;
  }

  /** Whether it asks for more than secrets. */
  private boolean words() {
    return !match.isEmpty() || pattern.isPresent() || !where.isEmpty();
  }

  /** Whether lines must be JSON. */
  public boolean json() {
    return !where.isEmpty() || !time.isEmpty();
  }

  /**
   * Whether a line counts for its words; secrets in it are looked for apart.
   *
   * @param fields of the line when it is JSON, else empty
   * @param late says when the time is over; a slow pattern ends then
   */
  public boolean counts(String line, Map<?, ?> fields, BooleanSupplier late) {
    return words()
        && line.contains(match)
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
