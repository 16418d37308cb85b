package dev.holddown.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts what went wrong by name, such as an address, within a window of time. */
final class Tries {
  private static final int NAMES_MAX = 10_000;

  private final int countMax;
  private final long windowNanos;
  private final LongSupplier nanos;
  private final Map<String, Wrong> wrong = new LinkedHashMap<>();

  /** So many of one name since a moment of the stopwatch. */
  private record Wrong(long since, int count) {}

  Tries(int countMax, long windowSeconds, LongSupplier nanos) {
    this.countMax = countMax;
    this.windowNanos = TimeUnit.SECONDS.toNanos(windowSeconds);
    this.nanos = nanos;
  }

  /** Counts one more; whether that is more than there may be. */
  synchronized boolean tooMany(String name) {
    long now = nanos.getAsLong();
    forget(now);
    Wrong before = wrong.get(name);
    if (before == null && wrong.size() >= NAMES_MAX) {
      return true;
    }
    int count = before == null ? 1 : before.count() + 1;
    wrong.put(name, new Wrong(before == null ? now : before.since(), count));
    return count > countMax;
  }

  /** Whether there are as many as there may be already; counts nothing. */
  synchronized boolean full(String name) {
    forget(nanos.getAsLong());
    Wrong before = wrong.get(name);
    return before == null ? wrong.size() >= NAMES_MAX : before.count() >= countMax;
  }

  /** It went right. */
  synchronized void clear(String name) {
    wrong.remove(name);
  }

  /** The oldest stand first. */
  private void forget(long now) {
    var oldest = wrong.values().iterator();
    while (oldest.hasNext() && now - oldest.next().since() > windowNanos) {
      oldest.remove();
    }
  }
}
