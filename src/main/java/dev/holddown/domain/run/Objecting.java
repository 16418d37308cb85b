package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Item;
import java.time.Instant;
import java.util.Optional;

/** Somebody whom the playbook names objects to a hold while it waits: the hold has failed. */
final class Objecting {
  private Objecting() {}

  /** The hold of a key that takes objections. */
  static Optional<Item.Objections> to(RunState s, String key) {
    return s.plan()
        .node(key)
        .flatMap(n -> n.item() instanceof Item.Hold hold ? hold.objections() : Optional.empty());
  }

  static Direct.Outcome decide(RunState s, RunCommand.Decline c, Actor actor, Instant at) {
    Item.Objections objections = to(s, c.key()).orElseThrow();
    ItemState item = s.item(c.key());
    if (item.status.ended() || item.openedAt.isEmpty()) {
      return Direct.Outcome.no(
          "\"" + c.key() + "\" is " + item.status + "; objections are taken while it waits");
    }
    if (!objections.by().contains(c.role())) {
      return Direct.Outcome.no(
          "to \""
              + c.key()
              + "\" object "
              + String.join(" or ", objections.by())
              + ", not the role "
              + c.role());
    }
    Instant until = item.openedAt.get().plus(objections.within());
    if (!objections.within().isZero() && at.isAfter(until)) {
      return Direct.Outcome.no("objections to \"" + c.key() + "\" were taken until " + until);
    }
    return ByPerson.needsReason(c.reason())
        .orElse(
            Direct.Outcome.of(new RunEvent.Declined(c.key(), c.role(), actor.name(), c.reason())));
  }
}
