package dev.holddown.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests a caller may make: each has a bucket that fills steadily and holds a burst.
 * Going back is never counted.
 */
final class RateLimit {
  static final Rate LOOKS = new Rate(500, 2_000);
  static final Rate ACTS = new Rate(100, 500);
  private static final int CALLERS_MAX = 20_000;

  private final Rate rate;
  private final LongSupplier nanos;

  /** So many a second on average, and at once. */
  record Rate(int perSecond, int burst) {}

  /** What is left at a moment of the stopwatch. */
  private record Bucket(double left, long at) {}

  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CALLERS_MAX;
        }
      };

  RateLimit(Rate rate, LongSupplier nanos) {
    this.rate = rate;
    this.nanos = nanos;
  }

  /** Counts one request of a caller, or refuses it. */
  synchronized void count(String caller) {
    long now = nanos.getAsLong();
    Bucket before = buckets.getOrDefault(caller, new Bucket(rate.burst(), now));
    double filled = (double) (now - before.at()) * rate.perSecond() / TimeUnit.SECONDS.toNanos(1);
    double left = Math.min(rate.burst(), before.left() + filled);
    if (left < 1) {
      throw Problem.of(
              429,
              "rate",
              "more than "
                  + rate.perSecond()
                  + " requests a second came from this caller; going back is never refused for"
                  + " that; nothing was changed")
          .header("Retry-After", "1");
    }
    buckets.put(caller, new Bucket(left - 1, now));
  }
}
