package dev.holddown.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.MapType;

/**
 * JSON for {@code Map<String, Object>} in events, such as what a check saved, so that a value comes
 * back with the type it had. Text, booleans, null, lists and maps stand as in JSON; a whole number
 * is a {@link Long}, a number with a point or exponent a {@link Double}. The rest is tagged: {@code
 * {"$": "double", "value": "NaN"}}, {@code {"$": "time", "value": "2026-…Z"}}, {@code {"$":
 * "duration", "value": "PT1M"}}; a map that has a key {@code $} itself is {@code {"$": "map",
 * "value": {…}}}. Smaller numbers widen to long and double. Any other type is refused.
 */
final class OpenValues {
  private static final String TAG = "$";
  private static final String VALUE = "value";

  private OpenValues() {}

  /** The module that writes and reads every map of free values in this form. */
  static SimpleModule module() {
    return new SimpleModule("open-values")
        .setSerializerModifier(
            new ValueSerializerModifier() {
              @Override
              public ValueSerializer<?> modifyMapSerializer(
                  SerializationConfig config,
                  MapType type,
                  BeanDescription.Supplier bean,
                  ValueSerializer<?> given) {
                return type.getContentType().isJavaLangObject() ? new Writer() : given;
              }
            })
        .setDeserializerModifier(
            new ValueDeserializerModifier() {
              @Override
              public ValueDeserializer<?> modifyMapDeserializer(
                  DeserializationConfig config,
                  MapType type,
                  BeanDescription.Supplier bean,
                  ValueDeserializer<?> given) {
                return type.getContentType().isJavaLangObject() ? new Reader() : given;
              }
            });
  }

  private static final class Writer extends ValueSerializer<Map<?, ?>> {
    @Override
    public void serialize(Map<?, ?> map, JsonGenerator json, SerializationContext context) {
      fields(map, json);
    }

    private static void fields(Map<?, ?> map, JsonGenerator json) {
      json.writeStartObject();
      map.forEach((key, value) -> {
        json.writeName(String.valueOf(key));
        write(value, json);
      });
      json.writeEndObject();
    }

    private static void write(@Nullable Object value, JsonGenerator json) {
      switch (value) {
        case null -> json.writeNull();
        case String text -> json.writeString(text);
        case Boolean bool -> json.writeBoolean(bool);
        case Double number -> number(number, json);
        case Float number -> number(number, json);
        case Long number -> json.writeNumber(number);
        case Integer number -> json.writeNumber(number.longValue());
        case Short number -> json.writeNumber(number.longValue());
        case Byte number -> json.writeNumber(number.longValue());
        case Instant time -> tagged("time", time.toString(), json);
        case Duration duration -> tagged("duration", duration.toString(), json);
        case List<?> list -> {
          json.writeStartArray();
          list.forEach(element -> write(element, json));
          json.writeEndArray();
        }
        case Map<?, ?> map when map.containsKey(TAG) -> {
          json.writeStartObject();
          json.writeStringProperty(TAG, "map");
          json.writeName(VALUE);
          fields(map, json);
          json.writeEndObject();
        }
        case Map<?, ?> map -> fields(map, json);
        default ->
            throw new IllegalArgumentException(
                "a value of type "
                    + value.getClass().getName()
                    + " cannot be kept in the log; use text, a number, a boolean, a time, a"
                    + " duration, a list or a map");
      }
    }

    private static void number(double number, JsonGenerator json) {
      if (Double.isFinite(number)) {
        json.writeNumber(number);
      } else {
        tagged("double", Double.toString(number), json);
      }
    }

    private static void tagged(String tag, String text, JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty(TAG, tag);
      json.writeStringProperty(VALUE, text);
      json.writeEndObject();
    }
  }

  private static final class Reader extends ValueDeserializer<Map<String, Object>> {
    @Override
    public Map<String, Object> deserialize(JsonParser json, DeserializationContext context) {
      return fields(context.readTree(json));
    }

    private static Map<String, Object> fields(JsonNode object) {
      Map<String, Object> map = new LinkedHashMap<>();
      object.properties().forEach(field -> put(map, field.getKey(), field.getValue()));
      return Collections.unmodifiableMap(map);
    }

    @SuppressWarnings("NullAway") // a JSON null that was put in comes out again
    private static void put(Map<String, Object> map, String name, JsonNode node) {
      map.put(name, read(node));
    }

    private static @Nullable Object read(JsonNode node) {
      return switch (node.getNodeType()) {
        case STRING -> node.stringValue();
        case BOOLEAN -> node.booleanValue();
        case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
        case ARRAY -> list(node);
        case OBJECT ->
            node.has(TAG) ? untag(node.get(TAG).asString(), node.get(VALUE)) : fields(node);
        case NULL -> null;
        default -> throw new IllegalArgumentException("not a value of an event: " + node);
      };
    }

    @SuppressWarnings("NullAway") // a list may hold a JSON null
    private static List<Object> list(JsonNode array) {
      List<Object> list = new ArrayList<>();
      array.forEach(element -> list.add(read(element)));
      return Collections.unmodifiableList(list);
    }

    private static Object untag(String tag, JsonNode value) {
      return switch (tag) {
        case "double" -> Double.valueOf(value.stringValue());
        case "time" -> Instant.parse(value.stringValue());
        case "duration" -> Duration.parse(value.stringValue());
        case "map" -> fields(value);
        default -> throw new IllegalArgumentException("unknown kind of value: " + tag);
      };
    }
  }
}
