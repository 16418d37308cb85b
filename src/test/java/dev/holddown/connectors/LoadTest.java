package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holddown.connectors.support.RawServer;
import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Secret;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server whose latency is known. */
@Timeout(180)
class LoadTest {
  @TempDir Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicLong requests = new AtomicLong();
  private HttpServer server;
  private volatile long delayMillis;
  private volatile long stallFromMillis = Long.MAX_VALUE;
  private volatile long stallUntilMillis;
  private volatile int badEach;
  private final AtomicLong firstNanos = new AtomicLong();

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  @AfterEach
  void end() {
    end.countDown();
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      long number = requests.incrementAndGet();
      long now = RealTime.nanos().getAsLong();
      firstNanos.compareAndSet(0, now);
      long since = (now - firstNanos.get()) / 1_000_000;
      boolean stalled = since >= stallFromMillis && since < stallUntilMillis;
      long wait = stalled ? stallUntilMillis - since : delayMillis;
      if (wait > 0 && end.await(wait, TimeUnit.MILLISECONDS)) {
        return;
      }
      boolean bad = badEach > 0 && number % badEach == 0;
      exchange.sendResponseHeaders(bad ? 503 : 200, 2);
      exchange.getResponseBody().write(new byte[] {'o', 'k'});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> args(double rate, String duration, Object... more) {
    Map<String, Object> args = new HashMap<>();
    args.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    args.put("rate", rate);
    args.put("duration", duration);
    args.put("request-timeout", "5s");
    for (int i = 0; i < more.length; i += 2) {
      args.put((String) more[i], more[i + 1]);
    }
    return args;
  }

  private Answer run(double rate, String duration, Object... more) throws InterruptedException {
    return new Acts(folder).ask("load.run", args(rate, duration, more));
  }

  private static double number(Answer answer, String name) {
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
    return ((Number) Acts.of(answer.result(), name)).doubleValue();
  }

  @Test
  void a_known_latency_is_measured_at_the_rate_that_was_asked_for() throws Exception {
    delayMillis = 100;
    Answer answer = run(50, "2s", "warm-up", "1s");
    assertThat(answer.samples()).isEqualTo(100);
    assertThat(requests.get()).isEqualTo(150);
    assertThat(number(answer, "p50")).isBetween(0.1, 5.0);
    assertThat(number(answer, "p95")).isGreaterThanOrEqualTo(number(answer, "p50"));
    assertThat(number(answer, "value")).isEqualTo(number(answer, "p95"));
    assertThat(number(answer, "error_rate")).isZero();
    assertThat(number(answer, "rate")).isBetween(49.0, 51.0);
    assertThat(answer.result()).containsEntry("statuses", Map.of("200", 100L));
  }

  @Test
  void a_server_that_stalls_shows_in_p99_though_it_is_quick_before_and_after() throws Exception {
    stallFromMillis = 1_000;
    stallUntilMillis = 2_000;
    Answer answer = run(50, "4s");
    assertThat(answer.samples()).isEqualTo(200);
    // 50 of 200 arrivals fall into the stall and wait 0 to 1 s. A closed loop would send one.
    assertThat(number(answer, "p99")).isGreaterThan(0.8);
    assertThat(number(answer, "p90")).isGreaterThan(0.4);
    assertThat(number(answer, "p50")).isLessThan(number(answer, "p90"));
    assertThat(number(answer, "error_rate")).isZero();
  }

  @Test
  void arrivals_above_the_cap_are_dropped_and_are_errors() throws Exception {
    delayMillis = 500;
    Answer answer = run(50, "2s", "concurrency", 5L);
    assertThat(answer.samples()).isEqualTo(100);
    assertThat(number(answer, "dropped")).isGreaterThan(50);
    assertThat(number(answer, "error_rate")).isGreaterThan(0.5);
  }

  @Test
  void bad_statuses_are_errors_and_counted_by_status() throws Exception {
    badEach = 4;
    Answer answer = run(40, "1s");
    assertThat(answer.result()).containsEntry("statuses", Map.of("200", 30L, "503", 10L));
    assertThat(number(answer, "error_rate")).isEqualTo(0.25);
  }

  @Test
  void nobody_there_and_nobody_answering_are_no_measurement() throws Exception {
    String gone = "http://127.0.0.1:" + RawServer.closedPort() + "/";
    Answer none = run(20, "500ms", "url", gone);
    assertThat(none.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(none.message())
        .isEqualTo(
            "none of 10 requests was answered: no connection to " + gone + ": connection refused");
    try (RawServer silent = RawServer.silent();
        RawServer dripping = RawServer.dripping()) {
      for (RawServer deaf : new RawServer[] {silent, dripping}) {
        Answer answer = run(10, "300ms", "url", deaf.url(), "request-timeout", "2s");
        assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
        assertThat(answer.message()).contains("none of 3 requests was answered: no answer from ");
      }
    }
  }

  @Test
  void what_does_not_fit_into_the_calls_time_is_refused_before_anything_is_sent() throws Exception {
    Answer answer = run(10, "60s");
    assertThat(answer.message())
        .isEqualTo(
            "load.run may take 1m 5s (warm-up, duration and the last request's time-out), but the"
                + " call's time-out is 20s; write timeout: 1m10s beside it, or ask for less");
    assertThat(run(0, "1s").message())
        .isEqualTo("rate of load.run must be above 0 and at most 5000 a second, not 0.0");
    assertThat(requests.get()).isZero();
  }

  @Test
  void a_secret_header_is_sent_and_shown_nowhere() throws Exception {
    Secret secret = new Secret("token", "Bearer very-secret-word");
    Answer answer = run(10, "300ms", "headers", Map.of("Authorization", secret));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.toString()).doesNotContain("very-secret-word");
  }

  private static Operation operation(Map<String, Object> args, String id) {
    return new Operation(id, new Token(1, 1), args, Acts.AT, Duration.ofMinutes(2));
  }

  @Test
  void a_started_load_tells_its_progress_lands_and_gives_its_numbers() throws Exception {
    Acts acts = new Acts(folder);
    Acting start = (Acting) acts.verb("load.start");
    Operation operation = operation(args(50, "1s", "name", "canary"), "op-7");
    assertThat(acts.ask("load.result", Map.of("name", "canary")).message())
        .isEqualTo("no load named canary was started by this engine");
    Deed begun = start.begin(operation);
    assertThat(begun).isInstanceOf(Deed.Begun.class);
    assertThat(start.begin(operation)).isEqualTo(begun);
    Deed ended = untilEnd(start, operation);
    assertThat(ended).isInstanceOf(Deed.Landed.class);
    assertThat(requests.get()).isEqualTo(50);
    Answer result = acts.ask("load.result", Map.of("name", "canary"));
    assertThat(result.samples()).isEqualTo(50);
    assertThat(result.result()).containsEntry("done", true).containsEntry("stopped", false);
  }

  @Test
  void a_started_load_can_be_stopped() throws Exception {
    Acts acts = new Acts(folder);
    Acting start = (Acting) acts.verb("load.start");
    Operation operation = operation(args(50, "60s", "name", "canary"), "op-8");
    assertThat(start.begin(operation)).isInstanceOf(Deed.Begun.class);
    long until = RealTime.nanos().getAsLong() + 60_000_000_000L;
    while (requests.get() < 10 && RealTime.nanos().getAsLong() < until) {
      assertThat(end.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
    start.stop(operation, "op-8");
    assertThat(untilEnd(start, operation))
        .isInstanceOfSatisfying(
            Deed.Failed.class,
            failed -> assertThat(failed.message()).startsWith("it was stopped after "));
    assertThat(acts.ask("load.result", Map.of("name", "canary")).result())
        .containsEntry("stopped", true);
    assertThat(start.look(operation, "op-unknown"))
        .isInstanceOfSatisfying(
            Deed.Failed.class, failed -> assertThat(failed.message()).contains("is gone"));
  }

  private Deed untilEnd(Acting start, Operation operation) throws InterruptedException {
    long until = RealTime.nanos().getAsLong() + 60_000_000_000L;
    Deed deed = start.look(operation, operation.id());
    while (deed instanceof Deed.Begun begun && RealTime.nanos().getAsLong() < until) {
      assertThat(begun.proof().response()).contains("samples=");
      assertThat(end.await(50, TimeUnit.MILLISECONDS)).isFalse();
      deed = start.look(operation, operation.id());
    }
    return deed;
  }
}
