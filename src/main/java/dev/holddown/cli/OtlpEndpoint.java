package dev.holddown.cli;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where spans are sent: OTLP over HTTP, in its JSON encoding (OpenTelemetry Protocol 1.x), with the
 * variables of the OpenTelemetry specification.
 *
 * @param headers of each request, such as one with a token; never printed
 * @param service as the spans name this server
 */
record OtlpEndpoint(URI traces, Map<String, String> headers, String service) {
  private static final int HEADERS_MAX = 32;

  /** Says where, and no header. */
  @Override
  public String toString() {
    return traces.getHost();
  }

  /**
   * What was configured; empty for nothing.
   *
   * @param option the base of the address, which outranks the environment
   */
  static Optional<OtlpEndpoint> of(String option, Map<String, String> environment) {
    String whole = environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "").strip();
    String base = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").strip();
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : new String[] {"HEADERS", "TRACES_HEADERS"}) {
      headers.putAll(
          headers(
              "OTEL_EXPORTER_OTLP_" + name,
              environment.getOrDefault("OTEL_EXPORTER_OTLP_" + name, "")));
    }
    String service = environment.getOrDefault("OTEL_SERVICE_NAME", "").strip();
    String named = service.isEmpty() ? "holddown" : service;
    if (!option.isEmpty()) {
      return Optional.of(new OtlpEndpoint(under(uri("--otlp-endpoint", option)), headers, named));
    }
    if (!whole.isEmpty()) {
      return Optional.of(
          new OtlpEndpoint(uri("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", whole), headers, named));
    }
    return base.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OtlpEndpoint(under(uri("OTEL_EXPORTER_OTLP_ENDPOINT", base)), headers, named));
  }

  private static URI under(URI base) {
    return URI.create(base.toString().replaceFirst("/+$", "") + "/v1/traces");
  }

  private static URI uri(String name, String text) {
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without repeating what may hold a password.
    }
    throw Stop.usage(
        name + " begins with http:// or https:// and names a host, such as http://127.0.0.1:4318");
  }

  /** {@code name=value} pairs, comma between them, percent-encoded. */
  private static Map<String, String> headers(String variable, String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : text.split(",", HEADERS_MAX)) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      try {
        String name = pair.substring(0, equals).strip();
        String value =
            URLDecoder.decode(
                pair.substring(equals + 1).strip().replace("+", "%2B"), StandardCharsets.UTF_8);
        HttpRequest.newBuilder().header(name, value);
        headers.put(name, value);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw Stop.usage(
            variable + " is a list of name=value, comma between them, of headers that may be sent");
      }
    }
    return headers;
  }
}
