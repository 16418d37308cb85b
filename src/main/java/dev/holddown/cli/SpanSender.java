package dev.holddown.cli;

import dev.holddown.cli.link.Json;
import dev.holddown.engine.Measures;
import dev.holddown.view.TraceSpan;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends spans from a queue of its own on a thread of its own. Whoever gives it one never waits:
 * what finds the queue full is dropped and counted, as is what a collector does not take in a few
 * tries.
 */
final class SpanSender implements AutoCloseable {
  static final int QUEUE_SPANS_MAX = 2_048;
  private static final int BATCH_SPANS_MAX = 256;
  private static final int TRIES_MAX = 3;
  private static final Duration CALL_MAX = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 64 * 1024;
  private static final long PAUSE_SECONDS_MAX = 10;
  private static final long LAST_SECONDS_MAX = 2;
  private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

  private final OtlpEndpoint to;
  private final String version =
      Optional.ofNullable(Cli.class.getPackage().getImplementationVersion()).orElse("development");
  private final Measures measures;
  private final Consumer<String> log;
  private final BlockingQueue<TraceSpan> queue = new ArrayBlockingQueue<>(QUEUE_SPANS_MAX);
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CALL_MAX)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Thread thread;
  private volatile boolean ending;
  private boolean failing;

  /** What became of a request: whether to try again, after how long, and why it failed. */
  private record Answer(boolean taken, long refused, boolean later, long seconds, String why) {}

  SpanSender(OtlpEndpoint to, Measures measures, Consumer<String> log) {
    this.to = to;
    this.measures = measures;
    this.log = log;
    this.thread = Thread.ofPlatform().daemon().name("spans").unstarted(this::work);
  }

  /** Begins to send. */
  SpanSender begin() {
    thread.start();
    return this;
  }

  /** Takes a span, or drops it. Never waits. */
  void offer(TraceSpan span) {
    if (!queue.offer(span)) {
      measures.unsent(1);
    }
  }

  private void work() {
    try {
      while (!ending || !queue.isEmpty()) {
        TraceSpan first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<TraceSpan> batch = new ArrayList<>(List.of(first));
          queue.drainTo(batch, BATCH_SPANS_MAX - 1);
          send(batch);
        }
      }
    } catch (InterruptedException e) {
      measures.unsent(queue.size());
    }
  }

  private void send(List<TraceSpan> batch) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to.traces())
            .timeout(CALL_MAX)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    OtlpJson.request(to.service(), version, batch)));
    to.headers().forEach(request::header);
    Answer answer = new Answer(false, 0, true, 0, "");
    for (int i = 0; i < TRIES_MAX && answer.later(); i++) {
      TimeUnit.SECONDS.sleep(Math.min(answer.seconds(), PAUSE_SECONDS_MAX));
      answer = asked(request.build(), i + 1L);
    }
    long kept = answer.taken() ? Math.max(0, batch.size() - answer.refused()) : 0;
    measures.sent(kept);
    measures.unsent(batch.size() - kept);
    told(answer);
  }

  private Answer asked(HttpRequest request, long pause) throws InterruptedException {
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      String body;
      try (InputStream in = answer.body()) {
        body = new String(in.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
      }
      if (answer.statusCode() / 100 == 2) {
        return new Answer(true, refused(body), false, 0, "");
      }
      long wait =
          answer
              .headers()
              .firstValue("Retry-After")
              .filter(after -> after.matches("\\d{1,4}"))
              .map(Long::valueOf)
              .orElse(pause);
      boolean later = LATER.contains(answer.statusCode());
      return new Answer(false, 0, later, wait, "status " + answer.statusCode());
    } catch (IOException e) {
      return new Answer(false, 0, true, pause, e.getClass().getSimpleName());
    }
  }

  /** How many of them a collector took and threw away. */
  private static long refused(String body) {
    try {
      return Json.tree(body).path("partialSuccess").path("rejectedSpans").asLong(0);
    } catch (IllegalArgumentException e) {
      return 0; // an empty body, or protobuf: all were taken
    }
  }

  private void told(Answer answer) {
    if (answer.taken() == failing) {
      failing = !answer.taken();
      log.accept(
          answer.taken()
              ? "spans arrive again at " + to
              : "spans do not arrive at " + to + " (" + answer.why() + "); they are dropped");
    }
  }

  /** Sends what is left for two seconds at most. */
  @Override
  public void close() {
    ending = true;
    try {
      thread.join(Duration.ofSeconds(LAST_SECONDS_MAX));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    client.shutdownNow();
  }
}
