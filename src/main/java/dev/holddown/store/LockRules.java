package dev.holddown.store;

import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.LockRow;
import java.util.Optional;

/** What must hold of a lock before it changes, and what it is afterwards. */
final class LockRules {
  private LockRules() {}

  /** A lock nobody ever took. */
  static LockRow untouched(String lock) {
    return new LockRow(lock, Optional.empty(), 0, 0);
  }

  /** Why the change must not be; empty when it may. */
  static Optional<String> refusal(LockRow now, LockChange change) {
    return switch (change) {
      case LockChange.Take take -> refusal(now, take);
      case LockChange.Raise raise -> refusal(now, raise);
      case LockChange.Free free -> notHeldBy(now, free.run());
    };
  }

  private static Optional<String> refusal(LockRow now, LockChange.Take take) {
    if (now.run().isPresent() && !now.run().equals(take.from())) {
      return Optional.of("lock %s is held by run %s".formatted(now.lock(), now.run().get()));
    }
    if (take.epoch() <= now.epoch()) {
      return Optional.of(
          "lock %s is at epoch %d already, so it cannot be taken at epoch %d"
              .formatted(now.lock(), now.epoch(), take.epoch()));
    }
    return Optional.empty();
  }

  private static Optional<String> refusal(LockRow now, LockChange.Raise raise) {
    Optional<String> stranger = notHeldBy(now, raise.run());
    if (stranger.isPresent()) {
      return stranger;
    }
    if (now.epoch() != raise.epoch() || now.sequence() != raise.from()) {
      return Optional.of(
          "lock %s is at %d.%d, not at %d.%d"
              .formatted(now.lock(), now.epoch(), now.sequence(), raise.epoch(), raise.from()));
    }
    if (raise.to() <= raise.from()) {
      return Optional.of(
          "the sequence of lock %s can only rise, not go from %d to %d"
              .formatted(now.lock(), raise.from(), raise.to()));
    }
    return Optional.empty();
  }

  private static Optional<String> notHeldBy(LockRow now, String run) {
    if (now.run().isEmpty()) {
      return Optional.of("lock %s is free, run %s does not hold it".formatted(now.lock(), run));
    }
    return now.run().get().equals(run)
        ? Optional.empty()
        : Optional.of(
            "lock %s is held by run %s, not by %s".formatted(now.lock(), now.run().get(), run));
  }

  /** The lock after a change that may be. */
  static LockRow after(LockRow now, LockChange change) {
    return switch (change) {
      case LockChange.Take take ->
          new LockRow(now.lock(), Optional.of(take.run()), take.epoch(), now.sequence());
      case LockChange.Raise raise -> new LockRow(now.lock(), now.run(), now.epoch(), raise.to());
      case LockChange.Free free ->
          new LockRow(now.lock(), Optional.empty(), now.epoch(), now.sequence());
    };
  }
}
