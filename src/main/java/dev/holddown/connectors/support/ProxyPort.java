package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls to the admin ports of the demo world, in JSON: one deadline for connection, headers and
 * body, at most 1 MiB of answer, no redirects, no proxy. It never throws for what the world does.
 */
public final class ProxyPort {
  private static final long ANSWER_BYTES_MAX = 1_048_576;
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private @Nullable HttpClient client;

  /** What came of a call. */
  public sealed interface Outcome {}

  /** An answer in JSON, of any status. */
  public record Said(int status, JsonNode json, Proof proof) implements Outcome {
    /** Status and, when the target told it, the reason. */
    public String sentence() {
      String error = json.path("error").asString("");
      return "HTTP " + status + (error.isEmpty() ? "" : ", " + error);
    }
  }

  /** No whole answer. {@code sent}: whether the request may have arrived. */
  public record Silence(boolean sent, String message, Proof proof) implements Outcome {}

  /** Asks {@code path} below the argument {@code url}. */
  public Outcome get(Map<String, Object> args, String path, Duration timeout)
      throws InterruptedException {
    return call(text(args, "url"), path, "GET", "", timeout);
  }

  /**
   * Sends an act with its operation id and token. A refusal (4xx) and a request that never left are
   * failures; anything else but a good answer leaves open whether the act landed.
   */
  public Deed act(
      Operation operation,
      String method,
      String path,
      Map<String, Object> body,
      Function<JsonNode, Map<String, Object>> result)
      throws InterruptedException {
    Map<String, Object> sent = new LinkedHashMap<>(body);
    sent.put("op", operation.id());
    sent.put("token", operation.token().toString());
    String json = JsonMapper.shared().writeValueAsString(sent);
    return switch (call(text(operation.args(), "url"), path, method, json, operation.timeout())) {
      case Said said when said.status() == 200 ->
          new Deed.Landed(result.apply(said.json()), said.proof());
      case Said said when said.status() >= 400 && said.status() < 500 ->
          new Deed.Failed("refused: " + said.sentence(), said.proof());
      case Said said -> new Deed.Unknown(said.sentence() + "; it may have been done", said.proof());
      case Silence silence when silence.sent() ->
          new Deed.Unknown(silence.message() + "; it may have been done", silence.proof());
      case Silence silence ->
          new Deed.Failed(silence.message() + "; nothing was sent", silence.proof());
    };
  }

  private Outcome call(String base, String path, String method, String body, Duration timeout)
      throws InterruptedException {
    String url = base.replaceFirst("/+$", "") + path;
    String asked = method + " " + url + (body.isEmpty() ? "" : "\n" + body);
    HttpRequest request;
    try {
      request = request(url, method, body);
    } catch (IllegalArgumentException e) {
      return new Silence(false, "not an address: " + url, new Proof(asked, ""));
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client()
            .sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return read(url, asked, answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      String late = url + " gave no whole answer within " + Span.text(timeout);
      return new Silence(true, late, new Proof(asked, ""));
    } catch (ExecutionException e) {
      return broken(url, asked, e);
    } finally {
      answer.cancel(true);
    }
  }

  private static HttpRequest request(String url, String method, String body) {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return HttpRequest.newBuilder(URI.create(url))
        .method(method, publisher)
        .header("Content-Type", "application/json")
        .build();
  }

  private static Outcome read(String url, String asked, HttpResponse<byte[]> response) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    Proof proof = new Proof(asked, "HTTP " + response.statusCode() + "\n" + text);
    try {
      return new Said(response.statusCode(), JsonMapper.shared().readTree(text), proof);
    } catch (JacksonException e) {
      String what = url + " answered HTTP " + response.statusCode() + ", and not with JSON";
      return new Silence(true, what, proof);
    }
  }

  private static Silence broken(String url, String asked, ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    Proof proof = new Proof(asked, "");
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new Silence(false, url + " takes no connection", proof);
    }
    String why = cause instanceof IOException ? cause.getMessage() : cause.toString();
    return new Silence(true, url + " broke off: " + why, proof);
  }

  /** Made at the first call: most commands of the program never need one. */
  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .proxy(HttpClient.Builder.NO_PROXY)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = known;
    }
    return known;
  }

  /** A text argument; empty when it was not given. */
  public static String text(Map<String, Object> args, String name) {
    return Optional.ofNullable(args.get(name)).map(Object::toString).orElse("");
  }

  /**
   * A whole number; empty when it was not given.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Optional<Long> whole(Map<String, Object> args, String name) {
    return Optional.ofNullable(args.get(name))
        .map(value -> {
          if (value instanceof Number number && number.doubleValue() == number.longValue()) {
            return number.longValue();
          }
          throw new IllegalArgumentException(name + " must be a whole number, not " + value);
        });
  }
}
