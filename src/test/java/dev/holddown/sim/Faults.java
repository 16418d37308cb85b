package dev.holddown.sim;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How likely each fault is in one history. Some histories have none, some only one kind. */
final class Faults {
  /** What can go wrong; most at each occasion, an outage of the metrics for a while. */
  enum Kind {
    CRASH(0.002, 0.02),
    STORE_FAILS(0.001, 0.01),
    REQUEST_LOST(0.05, 0.3),
    RESPONSE_LOST(0.05, 0.3),
    LANDS_LATE(0.05, 0.4),
    SLOW(0.1, 0.5),
    ACT_FAILS(0.05, 0.3),
    ASK_ERRS(0.05, 0.3),
    NO_DATA(0.02, 0.3),
    SAMPLE_ERRS(0.02, 0.3),
    SAMPLE_LATE(0.02, 0.3),
    SAMPLE_STALE(0.02, 0.2),
    SAMPLES_STOP(0.005, 0.05),
    WHIM(0.02, 0.2);

    private final double low;
    private final double high;

    Kind(double low, double high) {
      this.low = low;
      this.high = high;
    }
  }

  private final Map<Kind, Double> likely = new EnumMap<>(Kind.class);

  /** Draws the faults of a history; those in {@code off} are left out, for shrinking. */
  static Faults draw(Chance chance, Set<Kind> off) {
    Faults faults = new Faults();
    long sort = chance.between(0, 9);
    Kind only = chance.one(List.of(Kind.values()));
    for (Kind kind : Kind.values()) {
      boolean heavy = chance.of(0.3);
      boolean in = sort >= 4 ? chance.of(0.5) : sort >= 1 && kind == only;
      if (in && !off.contains(kind)) {
        faults.likely.put(kind, heavy ? kind.high : kind.low);
      }
    }
    return faults;
  }

  double of(Kind kind) {
    return likely.getOrDefault(kind, 0.0);
  }

  /** From now on everything works. */
  void stop() {
    likely.clear();
  }

  @Override
  public String toString() {
    return likely.toString();
  }
}
