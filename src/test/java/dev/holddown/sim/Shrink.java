package dev.holddown.sim;

import java.util.Arrays;

/**
 * Makes a history that breaks an invariant as dull as it gets: faults are left out one by one, the
 * tape is cut at its end, then blocks of it are wiped or taken out, and what still breaks the same
 * invariant is kept.
 */
final class Shrink {
  private static final int TRIES_MAX = 600;

  private final String invariant;
  private World.Order least;
  private long[] tape;
  private int tries;

  private Shrink(Simulation.Result bad) {
    this.invariant = bad.alarm().orElseThrow().invariant();
    this.least = bad.order().playing(bad.tape());
    this.tape = bad.tape();
  }

  /** The dullest history that breaks the same invariant, told aloud. */
  static Simulation.Result of(Simulation.Result bad) {
    Shrink shrink = new Shrink(bad);
    shrink.faults();
    shrink.end();
    shrink.blocks();
    shrink.faults();
    return Simulation.run(shrink.least.aloud());
  }

  private boolean breaks(World.Order order) {
    tries++;
    return Simulation.run(order).alarm().filter(a -> a.invariant().equals(invariant)).isPresent();
  }

  private boolean keep(World.Order order, long[] drawn) {
    if (tries >= TRIES_MAX || !breaks(order.playing(drawn))) {
      return false;
    }
    least = order.playing(drawn);
    tape = drawn;
    return true;
  }

  private void faults() {
    for (Faults.Kind kind : Faults.Kind.values()) {
      if (!least.off().contains(kind)) {
        keep(least.without(kind), tape);
      }
    }
  }

  private void end() {
    int cut = tape.length / 2;
    while (cut > 0) {
      if (cut >= tape.length || !keep(least, Arrays.copyOf(tape, tape.length - cut))) {
        cut /= 2;
      }
    }
  }

  private void blocks() {
    for (int size = Math.max(1, tape.length / 4); size > 0 && tries < TRIES_MAX; size /= 2) {
      for (int from = 0; from < tape.length; from += size) {
        int to = Math.min(tape.length, from + size);
        long[] without = new long[tape.length - (to - from)];
        System.arraycopy(tape, 0, without, 0, from);
        System.arraycopy(tape, to, without, from, tape.length - to);
        if (!keep(least, without)) {
          long[] wiped = tape.clone();
          Arrays.fill(wiped, from, to, 0);
          keep(least, wiped);
        }
      }
    }
  }
}
