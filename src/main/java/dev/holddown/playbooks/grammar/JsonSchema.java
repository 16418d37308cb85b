package dev.holddown.playbooks.grammar;

import dev.holddown.spi.Manual;
import dev.holddown.spi.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The language as a JSON Schema (draft 2020-12), for editors: made of the same tables that the
 * reader reads by, and of the manuals of the connectors. The reader knows more than a schema can
 * say, such as names that resolve; {@code validate} has the last word.
 */
public final class JsonSchema {
  private static final String SPAN =
      "^(?=.)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?$";
  private static final String NAME = "^[a-z][a-z0-9_]*$";
  private static final String ACTION = "action:";
  private static final String ROUTE = "route:";

  private final Map<String, Manual> asks = new LinkedHashMap<>();
  private final Map<String, Manual> acts = new LinkedHashMap<>();
  private final Map<String, Object> definitions = new LinkedHashMap<>();
  private final Deque<String> wanted = new ArrayDeque<>();

  private JsonSchema(Collection<Manual> asks, Collection<Manual> acts) {
    asks.forEach(manual -> this.asks.put(manual.name(), manual));
    acts.forEach(manual -> this.acts.put(manual.name(), manual));
  }

  /**
   * The schema of a kind of document, as JSON values.
   *
   * @param asks manuals of what may stand in a probe
   * @param acts manuals of what may stand in a step
   */
  public static Map<String, Object> of(
      String kind, Collection<Manual> asks, Collection<Manual> acts) {
    return new JsonSchema(asks, acts).document(kind);
  }

  private Map<String, Object> document(String kind) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:holddown:schema:" + kind);
    schema.put("title", "Holddown " + kind);
    schema.putAll(reference(kind));
    while (!wanted.isEmpty()) {
      define(wanted.removeFirst());
    }
    schema.put("$defs", definitions);
    return schema;
  }

  private Map<String, Object> reference(String id) {
    if (!definitions.containsKey(id)) {
      definitions.put(id, Map.of());
      wanted.addLast(id);
    }
    return Map.of("$ref", "#/$defs/" + id);
  }

  private void define(String id) {
    if (id.equals("item")) {
      definitions.put(id, Map.of("oneOf", ItemShapes.KINDS.stream().map(this::reference).toList()));
    } else if (id.startsWith(ACTION) || id.startsWith(ROUTE)) {
      String name = id.substring(id.indexOf(':') + 1);
      Stream.of(acts, asks)
          .flatMap(manuals -> manuals.values().stream())
          .filter(manual -> manual.name().equals(name))
          .findFirst()
          .ifPresent(manual -> definitions.put(id, action(manual, id.startsWith(ROUTE))));
    } else {
      definitions.put(id, mapping(Grammar.shape(id)));
    }
  }

  private Map<String, Object> mapping(Shape shape) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Key key : shape.keys()) {
      Map<String, Object> value = new LinkedHashMap<>(value(key.type()));
      value.put("description", describe(key));
      properties.put(key.name(), value);
    }
    boolean routes = shape.id().equals("act");
    switch (shape.actions()) {
      case ASKS -> asks.keySet().forEach(name -> properties.put(name, reference(ACTION + name)));
      case ACTS ->
          acts.keySet()
              .forEach(name -> properties.put(name, reference((routes ? ROUTE : ACTION) + name)));
      case NONE -> {}
    }
    Map<String, Object> mapping = new LinkedHashMap<>();
    mapping.put("type", "object");
    mapping.put("properties", properties);
    List<String> required =
        shape.keys().stream().filter(key -> key.notes().required()).map(Key::name).toList();
    if (!required.isEmpty()) {
      mapping.put("required", required);
    }
    mapping.put("additionalProperties", false);
    return mapping;
  }

  private static String describe(Key key) {
    String fallback = key.notes().fallback();
    return key.meaning()
        + (fallback.isEmpty() ? "" : " (default: " + fallback + ")")
        + key.later().map(later -> "; not run yet: needs " + later.needs()).orElse("");
  }

  private Map<String, Object> action(Manual manual, boolean route) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Manual.Field field : manual.fields()) {
      Map<String, Object> value = new LinkedHashMap<>(argument(field));
      value.put("description", field.help());
      properties.put(field.name(), value);
    }
    Map<String, Object> action = new LinkedHashMap<>();
    action.put("type", "object");
    action.put("description", manual.sentence());
    action.put("properties", properties);
    List<String> required =
        manual.fields().stream()
            .filter(Manual.Field::required)
            .map(Manual.Field::name)
            .filter(name -> !(route && name.equals("weight")))
            .toList();
    if (!required.isEmpty()) {
      action.put("required", required);
    }
    action.put("additionalProperties", false);
    return action;
  }

  private static Map<String, Object> argument(Manual.Field field) {
    Map<String, Object> own =
        switch (field.type()) {
          case TEXT -> text();
          case INT -> Map.of("type", "integer");
          case NUMBER -> Map.of("type", "number");
          case BOOL -> Map.of("type", "boolean");
          case DURATION -> Map.of("type", "string", "pattern", SPAN);
          case LIST -> Map.of("type", "array");
          case MAP -> Map.of("type", "object");
          case ANY -> Map.of();
        };
    if (own.isEmpty()) {
      return own;
    }
    List<Object> forms = new ArrayList<>(List.of(own));
    if (field.slot() != Slot.LITERAL && field.type() != Manual.Type.TEXT) {
      forms.add(Map.of("type", "string", "pattern", "\\$\\{"));
    }
    if (field.secret() && field.type() != Manual.Type.MAP) {
      forms.add(
          Map.of(
              "type",
              "object",
              "properties",
              Map.of("secret", Map.of("type", "string")),
              "required",
              List.of("secret"),
              "additionalProperties",
              false));
    }
    return forms.size() == 1 ? own : Map.of("anyOf", forms);
  }

  /** YAML reads {@code 1.10} as a number; the reader takes it as it is written. */
  private static Map<String, Object> text() {
    return Map.of("type", List.of("string", "number", "boolean"));
  }

  private Map<String, Object> value(Type type) {
    return switch (type) {
      case Type.Text ignored -> text();
      case Type.Name ignored -> Map.of("type", "string", "pattern", NAME);
      case Type.Role _, Type.Address _, Type.Moment _, Type.Known _ -> Map.of("type", "string");
      case Type.Time ignored -> Map.of("type", "string");
      case Type.Span ignored -> Map.of("type", "string", "pattern", SPAN);
      case Type.Whole whole ->
          Map.of("type", "integer", "minimum", whole.least(), "maximum", whole.most());
      case Type.Decimal ignored -> Map.of("type", "number");
      case Type.Flag ignored -> Map.of("type", "boolean");
      case Type.Cel ignored -> text();
      case Type.Word word -> Map.of("enum", word.words());
      case Type.Any ignored -> Map.of();
      case Type.Many many -> Map.of("anyOf", List.of(list(value(many.of())), value(many.of())));
      case Type.Rows rows -> list(value(rows.of()));
      case Type.Named named -> Map.of("type", "object", "additionalProperties", value(named.of()));
      case Type.Either either -> Map.of("anyOf", either.of().stream().map(this::value).toList());
      case Type.Of of -> reference(of.shape());
      case Type.Each ignored ->
          Map.of(
              "type",
              "object",
              "minProperties",
              1,
              "maxProperties",
              1,
              "additionalProperties",
              Map.of("const", "targets"));
      case Type.Items ignored -> Map.of("type", "array", "minItems", 1, "items", reference("item"));
    };
  }

  private static Map<String, Object> list(Map<String, Object> of) {
    return Map.of("type", "array", "items", of);
  }
}
