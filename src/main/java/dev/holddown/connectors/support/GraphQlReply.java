package dev.holddown.connectors.support;

import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.connectors.support.HttpOutcome.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a GraphQL server made of a document.
 *
 * @param result the names of {@code result}, when there is no problem
 * @param problem why it is no answer, or empty
 * @param fate with a problem, whether a mutation may have been carried out
 */
public record GraphQlReply(Map<String, Object> result, String problem, GraphQlReply.Fate fate) {
  private static final int ERRORS_SHOWN_MAX = 3;

  /** What became of a mutation. */
  public enum Fate {
    /** The server has not begun to carry it out. */
    NOT_DONE,
    /** It may have carried out a part or all of it. */
    MAYBE_DONE
  }

  /** Reads the outcome of the call. */
  public static GraphQlReply of(HttpAsk ask, HttpOutcome outcome, Redaction redaction) {
    return switch (outcome) {
      case Failure failure ->
          problem(
              redaction.text(failure.message()),
              failure.maybeSent() ? Fate.MAYBE_DONE : Fate.NOT_DONE);
      case Response response -> read(ask, response, redaction);
    };
  }

  private static GraphQlReply problem(String problem, Fate fate) {
    return new GraphQlReply(Map.of(), problem, fate);
  }

  private static GraphQlReply read(HttpAsk ask, Response response, Redaction redaction) {
    String who = ask.url().replaceAll("[?#].*", "");
    if (response.content().cut()) {
      return problem(who + ": " + HttpRecord.cutAt(ask), Fate.MAYBE_DONE);
    }
    Json.Read read = Json.read(response.content().text());
    if (!(read.value().orElse("") instanceof Map<?, ?> reply)
        || !(reply.containsKey("data") || reply.containsKey("errors"))) {
      String what = read.problem().isEmpty() ? "with neither data nor errors" : "and not with JSON";
      boolean refused = response.status() >= 400 && response.status() < 500;
      return problem(
          who + " answered HTTP " + response.status() + ", " + what,
          refused ? Fate.NOT_DONE : Fate.MAYBE_DONE);
    }
    Object data = redaction.tree(reply.containsKey("data") ? reply.get("data") : Map.of());
    if (reply.get("errors") instanceof List<?> errors && !errors.isEmpty()) {
      return problem(redaction.text(errors(who, errors, reply)), fate(reply));
    }
    if (response.status() < 200 || response.status() > 299) {
      return problem(who + " answered HTTP " + response.status(), Fate.MAYBE_DONE);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("data", data);
    result.put("status", (long) response.status());
    result.put("latency", response.latency().toNanos() / 1e9);
    result.put("samples", 1L);
    return new GraphQlReply(result, "", Fate.MAYBE_DONE);
  }

  /** A document that was refused before it was carried out has no data at all (section 7.1.2). */
  private static Fate fate(Map<?, ?> reply) {
    return reply.containsKey("data") ? Fate.MAYBE_DONE : Fate.NOT_DONE;
  }

  private static String errors(String who, List<?> errors, Map<?, ?> reply) {
    List<String> shown = new ArrayList<>();
    for (Object error : errors) {
      if (shown.size() < ERRORS_SHOWN_MAX) {
        shown.add(sentence(error));
      }
    }
    String partial =
        reply.get("data") instanceof Map<?, ?> data && !data.isEmpty()
            ? " beside partial data (" + names(data) + "), which is not used"
            : "";
    String more = errors.size() > shown.size() ? ", …" : "";
    String hint =
        shown.getFirst().contains("PersistedQueryNotFound")
            ? "; the server does not know this hash: register the document there, or write query"
            : "";
    return who
        + " answered with "
        + errors.size()
        + (errors.size() == 1 ? " error" : " errors")
        + partial
        + ": "
        + String.join(", ", shown)
        + more
        + hint;
  }

  private static String names(Map<?, ?> data) {
    return Excerpt.of(String.join(", ", data.keySet().stream().map(String::valueOf).toList()));
  }

  private static String sentence(Object error) {
    if (!(error instanceof Map<?, ?> map)) {
      return Excerpt.of(String.valueOf(error));
    }
    Object message = map.get("message");
    String text = message == null ? "without a message" : Excerpt.of(message.toString());
    return map.get("path") instanceof List<?> path && !path.isEmpty()
        ? text + " (at " + String.join(".", path.stream().map(String::valueOf).toList()) + ")"
        : text;
  }
}
