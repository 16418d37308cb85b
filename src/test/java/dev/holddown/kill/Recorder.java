package dev.holddown.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A target that protects itself against nothing: it does whatever it is sent, as often as it is
 * sent, and writes down each operation. {@code POST /changes/V} takes a while before it is done and
 * a while before it is answered, so that a kill finds every moment of it.
 */
final class Recorder implements AutoCloseable {
  private static final int DELAY_MILLIS_MAX = 400;

  private final HttpServer server;
  private final Random random;
  private final Map<String, List<String>> done = new ConcurrentHashMap<>();

  Recorder(long seed) {
    this.random = new Random(seed);
    try {
      this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/changes/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The operations done to a version, in order, each as often as it was done. */
  List<String> done(String version) {
    return List.copyOf(done.getOrDefault(version, List.of()));
  }

  private void answer(HttpExchange call) throws IOException {
    String version = call.getRequestURI().getPath().substring("/changes/".length());
    call.getRequestBody().readAllBytes();
    if (call.getRequestMethod().equals("POST")) {
      rest();
      String operation = String.valueOf(call.getRequestHeaders().getFirst("Idempotency-Key"));
      done.computeIfAbsent(version, v -> new ArrayList<>()).add(operation);
      rest();
    }
    byte[] body = ("{\"count\":" + done(version).size() + "}").getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    try (call) {
      call.sendResponseHeaders(200, body.length);
      call.getResponseBody().write(body);
    } catch (IOException gone) {
      return; // the caller was killed: what was done is done
    }
  }

  private void rest() {
    long millis;
    synchronized (random) {
      millis = random.nextInt(DELAY_MILLIS_MAX);
    }
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
