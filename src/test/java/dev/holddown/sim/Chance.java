package dev.holddown.sim;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All that is left to chance in a history; the same seed draws the same. What is drawn is kept as a
 * tape, and a tape can be played instead of a seed: a draw of zero is always the dullest one, and
 * past its end a tape is all zeros. So a history shrinks as its tape is cut and wiped.
 */
final class Chance {
  private final SplittableRandom random;
  private final boolean played;
  private long[] tape;
  private int end;
  private int next;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
    this.played = false;
    this.tape = new long[1024];
  }

  /** Plays a tape. */
  Chance(long[] tape) {
    this.random = new SplittableRandom(0);
    this.played = true;
    this.tape = tape.clone();
    this.end = tape.length;
  }

  private long draw() {
    if (played) {
      return next < end ? tape[next++] : 0;
    }
    if (end == tape.length) {
      tape = Arrays.copyOf(tape, end * 2);
    }
    tape[end] = random.nextLong();
    return tape[end++];
  }

  /** What was drawn so far. */
  long[] tape() {
    return Arrays.copyOf(tape, played ? Math.min(next, end) : end);
  }

  private double unit() {
    return (draw() >>> 11) * 0x1p-53;
  }

  /** True with this probability; what cannot be draws nothing. */
  boolean of(double probability) {
    return probability > 0 && unit() >= 1 - probability;
  }

  /** A whole number, both ends included. */
  long between(long least, long most) {
    return most <= least ? least : least + (long) (unit() * (most - least + 1));
  }

  <T> T one(List<T> of) {
    return of.get((int) between(0, of.size() - 1));
  }
}
