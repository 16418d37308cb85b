package dev.holddown.engine;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * One call for many watches that ask the same: the same verb, with the same arguments, the same
 * time-out and as long ago. Each still judges the answer alone. A call that hangs delays those only
 * that joined it, and an error is the error of each. Where the verb can answer several questions by
 * one call ({@link Asking#common}), the call takes along those that will be asked before its answer
 * is too old for them. Safe from any thread.
 */
final class SharedCalls {
  /** An answer is this part of the asking watch's interval old at most, and never older than … */
  private static final int REUSE_PART = 10;

  /** … this. */
  private static final Duration REUSE_MAX = Duration.ofSeconds(1);

  /** Calls remembered before those are looked for that nobody will use any more. */
  private static final int KNOWN_MAX = 1_024;

  private final Map<Asked, Flight> flights = new ConcurrentHashMap<>();
  private final Map<Asked, Alike> alike = new ConcurrentHashMap<>();
  private volatile int sweepAt = KNOWN_MAX;

  /** What makes two calls one. {@code args} with secrets, which are equal when their values are. */
  record Asked(String action, Map<String, Object> args, Duration timeout, Duration ago) {
    /** What questions that may be asked together have in common. */
    private Asked among(Map<String, Object> common) {
      return new Asked(action, common, timeout, ago);
    }
  }

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
    Optional<Alike> others =
        verb.common(question)
            .map(common -> alike.computeIfAbsent(asked.among(common), among -> new Alike()));
    while (true) {
      Flight mine = new Flight(now, new CompletableFuture<>());
      Map<Asked, Flight> along = new LinkedHashMap<>();
      Flight flight =
          others.isEmpty()
              ? taken(asked, mine, taker)
              : takenAmong(others.get(), asked, mine, taker, along);
      if (flight == mine) {
        sweep(now);
        if (along.isEmpty()) {
          return first(asked, mine, verb, question);
        }
        Optional<Answer> answer = together(asked, mine, along, verb, question);
        if (answer.isPresent()) {
          return answer.get();
        }
        synchronized (others.get()) {
          others.get().alone(now);
        }
        return first(asked, mine, verb, question);
      }
      Optional<Answer> answer = joined(flight);
      if (answer.isPresent()) {
        return answer.get();
      }
      flights.remove(asked, flight); // whoever asked was stopped: asked again
    }
  }

  /** The flight that answers: one under way or just over that counts, else one's own. */
  private Flight taken(Asked asked, Flight mine, Taker taker) {
    return flights.merge(asked, mine, (known, own) -> taker.takes(known, mine.at()) ? known : own);
  }

  /** The same among those that may be asked together; {@code along}: those that one takes along. */
  private Flight takenAmong(
      Alike others, Asked asked, Flight mine, Taker taker, Map<Asked, Flight> along) {
    synchronized (others) {
      others.asks(asked, mine.at(), taker.every());
      Flight flight = taken(asked, mine, taker);
      if (flight != mine) {
        return flight;
      }
      for (Asked other : others.soon(asked, mine.at())) {
        if (along.size() + 1 < Alike.TOGETHER_MAX) {
          Flight its = new Flight(mine.at(), new CompletableFuture<>());
          if (flights.merge(other, its, (known, own) -> recent(known, own) ? known : own) == its) {
            along.put(other, its);
          }
        }
      }
      return flight;
    }
  }

  /** Whether a call was begun so lately that who asks soon may take its answer. */
  private static boolean recent(Flight known, Flight own) {
    return Duration.between(known.at(), own.at()).compareTo(REUSE_MAX) <= 0;
  }

  /** One call for all; empty, with nothing told to anybody, when each has to ask alone. */
  private Optional<Answer> together(
      Asked asked, Flight mine, Map<Asked, Flight> along, Asking verb, Question question)
      throws InterruptedException {
    List<Question> questions = new ArrayList<>(List.of(question));
    along.keySet().forEach(other -> questions.add(Alike.question(other, question.at())));
    List<Optional<Answer>> answers = List.of();
    boolean over = false;
    try {
      answers = verb.askTogether(questions);
      over = true;
    } finally {
      int next = 1;
      for (Map.Entry<Asked, Flight> other : along.entrySet()) {
        Optional<Answer> its = over ? answers.get(next++) : Optional.empty();
        other.getValue().answer().complete(its);
        if (its.isEmpty()) {
          flights.remove(other.getKey(), other.getValue()); // asked again by whoever asks it
        }
      }
      if (!over && mine.answer().complete(Optional.empty())) {
        flights.remove(asked, mine);
      }
    }
    Optional<Answer> own = answers.getFirst();
    own.ifPresent(answer -> mine.answer().complete(own));
    return own;
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
    alike
        .values()
        .removeIf(group -> {
          synchronized (group) {
            return group.isOver(now);
          }
        });
    sweepAt = Math.max(KNOWN_MAX, 2 * flights.size());
  }
}
