package dev.holddown.web;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JSON Schemas (2020-12) of the records that are answered, read from the records themselves. */
final class Schemas {
  private final Map<String, Object> named = new TreeMap<>();

  /** A reference to the schema of a record, which is then among {@link #all}. */
  Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      Class<?> raw = (Class<?>) generic.getRawType();
      if (raw == Optional.class) {
        return Map.of("anyOf", List.of(of(last), Map.of("type", "null")));
      }
      return List.class.isAssignableFrom(raw)
          ? Map.of("type", "array", "items", of(last))
          : Map.of("type", "object", "additionalProperties", of(last));
    }
    return plain((Class<?>) type);
  }

  private Map<String, Object> plain(Class<?> type) {
    if (type.isRecord()) {
      return record(type);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return Map.of("type", "integer");
    }
    if (type == double.class || type == Double.class) {
      return Map.of("type", "number");
    }
    if (type == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (type == Duration.class) {
      return Map.of("type", "string", "format", "duration");
    }
    return type == String.class ? Map.of("type", "string") : Map.of();
  }

  private Map<String, Object> record(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    String name = (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
    if (!named.containsKey(name)) {
      named.put(name, Map.of());
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        properties.put(component.getName(), of(component.getGenericType()));
        required.add(component.getName());
      }
      named.put(name, Map.of("type", "object", "properties", properties, "required", required));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** Every schema that was referred to, by name. */
  Map<String, Object> all() {
    return named;
  }
}
