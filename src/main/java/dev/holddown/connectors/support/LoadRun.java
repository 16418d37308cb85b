package dev.holddown.connectors.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Makes load in the open model: each request has a moment at which it should be sent, and its
 * latency counts from that moment. A server that stalls is asked on and on, as users would; what it
 * keeps waiting shows in the quantiles instead of in fewer requests (coordinated omission).
 */
public final class LoadRun {
  private static final long END_CHECK_MILLIS = 20;

  private final LoadPlan plan;
  private final LongSupplier nanos;
  private final LoadTally tally;
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile long counted;

  /**
   * @param nanos a monotonic clock in nanoseconds
   */
  public LoadRun(LoadPlan plan, LongSupplier nanos) {
    this.plan = plan;
    this.nanos = nanos;
    this.tally = new LoadTally(plan.limits().whole());
  }

  /** What was counted so far. */
  public LoadTally tally() {
    return tally;
  }

  /** The time over which arrivals were counted so far. */
  public Duration counted() {
    return Duration.ofNanos(counted);
  }

  /** Sends no more; what is under way is still counted. */
  public void stop() {
    stopped.set(true);
  }

  public boolean stopped() {
    return stopped.get();
  }

  /** Makes the load; returns when the last request is answered or given up. */
  public void run() throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(plan.limits().requestTimeout())
            .build()) {
      try {
        arrivals(client);
        lastAnswers();
      } finally {
        open.forEach(request -> request.cancel(true));
        client.shutdownNow();
      }
    }
  }

  private void arrivals(HttpClient client) throws InterruptedException {
    long start = nanos.getAsLong();
    long warm = start + plan.limits().warmUp().toNanos();
    long arrivals = plan.arrivals();
    HttpRequest request = request();
    for (long i = 0; i < arrivals && !stopped.get(); i++) {
      long intended = start + Math.round(i * 1e9 / plan.ratePerSecond());
      for (long left = intended - nanos.getAsLong(); left > 0 && !stopped.get(); ) {
        LockSupport.parkNanos(Math.min(left, 50_000_000));
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped while making load");
        }
        left = intended - nanos.getAsLong();
      }
      boolean counts = intended >= warm;
      if (counts) {
        tally.lag(nanos.getAsLong() - intended);
      }
      arrive(client, request, intended, counts);
      counted = Math.max(0, nanos.getAsLong() - warm);
    }
    if (!stopped.get()) {
      counted = plan.limits().duration().toNanos();
    }
  }

  private HttpRequest request() {
    HttpAsk ask = plan.ask();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(ask.url()))
            .timeout(plan.limits().requestTimeout())
            .method(
                ask.method(),
                ask.body()
                    .map(b -> BodyPublishers.ofString(b.wire()))
                    .orElse(BodyPublishers.noBody()));
    builder.setHeader("User-Agent", "holddown-load");
    ask.headers().forEach((name, value) -> builder.setHeader(name, Headers.wire(value)));
    return builder.build();
  }

  private void arrive(HttpClient client, HttpRequest request, long intended, boolean counts) {
    if (open.size() >= plan.limits().concurrencyMax()) {
      if (counts) {
        tally.dropped();
      }
      return;
    }
    CompletableFuture<HttpResponse<BoundedBody.Kept>> sent =
        client.sendAsync(request, info -> new BoundedBody(HttpCall.RESPONSE_BYTES_MAX));
    open.add(sent);
    sent.orTimeout(plan.limits().requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((response, problem) -> {
          long waited = nanos.getAsLong() - intended;
          open.remove(sent);
          if (counts && problem == null) {
            tally.answered(response.statusCode(), waited);
          } else if (counts) {
            tally.failed(why(problem), waited);
          }
          sent.cancel(true);
        });
  }

  private String why(Throwable problem) {
    Throwable cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    Redaction redaction = Redaction.of(plan.ask().headers());
    URI uri = URI.create(plan.ask().url());
    return redaction.text(HttpTrouble.of(cause, uri, plan.limits().requestTimeout()).message());
  }

  private void lastAnswers() throws InterruptedException {
    long end = nanos.getAsLong() + plan.limits().requestTimeout().toNanos() + 1_000_000_000L;
    while (!open.isEmpty() && nanos.getAsLong() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(END_CHECK_MILLIS));
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while waiting for the last answers");
      }
    }
  }
}
