package dev.holddown.store;

import dev.holddown.domain.run.Entry;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore.Append;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold of an append, whatever keeps it. */
final class AppendRules {
  private AppendRules() {}

  /** Why the append must be left out; empty when it may be kept. {@code version}: the run's. */
  static Optional<String> refusal(Append append, long version) {
    return append.expected() == version
        ? Optional.empty()
        : Optional.of(
            "run %s is at version %d, not at %d: somebody else was faster; load it again"
                .formatted(append.run(), version, append.expected()));
  }

  /**
   * Why an append must be left out that depends on a claim; empty when it may be kept.
   *
   * @param epoch of the partition, as the store has it
   * @param owned whether the partition has an owner
   */
  static Optional<String> refusal(Claims.Claim claim, long epoch, boolean owned) {
    return owned && epoch == claim.epoch()
        ? Optional.empty()
        : Optional.of(
            ("partition %d is %s at epoch %d, no longer held at %d: another node goes on with its"
                    + " runs")
                .formatted(claim.partition(), owned ? "owned" : "free", epoch, claim.epoch()));
  }

  /**
   * Why an append is left out after one of the same commit that was: of the same run, or of one
   * that it needs. Empty when it may be kept.
   *
   * @param leftOut runs
   */
  static Optional<String> followsLeftOut(Append append, Set<String> leftOut) {
    return Stream.concat(Stream.of(append.run()), append.needs().stream())
        .filter(leftOut::contains)
        .findFirst()
        .map("it follows an append to run %s that was left out"::formatted);
  }

  /**
   * Refuses an append that no store could keep as it is meant.
   *
   * @throws IllegalArgumentException when the index row is of another run, or a name holds a zero
   *     character, which parts the fields of the hash
   */
  static void check(Append append) {
    if (!append.index().run().equals(append.run())) {
      throw new IllegalArgumentException(
          "an append to run %s has the index row of run %s"
              .formatted(append.run(), append.index().run()));
    }
    noZero("run", append.run());
    append.lock().ifPresent(change -> noZero("lock", change.lock()));
    for (Entry entry : append.entries()) {
      noZero("actor", entry.actor().name());
    }
  }

  private static void noZero(String what, String name) {
    if (name.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "the %s \"%s\" has a zero character in it".formatted(what, name.replace('\0', '?')));
    }
  }
}
