package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks the headers of a request, and reads those of a response (RFC 9110 §5). */
final class Headers {
  static final int HEADERS_MAX = 64;
  static final int HEADER_VALUE_CHARS_MAX = 8 * 1024;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final Pattern CHARSET = Pattern.compile("charset=\"?([A-Za-z0-9._:-]+)");

  /** Those that frame a message are set by the client: a playbook that could would smuggle. */
  private static final Set<String> OWN =
      Set.of(
          "connection", "content-length", "expect", "host", "transfer-encoding", "upgrade", "te");

  private Headers() {}

  /**
   * Refuses what could break out of its header.
   *
   * @throws CallRefused with the header's name, never its value
   */
  static void check(Map<String, Object> headers) throws CallRefused {
    if (headers.size() > HEADERS_MAX) {
      throw new CallRefused(
          "the request has " + headers.size() + " headers; the limit is " + HEADERS_MAX);
    }
    for (Map.Entry<String, Object> header : headers.entrySet()) {
      String name = header.getKey();
      if (!NAME.matcher(name).matches()) {
        throw new CallRefused(
            "the header name \""
                + name.replaceAll("\\p{Cc}", "\uFFFD")
                + "\" may hold letters, digits and dashes only");
      }
      if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
        throw new CallRefused("the header " + name + " is set by Holddown itself; leave it out");
      }
      checkValue(name, wire(header.getValue()));
    }
  }

  private static void checkValue(String name, String value) throws CallRefused {
    if (value.length() > HEADER_VALUE_CHARS_MAX) {
      throw new CallRefused(
          "the header " + name + " is longer than " + HEADER_VALUE_CHARS_MAX + " characters");
    }
    if (value.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new CallRefused(
          "the value of the header "
              + name
              + " holds a line break or another control character; nothing was sent");
    }
    if (value.chars().anyMatch(c -> c > 127)) {
      throw new CallRefused(
          "the value of the header "
              + name
              + " holds a character outside ASCII; percent-encode it or put it into the body");
    }
  }

  /** The value for the wire; the only place where a secret in a header is revealed. */
  static String wire(Object value) {
    return value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
  }

  /** Lower-case names, joined values, cookies without their value. */
  static Map<String, String> read(HttpHeaders headers) {
    Map<String, String> read = new TreeMap<>();
    headers
        .map()
        .forEach((name, values) -> {
          String key = name.toLowerCase(Locale.ROOT);
          if (key.startsWith(":")) {
            return;
          }
          read.put(
              key,
              values.stream()
                  .map(v -> key.equals("set-cookie") ? v.replaceFirst("=[^;]*", "=…") : v)
                  .collect(Collectors.joining(", ")));
        });
    return read;
  }

  /** The charset of a body; UTF-8 when none is named or it is unknown. */
  static Charset charset(Map<String, String> headers) {
    Matcher match = CHARSET.matcher(headers.getOrDefault("content-type", ""));
    try {
      return match.find() ? Charset.forName(match.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
