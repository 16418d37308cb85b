package dev.holddown.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Passes a request on to the version whose turn it is, and its answer back. */
final class Forwarding implements HttpHandler {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MEASURED_BYTES = 65_536;

  /** Headers of one connection only (RFC 9110 §7.6.1), and those that the HTTP client sets. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          ":status");

  private final Backends backends;
  private final Meter meter;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Forwarding(Backends backends, Meter meter) {
    this.backends = backends;
    this.meter = meter;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<Backends.Backend> backend = backends.next();
      if (backend.isEmpty()) {
        sorry(exchange, 503, "no version of the service is registered at the proxy");
        return;
      }
      pass(exchange, backend.get());
    }
  }

  private void pass(HttpExchange exchange, Backends.Backend backend) throws IOException {
    long began = System.nanoTime();
    exchange.getResponseHeaders().set("X-Backend", backend.name());
    try {
      HttpResponse<InputStream> response =
          client.send(request(exchange, backend), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        // Counted before the client can know that its answer is whole: who has seen an answer finds
        // it in the metrics.
        byte[] first = body.readNBytes(MEASURED_BYTES);
        count(backend, response.statusCode(), began);
        relay(exchange, response, first, body);
      }
    } catch (ConnectException e) {
      count(backend, 502, began);
      sorry(exchange, 502, backend.name() + " " + backend.version() + " takes no connection");
    } catch (HttpTimeoutException e) {
      count(backend, 504, began);
      sorry(exchange, 504, backend.name() + " " + backend.version() + " did not answer in time");
    } catch (IOException e) {
      if (exchange.getResponseCode() >= 0) {
        throw e; // The answer was on its way: only its connection can tell the client.
      }
      count(backend, 502, began);
      sorry(exchange, 502, backend.name() + " " + backend.version() + " broke off its answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(Backends.Backend backend, int status, long began) {
    meter.count(backend, status, (System.nanoTime() - began) / 1e9);
  }

  private static HttpRequest request(HttpExchange exchange, Backends.Backend backend) {
    URI asked = exchange.getRequestURI();
    String path = Optional.ofNullable(asked.getRawPath()).orElse("/");
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    boolean empty =
        !exchange.getRequestHeaders().containsKey("Transfer-Encoding")
            && !exchange.getRequestHeaders().containsKey("Content-Length");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(backend.url() + path + query))
            .timeout(ANSWER)
            .method(
                exchange.getRequestMethod(),
                empty
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofInputStream(exchange::getRequestBody));
    passOn(exchange.getRequestHeaders(), request::header);
    return request.build();
  }

  private static void relay(
      HttpExchange exchange, HttpResponse<InputStream> response, byte[] first, InputStream rest)
      throws IOException {
    passOn(response.headers().map(), exchange.getResponseHeaders()::add);
    exchange.getResponseHeaders().set("Via", "1.1 holddown-demo-proxy");
    boolean empty = first.length == 0 || exchange.getRequestMethod().equals("HEAD");
    // The JDK's server reads −1 as no body and 0 as a body of unknown length.
    long length = empty ? -1 : first.length < MEASURED_BYTES ? first.length : 0;
    exchange.sendResponseHeaders(response.statusCode(), length);
    if (length >= 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(first);
        rest.transferTo(out);
      }
    }
  }

  private interface Adding {
    void add(String name, String value);
  }

  private static void passOn(Map<String, List<String>> headers, Adding to) {
    headers.forEach((name, values) -> {
      if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> to.add(name, value));
      }
    });
  }

  private static void sorry(HttpExchange exchange, int status, String why) throws IOException {
    byte[] body = (why + " (" + Wire.WORLD + ")\n").getBytes(StandardCharsets.UTF_8);
    Wire.answer(exchange, status, "text/plain; charset=utf-8", body);
  }
}
