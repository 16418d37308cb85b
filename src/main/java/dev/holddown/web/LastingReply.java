package dev.holddown.web;

import dev.holddown.cli.link.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An answer of the API as a text that the store keeps, and back. */
final class LastingReply {
  private static final int CHARACTERS_MAX = 256 * 1024;
  private static final String TOO_LONG =
      "this was done before, under this key; the answer of then was too long to be kept: look at"
          + " the run";

  private LastingReply() {}

  /** The text; empty for what is no answer of the API. */
  static Optional<String> text(Reply reply) {
    return switch (reply) {
      case Reply.Json json -> {
        String text = json(json);
        yield Optional.of(text.length() > CHARACTERS_MAX ? json(tooLong()) : text);
      }
      case Reply.Bare bare ->
          Optional.of(Json.line(Map.of("status", bare.status(), "headers", bare.headers())));
      default -> Optional.empty();
    };
  }

  private static String json(Reply.Json json) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("status", json.status());
    all.put("type", json.type());
    all.put("headers", json.headers());
    all.put("value", json.value());
    return Json.line(all);
  }

  private static Reply.Json tooLong() {
    return (Reply.Json) Problem.of(409, "idempotency-key", TOO_LONG).reply();
  }

  /** The answer of such a text: the same bytes as before. */
  static Reply read(String text) {
    JsonNode all = Json.tree(text);
    int status = all.path("status").asInt();
    Map<String, String> headers = new LinkedHashMap<>();
    all.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
    return all.has("type")
        ? new Reply.Json(
            status, all.path("type").asString(), Json.plain(all.path("value")), headers)
        : new Reply.Bare(status, headers);
  }
}
