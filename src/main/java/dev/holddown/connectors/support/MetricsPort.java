package dev.holddown.connectors.support;

import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.connectors.support.HttpOutcome.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks servers of metrics; what is not a whole answer of the server itself is a fault. */
public final class MetricsPort {
  /** Bytes of an answer: 4 MiB; a longer one is an error, never a shortened answer. */
  public static final int RESPONSE_BYTES_MAX = 4 << 20;

  private final HttpCall calls;

  public MetricsPort(HttpCall calls) {
    this.calls = calls;
  }

  /**
   * Where, as whom, and until when.
   *
   * @param who the server's name in messages
   * @param headers values are text or {@link dev.holddown.spi.Secret}
   */
  public record Target(String who, URI uri, Map<String, Object> headers, Deadline deadline) {}

  /**
   * Reads an address that a playbook gave.
   *
   * @throws CallRefused when it may not be called, or has a part that no server sees
   */
  public static URI address(String text) throws CallRefused {
    URI uri = Url.parse(text.strip());
    if (uri.getRawFragment() != null) {
      throw new CallRefused("the url " + Url.brief(uri) + " has a # part, which no server sees");
    }
    return uri;
  }

  /** Scrapes what the target shows. */
  public Response get(Target target, String accept) throws MetricFault, InterruptedException {
    Map<String, Object> headers = new LinkedHashMap<>(target.headers());
    headers.put("Accept", accept);
    return whole(target, ask("GET", target, headers, Optional.empty()), new MetricsTrail());
  }

  /** Sends a form, and notes both sides. */
  public Response post(Target target, Map<String, String> form, MetricsTrail trail)
      throws MetricFault, InterruptedException {
    Map<String, Object> headers = new LinkedHashMap<>(target.headers());
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    String wire =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String shown =
        form.entrySet().stream()
            .map(e -> "  " + e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining("\n"));
    HttpAsk.HttpBody body = new HttpAsk.HttpBody(wire, shown);
    return whole(target, ask("POST", target, headers, Optional.of(body)), trail);
  }

  private static HttpAsk ask(
      String method, Target target, Map<String, Object> headers, Optional<HttpAsk.HttpBody> body) {
    HttpAsk.Limits limits = new HttpAsk.Limits(target.deadline().whole(), 0, RESPONSE_BYTES_MAX);
    return new HttpAsk(method, target.uri().toString(), headers, body, limits);
  }

  private Response whole(Target target, HttpAsk ask, MetricsTrail trail)
      throws MetricFault, InterruptedException {
    HttpOutcome outcome = calls.send(ask, target.deadline());
    trail.add(HttpRecord.proof(ask, outcome, Redaction.of(ask.headers())));
    return switch (outcome) {
      case Failure failure -> throw MetricFault.error(failure.message());
      case Response response when response.content().cut() ->
          throw MetricFault.error(
              target.who()
                  + ": "
                  + HttpRecord.cutAt(ask)
                  + "; nothing of it was used. Ask for less");
      case Response response when response.status() >= 300 && response.status() < 400 ->
          throw MetricFault.error(
              target.who()
                  + " answered "
                  + response.status()
                  + " and points to "
                  + Excerpt.of(response.headers().getOrDefault("location", "nowhere"))
                  + "; redirects are not followed: give the final address");
      case Response response -> response;
    };
  }
}
