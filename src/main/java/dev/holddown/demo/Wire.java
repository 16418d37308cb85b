package dev.holddown.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP on loopback, as every admin port of the demo world speaks it. */
final class Wire {
  /** Said by everything that is not a real product. */
  static final String WORLD = "simulated world";

  private static final int REQUEST_BYTES_MAX = 65_536;
  private static final int BACKLOG_CONNECTIONS = 256;

  private Wire() {}

  /** A request that the target will not do: the status and a sentence for the caller. */
  static final class Refused extends RuntimeException {
    final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /** What an admin path does with a request. */
  interface Handling {
    Map<String, Object> handle(HttpExchange exchange) throws IOException;
  }

  /** A server on loopback; port 0 is any free one. One virtual thread serves each request. */
  static HttpServer server(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    HttpServer server = HttpServer.create(address, BACKLOG_CONNECTIONS);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return server;
  }

  static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Answers JSON; a {@link Refused} becomes its status with {@code error} in the body. */
  static HttpHandler json(Handling handling) {
    return exchange -> {
      try (exchange) {
        int status = 200;
        Map<String, Object> body;
        try {
          body = handling.handle(exchange);
        } catch (Refused e) {
          status = e.status;
          body = Map.of("error", String.valueOf(e.getMessage()), "world", WORLD);
        }
        answer(exchange, status, "application/json", JsonMapper.shared().writeValueAsBytes(body));
      }
    };
  }

  static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** The JSON object a request carries. */
  static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX + 1);
    if (bytes.length > REQUEST_BYTES_MAX) {
      throw new Refused(413, "the request is larger than " + REQUEST_BYTES_MAX + " bytes");
    }
    try {
      JsonNode node = JsonMapper.shared().readTree(bytes);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new Refused(400, "the request is not JSON: " + e.getOriginalMessage());
    }
    throw new Refused(400, "the request is not a JSON object");
  }

  static Refused wrongMethod(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return new Refused(405, exchange.getRequestMethod() + " is not possible at " + path);
  }

  /** A value of the query of the request. */
  static Optional<String> query(HttpExchange exchange, String name) {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    Map<String, String> values = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        values.put(pair.substring(0, equals), value);
      }
    }
    return Optional.ofNullable(values.get(name));
  }
}
