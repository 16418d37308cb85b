package dev.holddown.story;

import dev.holddown.engine.ClockRecord;
import dev.holddown.engine.SteadyClock;
import dev.holddown.engine.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A machine that is not booted while processes come and go: they share its stopwatch. */
final class OneBoot {
  private Optional<ClockRecord> clocks = Optional.empty();

  /** Another process begins, where the log has so many events. */
  Ports.Drift process(SteadyClock steady, LongSupplier nanos, long head) {
    ClockRecord record = ClockRecord.next(clocks, "this boot", head, difference(steady, nanos));
    clocks = Optional.of(record);
    return position -> record.ahead(position, difference(steady, nanos));
  }

  private static long difference(SteadyClock steady, LongSupplier nanos) {
    return Duration.between(Instant.EPOCH, steady.instant()).toNanos() - nanos.getAsLong();
  }
}
