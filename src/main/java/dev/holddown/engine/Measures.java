package dev.holddown.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the engine counts of itself since it began. Safe from any thread. */
public final class Measures {
  /** Upper bounds of the buckets of {@link #answered}, in milliseconds. */
  public static final List<Long> BOUNDS_MILLIS =
      List.of(5L, 10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L);

  private final LongAdder refused = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final List<LongAdder> buckets =
      Stream.generate(LongAdder::new).limit(BOUNDS_MILLIS.size() + 1L).toList();

  /** A request was answered so long after it had come; durable, or refused. */
  void answered(Duration after, boolean accepted) {
    long millis = Math.max(0, after.toMillis());
    int bucket = 0;
    while (bucket < BOUNDS_MILLIS.size() && millis > BOUNDS_MILLIS.get(bucket)) {
      bucket++;
    }
    buckets.get(bucket).increment();
    nanos.add(after.toNanos());
    if (!accepted) {
      refused.increment();
    }
  }

  void sampled() {
    samples.increment();
  }

  /** So many spans reached a tracing system. */
  public void sent(long spans) {
    sent.add(spans);
  }

  /** So many spans were dropped, since it took none in time. */
  public void unsent(long spans) {
    unsent.add(spans);
  }

  /** Spans that reached a tracing system. */
  public long sent() {
    return sent.sum();
  }

  /** Spans that were dropped. */
  public long unsent() {
    return unsent.sum();
  }

  /** Requests by how long they took: up to each bound, and longer than the last. */
  public long[] answered() {
    return buckets.stream().mapToLong(LongAdder::sum).toArray();
  }

  /** Of them all together. */
  public long requests() {
    return LongStream.of(answered()).sum();
  }

  /** Of them, those that were refused. */
  public long refused() {
    return refused.sum();
  }

  /** How long all of them took together. */
  public Duration took() {
    return Duration.ofNanos(nanos.sum());
  }

  /** Samples of watches that were decided on. */
  public long samples() {
    return samples.sum();
  }
}
