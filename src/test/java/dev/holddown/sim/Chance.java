package dev.holddown.sim;

import java.util.List;
import java.util.SplittableRandom;

/** All that is left to chance in a history; the same seed draws the same. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** True with this probability. */
  boolean of(double probability) {
    return random.nextDouble() < probability;
  }

  /** A whole number, both ends included. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
