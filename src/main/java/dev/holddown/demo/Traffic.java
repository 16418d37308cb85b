package dev.holddown.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Steady traffic to one address: so many requests a second, begun on time whether or not the
 * earlier ones are answered (an open model: a slow service is not asked less often). Real requests
 * over loopback; what comes back is counted.
 */
public final class Traffic implements AutoCloseable {
  private static final int PER_SECOND_MAX = 500;
  private static final int IN_FLIGHT_MAX = 500;
  private static final int RESULTS_MAX = 20_000;
  private static final Duration REQUEST = Duration.ofSeconds(5);

  private final URI target;
  private final long pauseNanos;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
  private final Deque<Result> results = new ArrayDeque<>();
  private final AtomicLong skipped = new AtomicLong();
  private final Thread pacemaker;
  private volatile boolean going = true;

  /** {@code status} 0: no answer. {@code at}: nanoseconds of this machine's monotonic clock. */
  private record Result(long at, String version, int status, double millis) {}

  /**
   * What some of the traffic got.
   *
   * @param versions requests answered by each version; {@code none} where nobody answered
   * @param statuses requests by HTTP status; 0 where nobody answered
   * @param errors requests with a status of 500 or more, or no answer
   * @param p50Millis the median latency in milliseconds, 0 without requests
   * @param p99Millis the 99th percentile in milliseconds, 0 without requests
   */
  public record Snapshot(
      Map<String, Long> versions,
      Map<Integer, Long> statuses,
      long errors,
      double p50Millis,
      double p99Millis) {
    public long requests() {
      return versions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Such as {@code the last 100 requests: 100 × 1.4.2, no errors}. */
    public String sentence() {
      String who =
          versions.entrySet().stream()
              .map(entry -> entry.getValue() + " × " + entry.getKey())
              .collect(Collectors.joining(", "));
      String went = errors == 0 ? "no errors" : errors == 1 ? "1 error" : errors + " errors";
      return "the last "
          + requests()
          + " requests: "
          + (who.isEmpty() ? "none" : who + ", " + went);
    }
  }

  private Traffic(URI target, int perSecond) {
    this.target = target;
    this.pauseNanos = 1_000_000_000L / perSecond;
    this.pacemaker = Thread.ofPlatform().daemon().name("demo traffic").unstarted(this::pace);
  }

  /** Begins at once. */
  public static Traffic start(URI target, int perSecond) {
    if (perSecond < 1 || perSecond > PER_SECOND_MAX) {
      throw new IllegalArgumentException(
          "traffic is 1 to " + PER_SECOND_MAX + " requests a second, not " + perSecond);
    }
    Traffic traffic = new Traffic(target, perSecond);
    traffic.pacemaker.start();
    return traffic;
  }

  private void pace() {
    HttpRequest request = HttpRequest.newBuilder(target).timeout(REQUEST).build();
    long due = System.nanoTime();
    while (going) {
      if (inFlight.tryAcquire()) {
        requests.execute(() -> ask(request));
      } else {
        skipped.incrementAndGet();
      }
      due += pauseNanos;
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
    }
  }

  private void ask(HttpRequest request) {
    long began = System.nanoTime();
    String version = "none";
    int status = 0;
    try {
      HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
      status = response.statusCode();
      version = response.headers().firstValue("X-Version").orElse("none");
    } catch (IOException e) {
      status = 0; // No answer is a result too: it is counted as an error.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.release();
    }
    if (going) {
      keep(new Result(began, version, status, (System.nanoTime() - began) / 1e6));
    }
  }

  private void keep(Result result) {
    synchronized (results) {
      results.addLast(result);
      if (results.size() > RESULTS_MAX) {
        results.removeFirst();
      }
    }
  }

  /** The requests begun within this time, as far as they are answered and still kept. */
  public Snapshot within(Duration time) {
    long since = System.nanoTime() - time.toNanos();
    synchronized (results) {
      return snapshot(results.stream().filter(result -> result.at() - since >= 0).toList());
    }
  }

  /** The newest answers, at most {@code max}. */
  public Snapshot last(int max) {
    synchronized (results) {
      return snapshot(results.stream().skip(Math.max(0, results.size() - max)).toList());
    }
  }

  /** Requests that were due while {@value #IN_FLIGHT_MAX} others were open, and not sent. */
  public long skipped() {
    return skipped.get();
  }

  private static Snapshot snapshot(List<Result> some) {
    Map<String, Long> versions = new TreeMap<>();
    Map<Integer, Long> statuses = new TreeMap<>();
    for (Result result : some) {
      versions.merge(result.version(), 1L, Long::sum);
      statuses.merge(result.status(), 1L, Long::sum);
    }
    double[] millis = some.stream().mapToDouble(Result::millis).sorted().toArray();
    long errors = some.stream().filter(r -> r.status() == 0 || r.status() >= 500).count();
    return new Snapshot(
        versions, statuses, errors, percentile(millis, 0.5), percentile(millis, 0.99));
  }

  /** The nearest-rank percentile of sorted values. */
  private static double percentile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** Stops, and leaves open requests unanswered. What was counted can still be read. */
  @Override
  public void close() {
    going = false;
    LockSupport.unpark(pacemaker);
    requests.shutdownNow();
    client.shutdownNow();
  }
}
