package dev.holddown.cli;

import dev.holddown.cli.link.Json;
import dev.holddown.view.TraceSpan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans as an ExportTraceServiceRequest in the JSON encoding of OTLP 1.x: names in lowerCamelCase,
 * ids in hex, 64-bit numbers as text, enumerations as numbers.
 */
final class OtlpJson {
  private static final int KIND_INTERNAL = 1;
  private static final int STATUS_OK = 1;
  private static final int STATUS_ERROR = 2;

  private OtlpJson() {}

  /** The body of a request. */
  static String request(String service, String version, List<TraceSpan> spans) {
    Map<String, Object> resource =
        Map.of(
            "attributes", attributes(Map.of("service.name", service, "service.version", version)));
    Map<String, Object> scope = Map.of("name", "dev.holddown", "version", version);
    return Json.line(
        Map.of(
            "resourceSpans",
            List.of(
                Map.of(
                    "resource",
                    resource,
                    "scopeSpans",
                    List.of(
                        Map.of(
                            "scope",
                            scope,
                            "spans",
                            spans.stream().map(OtlpJson::span).toList()))))));
  }

  private static Map<String, Object> span(TraceSpan span) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("traceId", span.ids().trace());
    all.put("spanId", span.ids().span());
    span.ids().parent().ifPresent(parent -> all.put("parentSpanId", parent));
    all.put("name", span.name());
    all.put("kind", KIND_INTERNAL);
    all.put("startTimeUnixNano", nanos(span.start()));
    all.put("endTimeUnixNano", nanos(span.end()));
    all.put("attributes", attributes(span.told().attributes()));
    if (!span.told().moments().isEmpty()) {
      all.put("events", span.told().moments().stream().map(OtlpJson::moment).toList());
    }
    span.told()
        .linked()
        .ifPresent(
            to -> all.put("links", List.of(Map.of("traceId", to.trace(), "spanId", to.span()))));
    all.put(
        "status",
        span.told()
            .error()
            .<Map<String, Object>>map(why -> Map.of("code", STATUS_ERROR, "message", why))
            .orElse(Map.of("code", STATUS_OK)));
    return all;
  }

  private static Map<String, Object> moment(TraceSpan.Moment moment) {
    return Map.of(
        "timeUnixNano",
        nanos(moment.at()),
        "name",
        moment.name(),
        "attributes",
        attributes(moment.attributes()));
  }

  private static List<Map<String, Object>> attributes(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e ->
            Map.<String, Object>of("key", e.getKey(), "value", Map.of("stringValue", e.getValue())))
        .toList();
  }

  private static String nanos(Instant at) {
    return Long.toString(
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano()));
  }
}
