package dev.holddown.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small checkout service, one process for each version. {@code /healthz} and {@code /version}
 * tell what it believes of itself; every other path is its work.
 */
public final class DemoService {
  private static final String SERVICE = "checkout";

  private final String version;
  private final String instance;
  private final Behaviour behaviour;
  private final Random random;
  private final AtomicLong served = new AtomicLong();

  DemoService(String version, String instance, Behaviour behaviour, long seed) {
    this.version = version;
    this.instance = instance;
    this.behaviour = behaviour;
    this.random = new Random(seed);
  }

  /**
   * {@code --port 0 --version 1.4.2 --behaviour good|failing:60:0.3 --seed 7}. Prints {@code ready
   * <port>} and ends when its standard input does.
   */
  public static void main(String[] args) {
    Lifeline.hold(() -> start(Flags.of(args)));
  }

  private static String start(Flags flags) throws IOException {
    String version = flags.text("version", "0.0.0");
    String instance = SERVICE + "-" + version + "-" + ProcessHandle.current().pid();
    Behaviour behaviour = Behaviour.parse(flags.text("behaviour", "good"));
    DemoService service = new DemoService(version, instance, behaviour, flags.number("seed", 7));
    HttpServer server = service.listen(flags.number("port", 0));
    return Integer.toString(server.getAddress().getPort());
  }

  HttpServer listen(int port) throws IOException {
    if (!version.matches("[0-9A-Za-z.+-]{1,64}")) {
      throw new IllegalArgumentException("not a version: " + version);
    }
    HttpServer server = Wire.server(port);
    server.createContext("/", this::work);
    server.createContext("/healthz", exchange -> tell(exchange, 200, "\"status\":\"ok\""));
    server.createContext("/version", exchange -> tell(exchange, 200, "\"status\":\"ok\""));
    server.start();
    return server;
  }

  private void work(HttpExchange exchange) throws IOException {
    long number = served.incrementAndGet();
    Behaviour.Reply reply = behaviour.reply(number, random);
    try {
      Thread.sleep(reply.latencyMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String outcome = reply.status() == 200 ? "\"status\":\"ok\"" : "\"error\":\"price is missing\"";
    tell(exchange, reply.status(), outcome + ",\"request\":" + number);
  }

  // By hand: every text in it is of letters, digits, dots and dashes, and a JSON library would
  // double the start of the process.
  private void tell(HttpExchange exchange, int status, String fields) throws IOException {
    try (exchange) {
      String body =
          """
          {"service":"%s","version":"%s","instance":"%s","world":"%s",%s}
          """
              .formatted(SERVICE, version, instance, Wire.WORLD, fields);
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("X-Version", version);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      Wire.answer(exchange, status, "application/json", bytes);
    }
  }
}
