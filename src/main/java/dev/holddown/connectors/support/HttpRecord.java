package dev.holddown.connectors.support;

import dev.holddown.connectors.support.HttpOutcome.Failure;
import dev.holddown.connectors.support.HttpOutcome.Response;
import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Proof;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Turns an HTTP call and its outcome into what the engine keeps: a result, a proof, a deed. */
public final class HttpRecord {
  /** Longest body in {@code result.body}, in characters. */
  public static final int BODY_CHARS_MAX = 64 * 1024;

  private HttpRecord() {}

  /** Request and response as text, secrets by name. {@code redaction} is of all arguments. */
  public static Proof proof(HttpAsk ask, HttpOutcome outcome, Redaction redaction) {
    StringBuilder request = new StringBuilder(ask.method() + " " + ask.url() + "\n");
    ask.headers().forEach((name, value) -> request.append(name + ": " + value + "\n"));
    ask.body().ifPresent(body -> request.append("\n").append(body.shown()));
    String response =
        switch (outcome) {
          case Failure failure -> failure.message() + " (" + Span.text(failure.latency()) + ")";
          case Response r -> {
            StringBuilder text = new StringBuilder("HTTP " + r.status());
            text.append(" in " + Span.text(r.latency()) + "\n");
            r.headers().forEach((name, value) -> text.append(name + ": " + value + "\n"));
            yield text.append("\n").append(r.content().text()).append(cutNote(ask, r)).toString();
          }
        };
    return new Proof(redaction.text(request.toString()), redaction.text(response));
  }

  private static String cutNote(HttpAsk ask, Response response) {
    return response.content().cut() ? "\n… " + cutAt(ask) : "";
  }

  /** That there was more than the limit, and the limit. */
  static String cutAt(HttpAsk ask) {
    int max = ask.limits().responseBytesMax();
    String size =
        max % (1 << 20) == 0
            ? (max >> 20) + " MiB"
            : max % 1024 == 0 ? (max >> 10) + " KiB" : max + " bytes";
    return "the answer was cut at " + size;
  }

  /** The names of {@code result}. {@code redaction} covers secrets of the body. */
  public static Map<String, Object> result(HttpAsk ask, Response response, Redaction redaction) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("status", (long) response.status());
    result.put("headers", Map.copyOf(response.headers()));
    String text = redaction.text(response.content().text());
    result.put("body", text.length() > BODY_CHARS_MAX ? text.substring(0, BODY_CHARS_MAX) : text);
    result.put("size", response.content().bytes());
    result.put("cut", response.content().cut());
    result.put("latency", response.latency().toNanos() / 1e9);
    result.put("samples", 1L);
    if (isJson(response)) {
      Json.Read read =
          response.content().cut()
              ? new Json.Read(java.util.Optional.empty(), cutAt(ask))
              : Json.read(response.content().text());
      read.value().ifPresent(value -> result.put("json", redaction.tree(value)));
      if (!read.problem().isEmpty()) {
        result.put("json_error", redaction.text(read.problem()));
      }
    }
    return result;
  }

  private static boolean isJson(Response response) {
    String type = response.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    return type.matches("application/([a-z0-9.+-]+\\+)?json\\b.*")
        || Json.looksLike(response.content().text());
  }

  /**
   * What an act came to: 2xx landed; 4xx, 307 and 308 were definitely not taken; anything else, and
   * a connection that broke after the request was sent, is unknown.
   */
  public static Deed deed(HttpAsk ask, HttpOutcome outcome, Redaction redaction) {
    Proof proof = proof(ask, outcome, redaction);
    return switch (outcome) {
      case Failure failure when failure.maybeSent() ->
          new Deed.Unknown(
              redaction.text(failure.message()) + "; it may have been taken all the same", proof);
      case Failure failure ->
          new Deed.Failed(redaction.text(failure.message()) + "; nothing was sent", proof);
      case Response r when r.status() >= 200 && r.status() < 300 ->
          new Deed.Landed(result(ask, r, redaction), proof);
      case Response r when r.status() >= 400 && r.status() < 500 ->
          new Deed.Failed(answered(ask, r) + ": the server refused it", proof);
      case Response r when r.status() == 307 || r.status() == 308 ->
          new Deed.Failed(
              answered(ask, r) + ": it redirects, which an act never follows; name the new URL",
              proof);
      case Response r ->
          new Deed.Unknown(answered(ask, r) + "; it may have been taken all the same", proof);
    };
  }

  private static String answered(HttpAsk ask, Response response) {
    return ask.method()
        + " "
        + ask.url().replaceAll("[?#].*", "")
        + " answered "
        + response.status();
  }
}
