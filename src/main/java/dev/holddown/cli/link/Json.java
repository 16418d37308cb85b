package dev.holddown.cli.link;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON (RFC 8259) as it goes over the socket and out of {@code --json}: the views, one for one. */
public final class Json {
  private static final int DEPTH_MAX = 64;
  private static final int TEXT_CHARACTERS_MAX = EngineServer.LINE_BYTES_MAX;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(TEXT_CHARACTERS_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** One line without line breaks. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Indented, for people who read {@code --json}. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  public static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** A tree as a type; {@link #tree} and records go both ways. */
  public static <T> T as(JsonNode node, Class<T> type) {
    return MAPPER.treeToValue(node, type);
  }

  /** An object as plain values: String, Long, Double, Boolean, List, Map. */
  @SuppressWarnings("unchecked") // an object node always becomes a map with text keys
  public static Map<String, Object> map(JsonNode node) {
    return MAPPER.treeToValue(node, Map.class);
  }

  /** Any value as plain values. */
  public static Object plain(JsonNode node) {
    return MAPPER.treeToValue(node, Object.class);
  }

  static JsonNode node(Object value) {
    return MAPPER.valueToTree(value);
  }
}
