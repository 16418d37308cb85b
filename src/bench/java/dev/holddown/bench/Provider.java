package dev.holddown.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server on loopback that speaks as much of the HTTP API of Prometheus as the watches of a
 * benchmark need: each part that a query names has a calm number. What its threads cost is told, so
 * that it can be taken off.
 */
final class Provider implements AutoCloseable {
  private static final Pattern PARTS = Pattern.compile("part=~?[\"']([^\"']*)[\"']");
  private static final String NAME = "provider-";

  private final HttpServer server;
  private final AtomicLong calls = new AtomicLong();

  Provider() throws IOException {
    AtomicInteger numbers = new AtomicInteger();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
    server.createContext("/", this::answer);
    server.setExecutor(
        Executors.newFixedThreadPool(
            4,
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name(NAME + numbers.getAndIncrement())
                    .unstarted(work)));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Requests so far. */
  long calls() {
    return calls.get();
  }

  /** Nanoseconds of a processor that its own threads have taken. */
  static long cpu() {
    var threads = ManagementFactory.getThreadMXBean();
    long all = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      String name = thread == null ? "" : thread.getThreadName();
      if (name.startsWith(NAME) || name.equals("HTTP-Dispatcher")) {
        all += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.incrementAndGet();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      double now = System.currentTimeMillis() / 1e3;
      Matcher asked = PARTS.matcher(URLDecoder.decode(body, StandardCharsets.UTF_8));
      String rows =
          asked.find()
              ? Arrays.stream(asked.group(1).split("\\|", -1))
                  .map(part ->
                      "{\"metric\":{\"__name__\":\"errors\",\"part\":\""
                          + part
                          + "\"},\"value\":[" + now + ",\"0.001\"]}")
                  .collect(Collectors.joining(","))
              : "";
      byte[] json =
          ("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                  + rows
                  + "]}}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, json.length);
      exchange.getResponseBody().write(json);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
