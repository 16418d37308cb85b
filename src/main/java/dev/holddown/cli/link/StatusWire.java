package dev.holddown.cli.link;

import dev.holddown.view.StatusView;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer to {@code status} as it comes over the socket, read value by value: no verb is asked
 * more often, and to load the library that binds JSON to types takes longer than all the rest of
 * it. {@link Json} reads the same, and is asked for whatever is not found here.
 */
final class StatusWire {
  private final JsonParser json;

  private StatusWire(JsonParser json) {
    this.json = json;
  }

  /** The request. */
  static String ask(boolean all) {
    return "{\"verb\":\"status\",\"args\":{\"all\":" + all + "}}";
  }

  /** Empty for a refusal, and for whatever is not the whole answer of this version. */
  static Optional<StatusView> read(String line) {
    try (JsonParser json =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), line)) {
      return new StatusWire(json).answer();
    } catch (JacksonException | DateTimeParseException | ClassCastException e) {
      return Optional.empty(); // a version that answers in another way
    }
  }

  private Optional<StatusView> answer() {
    json.nextToken();
    Map<String, Object> answer = object();
    return Boolean.TRUE.equals(answer.get("ok")) && answer.get("result") instanceof Map<?, ?> view
        ? view(view)
        : Optional.empty();
  }

  private static Optional<StatusView> view(Map<?, ?> view) {
    if (!(view.get("runs") instanceof List<?> runs) || !(view.get("now") instanceof String now)) {
      return Optional.empty();
    }
    List<StatusView.Line> lines = new ArrayList<>();
    for (Object run : runs) {
      Optional<StatusView.Line> line = run instanceof Map<?, ?> one ? line(one) : Optional.empty();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      lines.add(line.get());
    }
    return Optional.of(new StatusView(List.copyOf(lines), Instant.parse(now)));
  }

  private static Optional<StatusView.Line> line(Map<?, ?> line) {
    if (line.get("run") instanceof String run
        && line.get("title") instanceof String title
        && line.get("lock") instanceof String lock
        && line.get("state") instanceof String state
        && line.get("tail") instanceof Map<?, ?> rest) {
      return tail(rest).map(tail -> new StatusView.Line(run, title, lock, state, tail));
    }
    return Optional.empty();
  }

  private static Optional<StatusView.Tail> tail(Map<?, ?> tail) {
    if (tail.get("open") instanceof Boolean open
        && tail.get("startedAt") instanceof String started
        && tail.get("changedAt") instanceof String changed
        && tail.get("note") instanceof String note) {
      Optional<Long> percent = Optional.ofNullable((Long) tail.get("percent"));
      return Optional.of(
          new StatusView.Tail(open, Instant.parse(started), Instant.parse(changed), percent, note));
    }
    return Optional.empty();
  }

  /** From its opening brace to its closing one; a null is left out. */
  private Map<String, Object> object() {
    Map<String, Object> values = new HashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        values.put(name, value());
      }
    }
    return values;
  }

  /** Nesting is bounded by the parser. */
  private Object value() {
    return switch (json.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value());
        }
        yield list;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      default -> json.getString();
    };
  }
}
