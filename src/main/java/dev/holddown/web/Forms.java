package dev.holddown.web;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads forms as browsers send them (WHATWG URL, application/x-www-form-urlencoded). A field that
 * was left empty counts as absent; {@code input.NAME} belongs to the values of a field that holds
 * many.
 */
final class Forms {
  private static final int FIELDS_MAX = 300;
  private static final String OF_VALUES = "input.";

  /** Shows that a page of ours made the form; no field of what is asked. */
  static final String TOKEN = "form_token";

  private Forms() {}

  /** The form token that was sent. */
  static Optional<String> token(byte[] body) {
    return Optional.ofNullable(pairs(body).get(TOKEN));
  }

  static Map<String, Object> read(List<Field> fields, byte[] body) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : pairs(body).entrySet()) {
      String name = pair.getKey();
      if (name.startsWith(OF_VALUES)) {
        inputs.put(
            Values.clean("inputs", name.substring(OF_VALUES.length())),
            Values.clean("inputs", pair.getValue()));
      } else if (!name.equals(TOKEN)) {
        Field field = Values.field(fields, name);
        boolean file = field.kind() == Field.Kind.FILE;
        values.put(name, file ? pair.getValue() : Values.ofText(field, pair.getValue()));
      }
    }
    fields.stream()
        .filter(field -> field.kind() == Field.Kind.VALUES)
        .findFirst()
        .ifPresent(field -> values.put(field.name(), inputs));
    return Values.whole(fields, values);
  }

  private static Map<String, String> pairs(byte[] body) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (body.length == 0) {
      return pairs;
    }
    if (Multipart.is(body)) {
      Multipart.read(body)
          .forEach((name, value) -> {
            if (!value.isBlank()) {
              pairs.put(name, value.strip());
            }
          });
      return pairs;
    }
    for (String pair : text(body).split("&", FIELDS_MAX + 1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1)).replace("\r\n", "\n");
      if (!value.isBlank() && pairs.putIfAbsent(name, value.strip()) != null) {
        throw Values.bad("the form gives \"" + Values.shown(name) + "\" more than once");
      }
      if (pairs.size() > FIELDS_MAX) {
        throw Values.bad("the form has more than " + FIELDS_MAX + " fields");
      }
    }
    return pairs;
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw Values.bad("the form is not UTF-8");
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Values.bad("the form is not encoded as forms are");
    }
  }
}
