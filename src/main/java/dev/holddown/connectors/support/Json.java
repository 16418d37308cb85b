package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads strangers' JSON (RFC 8259) strictly and within limits, into plain values; writes ours. */
public final class Json {
  public static final int DEPTH_MAX = 64;
  public static final int NUMBER_CHARS_MAX = 64;
  public static final int TEXT_CHARS_MAX = 4 << 20;
  private static final double EXACT_MAX = 9_007_199_254_740_992d;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_CHARS_MAX)
                          .maxStringLength(TEXT_CHARS_MAX)
                          .maxDocumentLength(TEXT_CHARS_MAX)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * What was read.
   *
   * @param value Map, List, String, Long, Double or Boolean; empty when it could not be read
   * @param problem why not, or empty
   */
  public record Read(Optional<Object> value, String problem) {}

  /** Whether this text is worth reading as JSON: an object or a list. */
  public static boolean looksLike(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  /** Reads one document. A null is left out of its map or list: ask for it with {@code has()}. */
  public static Read read(String text) {
    try {
      return new Read(plain(MAPPER.readTree(text)), "");
    } catch (JacksonException e) {
      String first = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      String where =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      return new Read(Optional.empty(), "not read as JSON: " + first + where);
    } catch (ArithmeticException e) {
      return new Read(Optional.empty(), "not read as JSON: " + e.getMessage());
    }
  }

  private static Optional<Object> plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(p -> plain(p.getValue()).ifPresent(v -> map.put(p.getKey(), v)));
      return Optional.of(map);
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> plain(item).ifPresent(list::add));
      return Optional.of(list);
    }
    if (node.isString()) {
      return Optional.of(node.stringValue());
    }
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    }
    return node.isNumber() ? Optional.of(number(node)) : Optional.empty();
  }

  private static Object number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    double number =
        node.isIntegralNumber() ? node.bigIntegerValue().doubleValue() : node.doubleValue();
    if (!Double.isFinite(number)) {
      throw new ArithmeticException("a number is too large");
    }
    return number;
  }

  /** JSON for the wire, secrets revealed. */
  public static String wire(Object tree) {
    return MAPPER.writeValueAsString(writable(tree, true));
  }

  /** JSON to be shown, secrets by name. */
  public static String shown(Object tree) {
    return MAPPER.writeValueAsString(writable(tree, false));
  }

  private static Object writable(Object value, boolean reveal) {
    return switch (value) {
      case Secret secret -> reveal ? secret.reveal() : secret.toString();
      // Numbers of CEL are doubles; many services want 3, not 3.0.
      case Double number when number == Math.rint(number) && Math.abs(number) < EXACT_MAX ->
          number.longValue();
      case Map<?, ?> map -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((key, item) -> plain.put(String.valueOf(key), writable(item, reveal)));
        yield plain;
      }
      case List<?> list -> list.stream().map(item -> writable(item, reveal)).toList();
      case Number number -> number;
      case Boolean flag -> flag;
      default -> value.toString();
    };
  }
}
