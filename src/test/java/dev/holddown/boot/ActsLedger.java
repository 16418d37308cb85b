package dev.holddown.boot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holddown.domain.kernel.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A target over HTTP: {@code POST /acts/X} does X and is noted before it is answered, a little
 * late; {@code GET /acts/X} tells whether X was done; {@code GET /watch/R} is noted with its time.
 *
 * <p>It is fenced, as a target without a lease of its own must be: whoever comes to X with an older
 * token than somebody before is refused and does nothing. A process that was stopped after it had
 * looked at its lease, and is continued, sends what it was about to send.
 */
final class ActsLedger implements AutoCloseable {
  private static final long ANSWER_AFTER_MILLIS = 300;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LongSupplier nanos;
  private final Map<String, List<String>> acts = new ConcurrentHashMap<>();
  private final Map<String, List<Long>> looks = new ConcurrentHashMap<>();

  ActsLedger(LongSupplier nanos) throws IOException {
    this.nanos = nanos;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/acts/", this::acts);
    server.createContext("/watch/", this::watch);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Tokens of the acts by path, in the order in which they came. */
  Map<String, List<String>> acts() {
    return acts;
  }

  /** The longest time in which nobody looked, from the first look to the last one. */
  double longestGapSeconds(String run) {
    List<Long> times = new ArrayList<>(looks.getOrDefault("/watch/" + run, List.of()));
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return longest / 1e9;
  }

  /** How long ago the watch of a run asked last. */
  double secondsSinceLook(String run) {
    List<Long> times = looks.getOrDefault("/watch/" + run, List.of());
    return times.isEmpty() ? Double.MAX_VALUE : (nanos.getAsLong() - times.getLast()) / 1e9;
  }

  private void acts(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST")) {
      if (!done(path, exchange.getRequestHeaders().getFirst("Holddown-Token"))) {
        answer(exchange, 409);
        return;
      }
      linger();
    }
    answer(exchange, acts.containsKey(path) ? 200 : 404);
  }

  /** False when a newer token has been here. */
  private synchronized boolean done(String path, String token) {
    List<String> before = acts.computeIfAbsent(path, p -> new CopyOnWriteArrayList<>());
    if (before.stream().anyMatch(other -> token(other).compareTo(token(token)) > 0)) {
      return false;
    }
    before.add(token);
    return true;
  }

  private static Token token(String text) {
    String[] parts = text.split("\\.");
    return new Token(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  private void watch(HttpExchange exchange) throws IOException {
    looks
        .computeIfAbsent(exchange.getRequestURI().getPath(), p -> new CopyOnWriteArrayList<>())
        .add(nanos.getAsLong());
    answer(exchange, 200);
  }

  private static void linger() {
    try {
      new CountDownLatch(1).await(ANSWER_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
