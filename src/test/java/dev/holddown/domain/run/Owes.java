package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is owed, built in code. */
final class Owes {
  private Owes() {}

  /** A message that nobody writes, again and again. */
  static Obligation every(String id, Duration every, String from, String until) {
    Obligation.Term term =
        new Obligation.Term(
            moment(from), Optional.of(moment(until)), Optional.empty(), every, Optional.empty());
    return owed(line("owed/" + id).message(), term, Duration.ZERO);
  }

  /** A record of a cause by the operator, so long after a moment at the latest. */
  static Obligation by(String id, String from, Duration due) {
    return by(line("owed/" + id).record(Duration.ZERO, "cause operator"), from, due);
  }

  /** Anything, so long after a moment at the latest. */
  static Obligation by(Item item, String from, Duration due) {
    Obligation.Term term =
        new Obligation.Term(
            moment(from),
            Optional.empty(),
            Optional.of(new Watch.Moment(from, due)),
            Duration.ZERO,
            Optional.empty());
    return owed(item, term, Duration.ZERO);
  }

  /** Something between two moments, of which its owner is reminded. */
  static Obligation between(
      Item item, String from, Duration first, Duration last, Duration remind) {
    Obligation.Term term =
        new Obligation.Term(
            moment(from),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.of(new Obligation.Between(first, last)));
    return owed(item, term, remind);
  }

  private static Obligation owed(Item item, Obligation.Term term, Duration remind) {
    return new Obligation(
        item, "operator", term, new Obligation.Telling(remind, List.of("lead"), List.of()));
  }

  private static Watch.Moment moment(String anchor) {
    return new Watch.Moment(anchor, Duration.ZERO);
  }
}
