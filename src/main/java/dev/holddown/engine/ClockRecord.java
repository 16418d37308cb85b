package dev.holddown.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * What is remembered of the clocks of the processes that owned a data folder since the machine was
 * booted. All of them share the machine's stopwatch, so how far their clocks are apart is known to
 * the nanosecond, whatever the wall clock was set to in between.
 *
 * @param boot names the machine's run from boot to boot
 * @param since where the log ended when the first of them began
 * @param leastNanos the smallest difference between a clock and the stopwatch
 */
public record ClockRecord(String boot, long since, long leastNanos) {
  private static final String FORM = "holddown-clock-1";

  /** What is to be remembered from now on. {@code nanos}: this process's difference. */
  public static ClockRecord next(Optional<ClockRecord> before, String boot, long head, long nanos) {
    return before
        .filter(record -> record.boot.equals(boot))
        .map(record -> new ClockRecord(boot, record.since, Math.min(record.leastNanos, nanos)))
        .orElseGet(() -> new ClockRecord(boot, head, nanos));
  }

  /** Reads what {@link #text} wrote; empty for anything else. */
  public static Optional<ClockRecord> parse(String text) {
    String[] words = text.strip().split(" ");
    if (words.length != 4 || !words[0].equals(FORM)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ClockRecord(words[1], Long.parseLong(words[2]), Long.parseLong(words[3])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** One line, to be read back. */
  public String text() {
    return FORM + " " + boot + " " + since + " " + leastNanos + "\n";
  }

  /**
   * By how much a clock is at most ahead of any by which was written after a position; empty when
   * that was before the boot.
   */
  public Optional<Duration> ahead(long position, long nanos) {
    return position > since ? Optional.of(Duration.ofNanos(nanos - leastNanos)) : Optional.empty();
  }
}
