package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import java.util.Optional;

/** In an incident nobody acts before what is flagged was written down. */
final class Unseen {
  private Unseen() {}

  /** What a line of a triage waits for while no snapshot is pinned. */
  static Optional<Next> next(RunState s, Node node) {
    boolean triage = s.head.mode() == RunHead.Mode.INCIDENT;
    boolean acts = node.acts() && !(node.item() instanceof Item.Runbook);
    return s.permits
        .incident()
        .filter(incident -> triage && acts && s.item(node.key()).act.isEmpty())
        .filter(incident -> !incident.pinned())
        .map(incident ->
            new Next.Person(
                "operator",
                "pin a snapshot of incident "
                    + incident.id()
                    + " first: nothing is done before what is flagged was written down"));
  }
}
