package dev.holddown.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The description of the API (OpenAPI 3.1), made from the table that the server is made from. */
final class OpenApi {
  private OpenApi() {}

  static Map<String, Object> of(List<Route> routes, String version) {
    Schemas schemas = new Schemas();
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.template(), path -> new LinkedHashMap<>())
          .put(route.method().name().toLowerCase(java.util.Locale.ROOT), operation(route, schemas));
    }
    Map<String, Object> problem =
        Map.of(
            "type",
            "object",
            "required",
            List.of("type", "title", "status", "detail", "code"),
            "properties",
            Map.of(
                "type", Map.of("type", "string"),
                "title", Map.of("type", "string"),
                "status", Map.of("type", "integer"),
                "detail", Map.of("type", "string"),
                "code", Map.of("type", "string")));
    Map<String, Object> all = new LinkedHashMap<>(schemas.all());
    all.put("Problem", problem);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Holddown", "version", version));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            all,
            "securitySchemes",
            Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
    return document;
  }

  private static Map<String, Object> operation(Route route, Schemas schemas) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", route.shape().about());
    operation.put(
        "security",
        route
            .scope()
            .map(scope -> List.of(Map.of("token", List.of(scope.word()))))
            .orElse(List.of()));
    operation.put("parameters", parameters(route));
    if (route.method() == Route.Method.POST) {
      operation.put(
          "requestBody",
          Map.of(
              "required",
              route.shape().body().stream().anyMatch(Field::must),
              "content",
              content("application/json", body(route.shape().body()))));
    }
    boolean starts = route.path().equals("/api/v1/runs") && route.method() == Route.Method.POST;
    operation.put(
        "responses",
        Map.of(
            starts ? "201" : "200",
            Map.of("description", "done", "content", answer(route, schemas)),
            "default",
            Map.of(
                "description",
                "why not (RFC 9457)",
                "content",
                content(
                    "application/problem+json", Map.of("$ref", "#/components/schemas/Problem")))));
    return operation;
  }

  private static List<Map<String, Object>> parameters(Route route) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String name : route.parameters()) {
      all.add(parameter(name, "path", true, Map.of("type", "string"), ""));
    }
    for (Field field : route.shape().query()) {
      all.add(parameter(field.name(), "query", field.must(), schema(field), field.about()));
    }
    if (route.method() == Route.Method.POST) {
      Map<String, Object> text = Map.of("type", "string");
      all.add(
          parameter("Idempotency-Key", "header", false, text, "the same key does it only once"));
      if (route.path().contains("{id}")) {
        all.add(parameter("If-Match", "header", false, text, "the ETag of what was seen"));
      }
    }
    return all;
  }

  private static Map<String, Object> parameter(
      String name, String in, boolean must, Map<String, Object> schema, String about) {
    return Map.of("name", name, "in", in, "required", must, "schema", schema, "description", about);
  }

  private static Map<String, Object> body(List<Field> fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    fields.forEach(field -> properties.put(field.name(), schema(field)));
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        fields.stream().filter(Field::must).map(Field::name).toList(),
        "additionalProperties",
        false);
  }

  private static Map<String, Object> schema(Field field) {
    return switch (field.kind()) {
      case TEXT -> Map.of("type", "string", "maxLength", Values.TEXT_CHARACTERS_MAX);
      case WHOLE -> Map.of("type", "integer", "minimum", 0);
      case FLAG -> Map.of("type", "boolean");
      case FILE -> Map.of("type", "string", "contentEncoding", "base64");
      case VALUES ->
          Map.of(
              "type",
              "object",
              "additionalProperties",
              Map.of("type", List.of("string", "number", "boolean")));
    };
  }

  private static Map<String, Object> answer(Route route, Schemas schemas) {
    Class<?> type = route.shape().answer();
    if (type == byte[].class) {
      return content("application/octet-stream", Map.of());
    }
    if (type == String.class) {
      return content("text/plain", Map.of("type", "string"));
    }
    String media = route.path().endsWith("/events") ? "text/event-stream" : "application/json";
    return content(media, schemas.of(type));
  }

  private static Map<String, Object> content(String type, Map<String, Object> schema) {
    return Map.of(type, Map.of("schema", schema));
  }
}
