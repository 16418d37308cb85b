package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Watch;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When something is owed, once its moments are known.
 *
 * @param from since when
 * @param opens not met before
 * @param due late after
 */
record OwedTerm(Instant from, Instant opens, Instant due) {
  private static final String INCIDENT = "incident.";

  /** Whether it is still owed after the end, or will be. */
  static boolean isOpen(RunState s, Obligation o) {
    String key = o.item().about().id();
    ItemStatus status = s.item(key).status;
    if (s.owed(key).isEmpty()) {
      boolean begins = of(s, o).filter(b -> !isOver(s, o, b.from())).isPresent();
      return counts(s, o) && (begins || waits(s, o));
    }
    boolean again = !o.term().every().isZero() && status != ItemStatus.NOT_APPLICABLE;
    return !status.ended() || again && !isOver(s, o, s.lastAt);
  }

  /** Whether it begins with a moment of the incident that goes on, which may come after the end. */
  private static boolean waits(RunState s, Obligation o) {
    boolean on = s.permits.incident().filter(i -> i.times().left().isEmpty()).isPresent();
    if (!on || of(s, o).isPresent() || isOver(s, o, s.lastAt)) {
      return false;
    }
    boolean never = s.item(o.term().from().anchor()).status == ItemStatus.NOT_APPLICABLE;
    return !never
        && Stream.concat(Stream.of(o.term().from()), o.term().due().stream())
            .allMatch(m -> m.anchor().startsWith(INCIDENT) || Moments.at(s, m, false).isPresent());
  }

  /**
   * Whether it is of this run: what another run is taken back by owes what follows from the way
   * back, a run that changed nothing and was given up owes nothing, and some of it only a run of
   * one mode.
   */
  static boolean counts(RunState s, Obligation o) {
    boolean nothing =
        s.outcome.filter(end -> end == Outcome.ABORTED).isPresent() && !s.touchedTheWorld();
    boolean back = o.term().from().anchor().startsWith("rollback.");
    boolean other = o.mode().filter(m -> !m.equals(s.head.inputs().get("mode"))).isPresent();
    return !nothing && !other && (back || s.head.mode() != RunHead.Mode.ROLLBACK);
  }

  /** Whether no more of it is owed at this moment. */
  static boolean isOver(RunState s, Obligation o, Instant at) {
    Optional<Watch.Moment> until = o.term().until();
    if (until.isEmpty()) {
      return false;
    }
    Optional<Instant> end = Moments.at(s, until.get(), false);
    if (end.isPresent()) {
      return !at.isBefore(end.get());
    }
    boolean ofIncident = until.get().anchor().startsWith(INCIDENT);
    boolean goesOn = ofIncident && s.permits.incident().isPresent();
    // after the end nothing is reached any more, and what is once is owed all the same
    return s.closed() && !goesOn && !o.term().every().isZero();
  }

  /** Its term, once all of it is known. */
  static Optional<OwedTerm> of(RunState s, Obligation o) {
    ItemStatus line = s.item(o.term().from().anchor()).status;
    return line == ItemStatus.NOT_APPLICABLE
        ? Optional.empty() // it was never done
        : Moments.at(s, o.term().from(), false).flatMap(from -> from(s, o, from));
  }

  /** The same when it is owed from a moment on. */
  static Optional<OwedTerm> from(RunState s, Obligation o, Instant from) {
    Obligation.Term term = o.term();
    if (!term.every().isZero()) {
      return Optional.of(new OwedTerm(from, from, from.plus(term.every())));
    }
    if (term.between().isPresent()) {
      Instant first = from.plus(term.between().get().first());
      Instant last = from.plus(term.between().get().last());
      return Optional.of(
          o.books() ? new OwedTerm(from, from, first) : new OwedTerm(from, first, last));
    }
    return term.due()
        .flatMap(due -> Moments.at(s, due, false))
        .map(due -> new OwedTerm(from, from, due));
  }
}
