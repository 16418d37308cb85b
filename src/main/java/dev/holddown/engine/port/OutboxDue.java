package dev.holddown.engine.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which messages of the outbox may be sent now. Every channel gets its oldest row before another
 * gets its second, so that one that nobody reads does not shut out the others.
 *
 * @param now a row tried after this was tried by another clock, and may be tried again
 * @param triedUntil by the number of tries, beginning with 1: a row tried then or before may be
 *     tried again; the last holds for any more tries; not empty
 * @param ofOneMax rows of one channel
 * @param rowsMax rows of all
 */
public record OutboxDue(Instant now, List<Instant> triedUntil, int ofOneMax, int rowsMax) {
  /** Keeps a copy of the list. @throws IllegalArgumentException when it is empty */
  public OutboxDue {
    triedUntil = List.copyOf(triedUntil);
    if (triedUntil.isEmpty()) {
      throw new IllegalArgumentException("when a row may be tried again is not told");
    }
  }

  /** Whether a row may be sent; {@code triedAt} is empty for one that never was. */
  public boolean includes(int attempts, Optional<Instant> triedAt) {
    Instant until = triedUntil.get(Math.clamp(attempts - 1L, 0, triedUntil.size() - 1));
    return triedAt.filter(at -> !at.isAfter(now) && at.isAfter(until)).isEmpty();
  }
}
