package dev.holddown.engine;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * One call for many watches that ask the same: the same verb, with the same arguments, the same
 * time-out and as long ago. Each still judges the answer alone. A call that hangs delays those only
 * that joined it, and an error is the error of each. Safe from any thread.
 */
final class SharedCalls {
  /** An answer is this part of the asking watch's interval old at most, and never older than … */
  private static final int REUSE_PART = 10;

  /** … this. */
  private static final Duration REUSE_MAX = Duration.ofSeconds(1);

  /** Calls remembered before those are looked for that nobody will use any more. */
  private static final int KNOWN_MAX = 1_024;

  private final Map<Asked, Flight> flights = new ConcurrentHashMap<>();
  private volatile int sweepAt = KNOWN_MAX;

  /** What makes two calls one. {@code args} with secrets, which are equal when their values are. */
  private record Asked(String action, Map<String, Object> args, Duration timeout, Duration ago) {}

  /** A call under way, or its answer; empty when whoever asked was stopped. */
  private record Flight(Instant at, CompletableFuture<Optional<Answer>> answer) {}

  /**
   * What a watch accepts.
   *
   * @param every its interval
   * @param after a call begun at or before this moment tells it nothing: it has seen that answer,
   *     or was not armed yet
   */
  record Taker(Duration every, Instant after) {
    /** How old an answer may be. */
    static Duration reuse(Duration every) {
      Duration part = every.dividedBy(REUSE_PART);
      return part.compareTo(REUSE_MAX) > 0 ? REUSE_MAX : part;
    }

    private boolean takes(Flight flight, Instant now) {
      Duration age = Duration.between(flight.at(), now);
      return !age.isNegative() && age.compareTo(reuse(every)) <= 0 && flight.at().isAfter(after);
    }
  }

  /**
   * Asks, or takes what somebody else asks or has just asked.
   *
   * @param ago how long before now the moment lies that is asked about
   */
  Answer ask(String action, Asking verb, Question question, Duration ago, Taker taker)
      throws InterruptedException {
    Asked asked = new Asked(action, question.args(), question.timeout(), ago);
    Instant now = question.at().plus(ago);
    while (true) {
      Flight mine = new Flight(now, new CompletableFuture<>());
      Flight flight =
          flights.merge(asked, mine, (known, own) -> taker.takes(known, now) ? known : own);
      if (flight == mine) {
        sweep(now);
        return first(asked, mine, verb, question);
      }
      Optional<Answer> answer = joined(flight);
      if (answer.isPresent()) {
        return answer.get();
      }
      flights.remove(asked, flight); // whoever asked was stopped: asked again
    }
  }

  private Answer first(Asked asked, Flight mine, Asking verb, Question question)
      throws InterruptedException {
    try {
      Answer answer = verb.ask(question);
      mine.answer().complete(Optional.of(answer));
      return answer;
    } catch (RuntimeException e) {
      mine.answer().completeExceptionally(e);
      throw e;
    } finally {
      if (mine.answer().complete(Optional.empty())) {
        flights.remove(asked, mine);
      }
    }
  }

  private static Optional<Answer> joined(Flight flight) throws InterruptedException {
    try {
      return flight.answer().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the call that was shared broke: " + e.getCause(), e);
    }
  }

  /** Forgets what is too old to be used. When that is little, it is done less often. */
  private void sweep(Instant now) {
    if (flights.size() < sweepAt) {
      return;
    }
    Iterator<Flight> each = flights.values().iterator();
    while (each.hasNext()) {
      Flight flight = each.next();
      boolean old = Duration.between(flight.at(), now).compareTo(REUSE_MAX) > 0;
      if (old && flight.answer().isDone()) {
        each.remove();
      }
    }
    sweepAt = Math.max(KNOWN_MAX, 2 * flights.size());
  }
}
