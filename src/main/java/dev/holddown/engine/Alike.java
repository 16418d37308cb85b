package dev.holddown.engine;

import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Questions that one call may answer together, and who asked each when. Whoever asks takes along
 * those that will be asked within the time for which its answer counts for them, so that nobody
 * waits for the others. For one thread at a time.
 */
final class Alike {
  /** Questions of one call. */
  static final int TOGETHER_MAX = 100;

  /** Questions remembered; more are asked alone. */
  private static final int KNOWN_MAX = 10_000;

  /** So long everybody asks alone after one call for all was refused. */
  private static final Duration ALONE = Duration.ofMinutes(1);

  private final Map<SharedCalls.Asked, Last> known = new HashMap<>();
  private Instant aloneUntil = Instant.MIN;

  /** When it was asked last, by whoever asks it so often. */
  private record Last(Instant at, Duration every) {
    boolean over(Instant now) {
      return Duration.between(at, now).compareTo(every.multipliedBy(2)) > 0;
    }

    /** Whether it will be asked before an answer of now is too old for it. */
    boolean soon(Instant now) {
      Duration until = Duration.between(now, at.plus(every));
      return until.compareTo(SharedCalls.Taker.reuse(every)) <= 0 && !over(now);
    }
  }

  /** Somebody asks. */
  void asks(SharedCalls.Asked asked, Instant now, Duration every) {
    if (known.size() < KNOWN_MAX || known.containsKey(asked)) {
      known.put(asked, new Last(now, every));
    }
  }

  /** The others that will be asked soon; none while all ask alone. */
  List<SharedCalls.Asked> soon(SharedCalls.Asked asked, Instant now) {
    List<SharedCalls.Asked> soon = new ArrayList<>();
    if (now.isBefore(aloneUntil)) {
      return soon;
    }
    Iterator<Map.Entry<SharedCalls.Asked, Last>> each = known.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<SharedCalls.Asked, Last> one = each.next();
      if (one.getValue().over(now)) {
        each.remove(); // nobody asks it any more
      } else if (!one.getKey().equals(asked) && one.getValue().soon(now)) {
        soon.add(one.getKey());
      }
    }
    return soon;
  }

  /** One call for all was refused. */
  void alone(Instant now) {
    aloneUntil = now.plus(ALONE);
  }

  /** Whether nobody has asked for long. */
  boolean isOver(Instant now) {
    return known.values().stream().allMatch(last -> last.over(now));
  }

  /** The question of one that was remembered, as of this moment. */
  static Question question(SharedCalls.Asked asked, Instant at) {
    return new Question(asked.args(), at, asked.timeout());
  }
}
