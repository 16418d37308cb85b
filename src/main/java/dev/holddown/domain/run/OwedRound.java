package dev.holddown.domain.run;

import java.time.Instant;

/**
 * Something is owed, perhaps once more.
 *
 * @param number 1 the first time
 * @param opens not met before
 * @param due late after
 * @param toldAt when it began, or its owner was told of it last
 * @param late whether it was told that it is overdue
 */
public record OwedRound(int number, Instant opens, Instant due, Instant toldAt, boolean late) {
  OwedRound told(Instant at) {
    return new OwedRound(number, opens, due, at, late);
  }

  OwedRound overdue(Instant at) {
    return new OwedRound(number, opens, due, at, true);
  }
}
