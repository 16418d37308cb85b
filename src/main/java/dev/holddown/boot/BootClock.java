package dev.holddown.boot;

import dev.holddown.engine.ClockRecord;
import dev.holddown.engine.SteadyClock;
import dev.holddown.engine.port.Ports;
import dev.holddown.store.ClockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * This process's clock beside those of the processes before it in the same data folder. On Linux
 * {@code System.nanoTime} is CLOCK_MONOTONIC, which all processes of one boot share: the boot has
 * an id in /proc, and so has the time namespace, without which the stopwatches would differ.
 * Elsewhere nothing is known, and what was in flight is waited for its whole life.
 */
final class BootClock implements Ports.Drift {
  private final SteadyClock clock;
  private final LongSupplier nanos;
  private final Optional<ClockRecord> record;

  private BootClock(SteadyClock clock, LongSupplier nanos, Optional<ClockRecord> record) {
    this.clock = clock;
    this.nanos = nanos;
    this.record = record;
  }

  /** Remembers this process's clock in the folder, durable when it returns. */
  static BootClock begin(Path folder, SteadyClock clock, long head) {
    return begin(new ClockFile(folder, "clock"), boot(), clock, System::nanoTime, head);
  }

  static BootClock begin(
      ClockFile file, Optional<String> boot, SteadyClock clock, LongSupplier nanos, long head) {
    Optional<ClockRecord> before = file.read().flatMap(ClockRecord::parse);
    Optional<ClockRecord> next =
        boot.map(id -> ClockRecord.next(before, id, head, difference(clock, nanos)));
    if (!next.equals(before)) {
      file.replace(next.map(ClockRecord::text).orElse("not known\n"));
    }
    return new BootClock(clock, nanos, next);
  }

  private static long difference(SteadyClock clock, LongSupplier nanos) {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos() - nanos.getAsLong();
  }

  @Override
  public Optional<Duration> since(long position) {
    return record.flatMap(known -> known.ahead(position, difference(clock, nanos)));
  }

  private static Optional<String> boot() {
    try {
      String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/time")).toString();
      String boot = id + "/" + namespace;
      return boot.contains(" ") ? Optional.empty() : Optional.of(boot);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
