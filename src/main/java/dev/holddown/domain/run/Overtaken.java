package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A way back by hand that took the lock from a forward run. It acts at once; what that run had
 * begun may still land behind its back, so its last stage closes only when nothing can land any
 * more, and what was proved before is asked once more.
 */
final class Overtaken {
  private Overtaken() {}

  /** Until when something of another run may still land; empty when nothing can. */
  static Optional<Instant> until(RunState s) {
    boolean byHand = s.head.mode() == RunHead.Mode.ROLLBACK_BY_HAND && s.phase == Phase.FORWARD;
    return byHand && s.others.until().isAfter(s.startedAt)
        ? Optional.of(s.others.until())
        : Optional.empty();
  }

  /** Whether the stage may not close yet. */
  static boolean waits(RunState s, Stage stage, Instant at) {
    return isLast(s, stage) && until(s).filter(at::isBefore).isPresent();
  }

  /** The proofs that are older than what may have landed. */
  static List<RunEvent> again(RunState s, Stage stage) {
    Optional<Instant> until = until(s);
    if (until.isEmpty() || !isLast(s, stage)) {
      return List.of();
    }
    String why = "a forward act of another run could land until " + until.get();
    return s.plan().stage(stage.id()).stream()
        .flatMap(Node::all)
        .filter(node -> !node.gathers() && proves(node))
        .filter(node -> s.item(node.key()).status == ItemStatus.PASSED)
        .filter(
            node -> s.item(node.key()).endedAt.filter(at -> at.isBefore(until.get())).isPresent())
        .<RunEvent>map(
            node -> new RunEvent.Reopened(node.key(), s.item(node.key()).attempt + 1, why))
        .toList();
  }

  private static boolean proves(Node node) {
    return switch (node.item()) {
      case Item.Check check -> check.probe().isPresent();
      case Item.Step step -> step.done().isPresent();
      default -> false;
    };
  }

  private static boolean isLast(RunState s, Stage stage) {
    return s.plan().playbook().stages().getLast().equals(stage);
  }
}
