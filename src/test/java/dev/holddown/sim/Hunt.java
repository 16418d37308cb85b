package dev.holddown.sim;

import java.util.Optional;
import java.util.stream.LongStream;

/** Looks for the first history that finds a planted bug. */
final class Hunt {
  private static final int BATCH = 16;

  private Hunt() {}

  /** The history of the lowest seed from {@code from} on that breaks an invariant. */
  static Optional<Simulation.Result> first(World.Order planted, long from, long seedsMax) {
    for (long done = 0; done < seedsMax; done += BATCH) {
      Optional<Simulation.Result> found =
          LongStream.range(from + done, from + Math.min(seedsMax, done + BATCH))
              .parallel()
              .mapToObj(seed -> Simulation.run(World.Order.of(seed).with(planted.mutant())))
              .filter(r -> r.alarm().isPresent())
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
