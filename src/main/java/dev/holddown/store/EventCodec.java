package dev.holddown.store;

import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as versioned JSON. The payload is one object with the record's components under their own
 * names; times are ISO 8601 in UTC to the nanosecond, durations ISO 8601, an empty optional is
 * {@code null}, free values as {@link OpenValues} says. Reading is strict: an unknown or missing
 * field is an error, because a guess would change what a run decides. Safe for use by many threads.
 */
public final class EventCodec {
  private static final int PAYLOAD_BYTES_MAX = 4 * 1024 * 1024;
  private static final EventCodec CURRENT =
      new EventCodec(EventTypes.all(), EventTypes.upcasters());

  /**
   * An event as it is stored.
   *
   * @param type the event's name in the log, such as {@code item.asked}
   * @param codec version of the JSON form, from 1
   * @param payload UTF-8 JSON; not copied, and not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // carried from encoder to database, never compared
  public record Coded(String type, int codec, byte[] payload) {}

  private final Map<Class<?>, EventTypes.Type> byClass = new HashMap<>();
  private final Map<String, EventTypes.Type> byName = new HashMap<>();
  private final List<Upcaster> upcasters;
  private final JsonMapper json = mapper();
  private final JsonMapper escaped =
      json.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  EventCodec(List<EventTypes.Type> types, List<Upcaster> upcasters) {
    this.upcasters = List.copyOf(upcasters);
    for (EventTypes.Type type : types) {
      byClass.put(type.of(), type);
      byName.put(type.name(), type);
    }
  }

  /** The codec of this Holddown: writes today's forms, reads all there ever were. */
  public static EventCodec current() {
    return CURRENT;
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(OpenValues.module())
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /**
   * Today's form of an event.
   *
   * @throws IllegalArgumentException when it holds a value that cannot be kept, or is over 4 MiB
   */
  public Coded encode(RunEvent event) {
    EventTypes.Type type =
        Optional.ofNullable(byClass.get(event.getClass()))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    event.getClass().getSimpleName() + " has no name in the log"));
    byte[] payload = bytes(type, event);
    if (payload.length > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "event %s has %d bytes, an event may have %d; keep the bytes as evidence and cite them"
              .formatted(type.name(), payload.length, PAYLOAD_BYTES_MAX));
    }
    return new Coded(type.name(), type.codec(), payload);
  }

  private byte[] bytes(EventTypes.Type type, RunEvent event) {
    try {
      return json.writeValueAsBytes(event);
    } catch (JacksonException e) {
      return escapedBytes(type, event);
    }
  }

  /** Half a surrogate pair, as cut output may end with, has no UTF-8; escaped it is kept. */
  private byte[] escapedBytes(EventTypes.Type type, RunEvent event) {
    try {
      return escaped.writeValueAsString(event).getBytes(StandardCharsets.US_ASCII);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "event " + type.name() + " cannot be kept in the log: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The event of stored bytes, of any form there ever was.
   *
   * @throws StoreException when the type or form is unknown, or the bytes do not fit it
   */
  public RunEvent decode(Coded coded) {
    EventTypes.Type type = byName.get(coded.type());
    if (type == null) {
      throw newer("event type " + coded.type());
    }
    if (coded.codec() > type.codec()) {
      throw newer(
          "event type %s in form %d, this one knows forms up to %d"
              .formatted(coded.type(), coded.codec(), type.codec()));
    }
    try {
      return coded.codec() == type.codec()
          ? json.readValue(coded.payload(), type.of())
          : json.treeToValue(lift(coded, type.codec()), type.of());
    } catch (JacksonException e) {
      throw unreadable(coded, e.getOriginalMessage(), e);
    } catch (RuntimeException e) {
      throw unreadable(coded, String.valueOf(e.getMessage()), e);
    }
  }

  private ObjectNode lift(Coded coded, int to) {
    ObjectNode tree = (ObjectNode) json.readTree(coded.payload());
    for (int form = coded.codec(); form < to; form++) {
      tree = upcaster(coded.type(), form).change().apply(tree);
    }
    return tree;
  }

  private Upcaster upcaster(String type, int from) {
    return upcasters.stream()
        .filter(upcaster -> upcaster.type().equals(type) && upcaster.from() == from)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no way from form " + from + " to the next"));
  }

  /**
   * An event with other texts: each text of it but those by which its parts are found, such as keys
   * and ids. The event itself when none differs.
   *
   * @param event what the bytes tell
   */
  RunEvent masked(Coded coded, RunEvent event, UnaryOperator<String> shown) {
    EventTypes.Type type = byName.get(coded.type());
    if (type == null) {
      return event;
    }
    JsonNode tree = lift(coded, type.codec());
    return Texts.changed(tree, shown) ? json.treeToValue(tree, type.of()) : event;
  }

  private static StoreException newer(String what) {
    return new StoreException(
        "this log was written by a newer Holddown ("
            + what
            + "); nothing was changed; open it with that version or a later one");
  }

  private static StoreException unreadable(Coded coded, String why, RuntimeException cause) {
    return new StoreException.Unreadable(
        ("a stored event of type %s in form %d cannot be read: %s; nothing was "
                + "changed; `holddown log verify` tells whether the log was damaged")
            .formatted(coded.type(), coded.codec(), why),
        cause);
  }
}
