package dev.holddown.connectors.support;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Counts what came of the arrivals, from many threads. Latencies are kept to three digits; a failed
 * or late request keeps the time that was waited for it, so that a failure never looks fast.
 */
public final class LoadTally {
  private static final int DIGITS = 3;
  private static final int KINDS_MAX = 20;
  private static final int STATUS_GOOD_FROM = 200;
  private static final int STATUS_BAD_FROM = 400;

  private final long highestMicros;
  private final ConcurrentHistogram micros;
  private final Map<String, Long> statuses = new TreeMap<>();
  private final Map<String, Long> failures = new LinkedHashMap<>();
  private long answered;
  private long failed;
  private long dropped;
  private long lagNanos;

  LoadTally(Duration longest) {
    this.highestMicros = Math.max(2, longest.toNanos() / 1_000 * 2);
    this.micros = new ConcurrentHistogram(highestMicros, DIGITS);
  }

  private void record(long nanos) {
    micros.recordValue(Math.clamp(nanos / 1_000, 0, highestMicros));
  }

  synchronized void answered(int status, long nanos) {
    answered++;
    statuses.merge(Integer.toString(status), 1L, Long::sum);
    if (status < STATUS_GOOD_FROM || status >= STATUS_BAD_FROM) {
      failed++;
    }
    record(nanos);
  }

  synchronized void failed(String why, long nanos) {
    failed++;
    String kind = failures.containsKey(why) || failures.size() < KINDS_MAX ? why : "others";
    failures.merge(kind, 1L, Long::sum);
    record(nanos);
  }

  synchronized void dropped() {
    dropped++;
  }

  /** How much later than it should have been a request was sent, by our own fault. */
  synchronized void lag(long nanos) {
    lagNanos = Math.max(lagNanos, nanos);
  }

  /** Arrivals that were counted. */
  public synchronized long samples() {
    return micros.getTotalCount() + dropped;
  }

  public synchronized long answered() {
    return answered;
  }

  /** The first kind of failure, in words; empty without any. */
  public synchronized String firstFailure() {
    return failures.isEmpty() ? "" : failures.keySet().iterator().next();
  }

  /** What conditions see. {@code lasted}: the time over which arrivals were counted. */
  public synchronized Map<String, Object> plain(Duration lasted) {
    double seconds = Math.max(1e-9, lasted.toNanos() / 1e9);
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("value", quantile(95));
    plain.put("p50", quantile(50));
    plain.put("p90", quantile(90));
    plain.put("p95", quantile(95));
    plain.put("p99", quantile(99));
    plain.put("max", micros.getMaxValue() / 1e6);
    plain.put("mean", micros.getMean() / 1e6);
    plain.put("error_rate", samples() == 0 ? 1.0 : (double) (failed + dropped) / samples());
    plain.put("errors", failed);
    plain.put("dropped", dropped);
    plain.put("rate", answered / seconds);
    plain.put("statuses", Map.copyOf(statuses));
    plain.put("failures", Map.copyOf(failures));
    plain.put("send_lag", lagNanos / 1e9);
    plain.put("seconds", seconds);
    plain.put("samples", samples());
    return plain;
  }

  private double quantile(double percent) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1e6;
  }
}
