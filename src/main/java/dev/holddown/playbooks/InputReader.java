package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Input;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values given at the start of a run ({@code --input name=text}) into the typed values
 * that are frozen then.
 *
 * <p>A value is a String, Long, Double or Boolean. An image is a map of {@code ref} (the whole
 * text), {@code repository}, {@code digest} ({@code sha256:…}) and, when written, {@code tag}.
 */
public final class InputReader {
  private static final Pattern IMAGE =
      Pattern.compile(
          "([a-z0-9][a-zA-Z0-9._/:-]*?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "@(sha256:[0-9a-f]{64})");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_~-]{0,127}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private InputReader() {}

  /**
   * What came of reading the values.
   *
   * @param values by name, in the order declared; whole only when there is no problem
   * @param problems each a sentence with its cure
   */
  public record Given(Map<String, Object> values, List<String> problems) {}

  /** Reads {@code name=text} pairs against the inputs that a playbook declares. */
  public static Given read(List<Input> declared, List<String> pairs) {
    Map<String, String> texts = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    List<String> names = declared.stream().map(Input::name).toList();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0) {
        problems.add(Invisible.shown("--input " + pair + ": write it as name=value"));
      } else if (!names.contains(name)) {
        String cure = names.isEmpty() ? "the playbook takes none" : Nearest.cure(name, names);
        problems.add(
            Invisible.shown(
                "--input "
                    + name
                    + ": the playbook has no such input"
                    + (cure.isEmpty() ? "" : "; " + cure)));
      } else if (texts.putIfAbsent(name, pair.substring(equals + 1)) != null) {
        problems.add(Invisible.shown("--input " + name + " is given twice; give it once"));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Input input : declared) {
      Optional<String> text = Optional.ofNullable(texts.get(input.name())).or(input::fallback);
      if (text.isEmpty()) {
        problems.add(
            "the input "
                + input.name()
                + " is missing"
                + (input.help().isEmpty() ? "" : " (" + input.help() + ")")
                + "; give it with --input "
                + input.name()
                + "=…");
      } else {
        Optional<String> wrong = wrong(input, text.get());
        wrong.ifPresent(
            why -> problems.add(Invisible.shown("--input " + input.name() + ": " + why)));
        if (wrong.isEmpty()) {
          values.put(input.name(), value(input, text.get()));
        }
      }
    }
    return new Given(Ordered.copy(values), List.copyOf(problems));
  }

  /** Why a text does not fit an input; empty when it does. */
  static Optional<String> wrong(Input input, String text) {
    if (text.length() > Limits.INPUT_CHARACTERS_MAX) {
      return Optional.of(
          "the value has "
              + text.length()
              + " characters; at most "
              + Limits.INPUT_CHARACTERS_MAX
              + " are read");
    }
    if (text.chars().anyMatch(c -> c < ' ' || c == 127)) {
      return Optional.of("the value holds control characters, such as a line break");
    }
    String shape = shape(input, text);
    if (!shape.isEmpty()) {
      return Optional.of("`" + text + "` is not " + shape);
    }
    if (!input.of().isEmpty() && !input.of().contains(text)) {
      String cure = Nearest.cure(text, input.of());
      return Optional.of(
          "`"
              + text
              + "` is none of "
              + String.join(", ", input.of())
              + (cure.startsWith("did") ? "; " + cure : ""));
    }
    return input
        .pattern()
        .filter(pattern -> !Pattern.compile(pattern).matcher(text).matches())
        .map(pattern -> "`" + text + "` does not match the pattern " + pattern);
  }

  /** What the text should have been; empty when it is. */
  private static String shape(Input input, String text) {
    return switch (input.type()) {
      case STRING, CHOICE -> "";
      case INT -> text.matches("-?\\d{1,18}") ? "" : "a whole number";
      case NUMBER -> text.matches("-?\\d{1,15}(\\.\\d{1,15})?([eE]-?\\d{1,2})?") ? "" : "a number";
      case BOOL -> text.equals("true") || text.equals("false") ? "" : "true or false";
      case IMAGE ->
          IMAGE.matcher(text).matches()
              ? ""
              : "an image pinned by digest; a tag can be moved, so write"
                  + " repository@sha256:<64 hex digits>";
      case VERSION ->
          VERSION.matcher(text).matches()
              ? ""
              : "a version: letters, digits and . + _ ~ -, such as 1.10.2";
      case COMMIT ->
          COMMIT.matcher(text).matches()
              ? ""
              : "a whole commit id: 40 (or 64) hex digits in small letters";
      case ARTIFACT ->
          !text.isBlank() && text.equals(text.strip()) ? "" : "the name of an artifact";
      case URL -> url(text) ? "" : "an http:// or https:// address without a password in it";
      case TIME -> time(text) ? "" : "a time such as 2026-01-31T22:00:00Z";
      case DURATION -> Spans.read(text).isPresent() ? "" : "a duration; " + Spans.cure(text);
      case DNS_LABEL ->
          DNS_LABEL.matcher(text).matches()
              ? ""
              : "a DNS label: at most 63 small letters, digits and hyphens inside (RFC 1123)";
    };
  }

  private static Object value(Input input, String text) {
    return switch (input.type()) {
      case INT -> Long.parseLong(text);
      case NUMBER -> Double.parseDouble(text);
      case BOOL -> text.equals("true");
      case IMAGE -> image(text);
      default -> text;
    };
  }

  private static Map<String, Object> image(String text) {
    Matcher image = IMAGE.matcher(text);
    if (!image.matches()) {
      throw new IllegalArgumentException("not an image pinned by digest: " + text);
    }
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("ref", text);
    value.put("repository", image.group(1));
    value.put("digest", image.group(3));
    if (image.group(2) != null) {
      value.put("tag", image.group(2));
    }
    return java.util.Collections.unmodifiableMap(value);
  }

  private static boolean url(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean time(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
