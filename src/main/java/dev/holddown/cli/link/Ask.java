package dev.holddown.cli.link;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One request, as a line of JSON: {@code {"verb":"show","args":{"run":"…"}}}.
 *
 * @param args plain values by name
 */
public record Ask(String verb, Map<String, Object> args) {
  public static Ask of(String verb) {
    return new Ask(verb, Map.of());
  }

  /** The same with one more argument. */
  public Ask with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(args);
    more.put(name, value);
    return new Ask(verb, Map.copyOf(more));
  }

  /**
   * Reads a line.
   *
   * @throws Refused with a sentence when it is no request
   */
  static Ask read(String line) {
    JsonNode node;
    try {
      node = Json.tree(line);
    } catch (IllegalArgumentException e) {
      throw new Refused("the line is not JSON: " + e.getMessage());
    }
    JsonNode verb = node.path("verb");
    JsonNode args = node.path("args");
    if (!verb.isString()) {
      throw new Refused("a request is an object with a verb, such as {\"verb\":\"ping\"}");
    }
    if (!args.isMissingNode() && !args.isObject()) {
      throw new Refused("the args of a request are an object of names and values");
    }
    return new Ask(verb.stringValue(), args.isObject() ? Json.map(args) : Map.of());
  }

  /** A text argument; empty when it is absent. */
  public String text(String name) {
    Object value = args.get(name);
    return value == null ? "" : String.valueOf(value);
  }

  /** A text argument that must be there. */
  public String must(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      throw new Refused("the request " + verb + " lacks \"" + name + "\"");
    }
    return text;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(args.get(name));
  }

  /** A whole number, or the one given when it is absent. */
  public long number(String name, long otherwise) {
    return args.get(name) instanceof Number number ? number.longValue() : otherwise;
  }

  /** An object argument; empty when it is absent. */
  public Map<String, Object> object(String name) {
    Map<String, Object> plain = new LinkedHashMap<>();
    if (args.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        if (value != null) {
          plain.put(String.valueOf(key), value);
        }
      });
    }
    return plain;
  }
}
