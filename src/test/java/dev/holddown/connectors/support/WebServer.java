package dev.holddown.connectors.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A well-behaved server on loopback that remembers what it was asked. */
public final class WebServer implements AutoCloseable {
  private final HttpServer server;
  public final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** One request; header names are lower-case. */
  public record Seen(String method, String path, Map<String, String> headers, String body) {}

  /** An answer; a header is {@code name: value}. */
  public record Reply(int status, String body, List<String> headers) {
    public static Reply of(int status, String body, String... headers) {
      return new Reply(status, body, List.of(headers));
    }
  }

  /** What it answers. */
  public interface Answers {
    Reply to(Seen seen);
  }

  public WebServer(Answers answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> serve(exchange, answers));
    server.start();
  }

  private void serve(HttpExchange exchange, Answers answers) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Seen one =
          new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
      seen.add(one);
      Reply reply = answers.to(one);
      for (String header : reply.headers()) {
        int colon = header.indexOf(": ");
        exchange.getResponseHeaders().add(header.substring(0, colon), header.substring(colon + 2));
      }
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 || head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
