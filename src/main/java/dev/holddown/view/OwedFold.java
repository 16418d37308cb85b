package dev.holddown.view;

import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Owed;
import dev.holddown.domain.run.OwedRound;
import dev.holddown.domain.run.RunState;
import java.util.List;
import java.util.Optional;

/** Folds what a run owes. */
final class OwedFold {
  private final RunState s;
  private final List<Waiting> waits;

  /** {@code waits}: who is asked for something that is owed. */
  OwedFold(RunState state, List<Waiting> waits) {
    this.s = state;
    this.waits = waits;
  }

  List<OwedView> all(List<ItemView> lines) {
    return lines.stream().map(this::view).toList();
  }

  private OwedView view(ItemView line) {
    String key = line.name().key();
    Obligation owed = s.plan().obligation(key).orElseThrow();
    Optional<OwedRound> begun = s.owed(key);
    boolean open = Owed.open(s, key);
    Optional<OwedRound> round = begun.isPresent() || !open ? begun : Owed.ahead(s, key);
    return new OwedView(
        line,
        owed.owner(),
        word(s.item(key).status(), begun, open),
        new OwedView.Times(
            round.map(OwedRound::opens),
            round.map(OwedRound::due),
            round.map(OwedRound::number).orElse(0)),
        waits.stream().filter(wait -> wait.key().equals(key)).toList());
  }

  private static String word(ItemStatus status, Optional<OwedRound> round, boolean open) {
    if (round.isEmpty()) {
      return open ? "ahead" : "over";
    }
    if (status == ItemStatus.NOT_APPLICABLE) {
      return "over";
    }
    if (status == ItemStatus.SKIPPED) {
      return "given up";
    }
    return status.ended() ? "met" : round.get().late() ? "overdue" : "owed";
  }
}
