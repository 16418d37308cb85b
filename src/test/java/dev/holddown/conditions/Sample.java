package dev.holddown.conditions;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The scope that the tests of this package look at. */
final class Sample {
  private Sample() {}

  static Expr expr(String source) {
    return new Expr(source, Place.none());
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> scope() {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("value", 0.034);
    result.put("status", 200);
    result.put("text", "abc");
    result.put("ok", true);
    result.put("code", "500");
    result.put("nothing", null);
    result.put("zero", 0);
    result.put("empty", List.of());
    result.put("nums", List.of(1, 2L, 3.0));
    result.put("items", List.of(item("a", 1), item("b", 2)));
    result.put("json", json());
    result.put("age", Duration.ofHours(3));
    result.put("at", "2026-01-01T00:00:00Z");
    result.put("nan", Double.NaN);
    result.put("nans", List.of(1.0, Double.NaN));
    result.put("inf", Double.POSITIVE_INFINITY);
    result.put("big", 9_007_199_254_740_993L);
    result.put("many", IntStream.range(1, 201).boxed().toList());
    result.put("long", "x".repeat(500));
    result.put("odd", "é😀\u202eabc\n");
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("result", (Map<String, Object>) (Object) result);
    scope.put("inputs", Map.of("version", "1.2.3"));
    scope.put("baseline", Map.of("value", 0.01));
    scope.put("saved", Map.of());
    scope.put("now", Instant.parse("2026-03-01T12:30:00Z"));
    scope.put("last_good", Map.of("version", "1.2.2"));
    return scope;
  }

  private static Map<String, Object> item(String name, int n) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("name", name);
    item.put("n", n);
    return item;
  }

  private static Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("a-b", 1);
    json.put("deep", Map.of("x", 5));
    return json;
  }
}
