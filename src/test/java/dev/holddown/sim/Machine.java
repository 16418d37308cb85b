package dev.holddown.sim;

import dev.holddown.engine.ClockRecord;
import dev.holddown.engine.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The machine a process runs on: its wall clock, which may be wrong, run fast or slow and jump, and
 * a stopwatch. Processes come and go, the machine stays.
 */
final class Machine {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final World world;
  private final boolean several;
  private final double rate;
  private long wrongBy;
  private long jumped;
  private SteadyClock steady;
  private Optional<ClockRecord> record = Optional.empty();
  private int boots;

  Machine(World world, boolean several) {
    this.world = world;
    this.several = several;
    Chance chance = world.chance;
    boolean skewed = world.faults.now(Faults.Kind.CLOCK_SKEW, chance);
    // nodes read each other's times in the log, and may be told of the time ten seconds apart
    long most = several ? 10_000 : 300_000;
    this.wrongBy = skewed ? chance.between(-most, most) : 0;
    boolean drifts = world.faults.now(Faults.Kind.CLOCK_DRIFT, chance) && !several;
    this.rate = drifts ? (chance.of(0.5) ? 1.01 : 0.99) : 1;
    this.steady = new SteadyClock(this::wall, this::nanos);
  }

  private Instant wall() {
    return Timeline.START.plusMillis((long) (world.time.elapsedMillis() * rate) + wrongBy + jumped);
  }

  private long nanos() {
    return (long) (world.time.elapsedMillis() * rate) * 1_000_000;
  }

  /** The stopwatch, in nanoseconds. */
  long stopwatch() {
    return nanos();
  }

  /** While a process was down or up somebody may have set the clock, a whole hour wrong. */
  void mayJump() {
    if (several) {
      mayJumpWhileUp();
    } else if (world.faults.now(Faults.Kind.CLOCK_JUMP, world.chance)) {
      long to = world.chance.of(0.5) ? HOUR : -HOUR;
      if (to > 0 && world.target.inFlight() > 0) {
        world.history.sometimes("a clock was set on while an act was in flight");
      }
      wrongBy = wrongBy == to ? 0 : to;
      world.history.sometimes("a clock jumped");
      world.history.add("clock", "is wrong by ", wrongBy / 1000, " s");
    }
  }

  /**
   * Of several nodes a clock jumps while its process is up, and is right again at the next start.
   */
  private void mayJumpWhileUp() {
    jumped = 0;
    if (world.faults.now(Faults.Kind.CLOCK_JUMP, world.chance)) {
      long to = world.chance.of(0.5) ? HOUR : -HOUR;
      world.time.in(world.chance.between(1_000, 120_000), () -> jumped = to);
    }
  }

  /** A process starts: its clock begins with the wall clock. The machine may have been booted. */
  InstantSource begin(long head) {
    steady = new SteadyClock(this::wall, this::nanos);
    boots += record.isEmpty() || world.chance.of(0.3) ? 1 : 0;
    record = Optional.of(ClockRecord.next(record, "boot" + boots, head, difference()));
    return world.mutant == Mutant.WALL_CLOCK ? this::wall : steady;
  }

  private long difference() {
    return Duration.between(Instant.EPOCH, steady.instant()).toNanos() - nanos();
  }

  /** What is known of the clocks before; nothing where nodes share a store. */
  Optional<Duration> ahead(long position) {
    return several
        ? Optional.empty()
        : record.flatMap(known -> known.ahead(position, difference()));
  }

  /** What the process asks for when it knows what is in the log. */
  void notBefore(Instant last) {
    if (world.mutant != Mutant.CLOCK_BEHIND_LOG) {
      if (last.isAfter(steady.instant())) {
        world.history.sometimes("the wall clock was behind the log");
      }
      steady.notBefore(last);
    }
  }

  /** What this machine's process takes for now. */
  Instant now() {
    return world.mutant == Mutant.WALL_CLOCK ? wall() : steady.instant();
  }

  /** The moment of the history at which this machine's process says it is {@code at}. */
  long when(Instant at) {
    Instant now = now();
    long millis = at.toEpochMilli() - now.toEpochMilli();
    boolean whole = at.getNano() % 1_000_000 == now.getNano() % 1_000_000;
    double away = (whole ? millis : Duration.between(now, at).toMillis()) / rate;
    return world.time.nowMillis() + (long) Math.ceil(away);
  }
}
