package dev.holddown.sim;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How likely each fault is in one history. Some histories have none, some only one kind. */
final class Faults {
  /** What can go wrong; most at each occasion, an outage for a while. */
  enum Kind {
    // the process
    CRASH(0.002, 0.02),
    CRASH_LOOP(0.1, 0.5),
    PAUSE(0.001, 0.006),
    CUT_OFF(0.002, 0.02),
    // the disk
    STORE_FAILS(0.001, 0.01),
    DISK_FULL(0.001, 0.005),
    DISK_SLOW(0.01, 0.06),
    // the clock
    CLOCK_SKEW(1, 1),
    CLOCK_DRIFT(1, 1),
    CLOCK_JUMP(0.2, 0.8),
    // the network and the target
    REQUEST_LOST(0.05, 0.3),
    RESPONSE_LOST(0.05, 0.3),
    LANDS_LATE(0.05, 0.4),
    DUPLICATED(0.05, 0.3),
    SLOW(0.1, 0.5),
    ACT_FAILS(0.05, 0.3),
    ACT_500(0.05, 0.3),
    PARTIAL(0.1, 0.5),
    ASK_ERRS(0.05, 0.3),
    STRANGER(0.1, 0.5),
    MESSAGE_FAILS(0.1, 0.5),
    // the metrics
    NO_DATA(0.02, 0.3),
    SAMPLE_ERRS(0.02, 0.3),
    SAMPLE_LATE(0.02, 0.3),
    SAMPLE_STALE(0.02, 0.2),
    SAMPLES_STOP(0.005, 0.05),
    COUNTER_RESET(0.01, 0.1),
    LONG_OUTAGE(0.001, 0.01),
    // people
    WHIM(0.02, 0.2),
    OPPOSITES(0.01, 0.1);

    private final double low;
    private final double high;

    Kind(double low, double high) {
      this.low = low;
      this.high = high;
    }
  }

  /** What makes nodes lose their leases; several nodes without it would be dull. */
  private static final Set<Kind> OF_NODES =
      Set.of(Kind.CUT_OFF, Kind.PAUSE, Kind.DISK_SLOW, Kind.CLOCK_JUMP);

  private final Map<Kind, Double> likely = new EnumMap<>(Kind.class);
  private final Set<Kind> off;

  private Faults(Set<Kind> off) {
    this.off = off;
  }

  /** Draws the faults of a history; those in {@code off} are drawn and left out, for shrinking. */
  static Faults draw(Chance chance, Set<Kind> off, boolean several) {
    Faults faults = new Faults(off);
    long sort = chance.between(0, 9);
    Kind only = chance.one(List.of(Kind.values()));
    for (Kind kind : Kind.values()) {
      boolean heavy = chance.of(0.3);
      boolean in = sort >= 4 ? chance.of(0.35) : sort >= 1 && kind == only;
      boolean more = several && OF_NODES.contains(kind) && chance.of(0.5);
      if (in || more) {
        faults.likely.put(kind, heavy ? kind.high : kind.low);
      }
    }
    return faults;
  }

  /** Whether it happens now. */
  boolean now(Kind kind, Chance chance) {
    return chance.of(likely.getOrDefault(kind, 0.0)) && !off.contains(kind);
  }

  /** From now on everything works. */
  void stop() {
    likely.clear();
  }

  /** The kinds of this history. */
  Set<Kind> kinds() {
    return likely.keySet();
  }

  @Override
  public String toString() {
    return likely.toString();
  }
}
