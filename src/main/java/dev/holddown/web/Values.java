package dev.holddown.web;

import dev.holddown.cli.link.Json;
import dev.holddown.playbooks.Nearest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads query and body against the fields that a route takes. What it does not know it refuses. */
final class Values {
  static final int TEXT_CHARACTERS_MAX = 4_000;
  private static final int VALUES_MAX = 200;

  private Values() {}

  /** The fields of a query; a name that comes twice is refused. */
  static Map<String, Object> query(List<Field> fields, Map<String, List<String>> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    given.forEach((name, texts) -> {
      Field field = field(fields, name);
      if (texts.size() != 1) {
        throw bad("the query gives \"" + name + "\" " + texts.size() + " times; give it once");
      }
      values.put(name, ofText(field, texts.getFirst()));
    });
    return whole(fields, values);
  }

  /** The fields of a body in JSON; an empty body is an empty object. */
  static Map<String, Object> body(List<Field> fields, byte[] bytes) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (bytes.length > 0) {
      JsonNode tree = tree(bytes);
      if (!tree.isObject()) {
        throw bad("the body must be a JSON object, such as {\"reason\": \"why\"}");
      }
      for (Map.Entry<String, JsonNode> entry : tree.properties()) {
        Field field = field(fields, entry.getKey());
        values.put(entry.getKey(), ofNode(field, entry.getValue()));
      }
    }
    return whole(fields, values);
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      return Json.tree(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw bad("the body is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw bad("the body is not JSON: " + e.getMessage());
    }
  }

  static Field field(List<Field> fields, String name) {
    List<String> known = fields.stream().map(Field::name).toList();
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            bad(
                "there is no field \""
                    + shown(name)
                    + "\" here"
                    + Nearest.to(name, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse(
                            known.isEmpty()
                                ? "; it takes none"
                                : "; known are " + String.join(", ", known))));
  }

  static Map<String, Object> whole(List<Field> fields, Map<String, Object> values) {
    for (Field field : fields) {
      boolean blank = field.lacking() != 400 && "".equals(values.get(field.name()));
      if (field.must() && (blank || !values.containsKey(field.name()))) {
        throw missing(field);
      }
    }
    return values;
  }

  /** Nothing is done for want of a field. */
  static Problem missing(Field field) {
    String sentence = "the field \"" + field.name() + "\" is missing: " + field.about();
    return field.lacking() == 400
        ? bad(sentence)
        : Problem.of(field.lacking(), field.name(), sentence + "; nothing was changed");
  }

  static Object ofText(Field field, String text) {
    return switch (field.kind()) {
      case TEXT -> clean(field.name(), text);
      case FLAG -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw bad("\"" + field.name() + "\" is true or false");
        }
        yield text.equals("true");
      }
      case WHOLE -> {
        if (!text.matches("\\d{1,18}")) {
          throw bad("\"" + field.name() + "\" is a whole number from 0 on");
        }
        yield Long.parseLong(text);
      }
      case VALUES, FILE -> throw bad("\"" + field.name() + "\" belongs into a body");
    };
  }

  private static Object ofNode(Field field, JsonNode node) {
    boolean right =
        switch (field.kind()) {
          case TEXT, FILE -> node.isString();
          case FLAG -> node.isBoolean();
          case WHOLE -> node.isIntegralNumber() && node.canConvertToLong();
          case VALUES -> node.isObject();
        };
    if (!right) {
      throw bad("\"" + field.name() + "\" must be " + word(field.kind()) + ", not " + kind(node));
    }
    return switch (field.kind()) {
      case TEXT -> clean(field.name(), node.stringValue());
      case FLAG -> node.booleanValue();
      case WHOLE -> node.longValue();
      case VALUES -> values(field, node);
      case FILE -> node.stringValue();
    };
  }

  private static Map<String, Object> values(Field field, JsonNode node) {
    if (node.size() > VALUES_MAX) {
      throw bad("\"" + field.name() + "\" has more than " + VALUES_MAX + " values");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
        throw bad(
            "\"" + field.name() + "." + shown(entry.getKey()) + "\" is no text, number or boolean");
      }
      values.put(
          clean(field.name(), entry.getKey()),
          clean(field.name(), value.isString() ? value.stringValue() : value.toString()));
    }
    return values;
  }

  /** Text that may stand in a log: no control characters but line breaks and tabs, and not long. */
  static String clean(String name, String text) {
    if (text.length() > TEXT_CHARACTERS_MAX) {
      throw bad("\"" + name + "\" has more than " + TEXT_CHARACTERS_MAX + " characters");
    }
    boolean hidden =
        text.codePoints()
            .anyMatch(c ->
                (Character.isISOControl(c) && c != '\n' && c != '\t')
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE);
    if (hidden) {
      throw bad("\"" + name + "\" holds characters that nobody sees; take them out");
    }
    return text;
  }

  /** A text of a stranger in one line without surprises. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(120)
        .forEach(c -> {
          if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
            shown.append(String.format("\\u%04x", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static String word(Field.Kind kind) {
    return switch (kind) {
      case TEXT -> "a text";
      case FLAG -> "true or false";
      case WHOLE -> "a whole number";
      case VALUES -> "an object of names and values";
      case FILE -> "a text in base64";
    };
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> "null";
    };
  }

  static Problem bad(String sentence) {
    return Problem.of(400, "request", sentence + "; nothing was changed");
  }
}
