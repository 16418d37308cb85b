package dev.holddown.domain.run;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything a state says, as text, so that two states can be compared to the last field. */
final class Told {
  private Told() {}

  static String all(RunState state) {
    return fields(state);
  }

  private static String text(Object value) {
    return switch (value) {
      case ItemState item -> fields(item);
      case WatchState watch -> fields(watch);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> e.getKey() + "=" + text(e.getValue()))
              .collect(Collectors.joining(",\n", "{", "}"));
      case Plan plan -> "(plan)";
      default -> value.toString();
    };
  }

  private static String fields(Object object) {
    Map<String, String> fields = new TreeMap<>();
    for (Field field : object.getClass().getDeclaredFields()) {
      // what is transient only follows from the rest
      if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
        try {
          field.setAccessible(true);
          fields.put(field.getName(), text(field.get(object)));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return fields.toString();
  }
}
