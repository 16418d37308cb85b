package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Delegation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Signing in the name of another one: a delegate adds a person, never a second voice. */
final class Delegates {
  private Delegates() {}

  /** {@code own}: what the same signature means in one's own name. */
  static Direct.Outcome sign(
      RunState s,
      Actor actor,
      Run.Moment moment,
      PermitCommand.SignFor c,
      Function<RunCommand.Sign, Direct.Outcome> own) {
    Optional<Delegation> delegation =
        moment.house().delegation(actor.name(), c.giver(), c.role(), moment.at());
    if (delegation.isEmpty()) {
      return Direct.Outcome.no(
          c.giver()
              + " has not delegated the role "
              + c.role()
              + " to "
              + actor.name()
              + " for now; see: holddown delegation list");
    }
    if (Waivers.isKey(c.key())) {
      return Direct.Outcome.no("a waiver is approved in one's own name, not by delegation");
    }
    Optional<String> refusal = Signing.refusal(s, c.key(), c.role(), c.giver(), moment.at());
    if (refusal.isPresent()) {
      return Direct.Outcome.no(refusal.get());
    }
    String how = "for " + c.giver() + " by delegation " + delegation.get().id();
    String comment = c.comment().isEmpty() ? how : how + ": " + c.comment();
    Direct.Outcome signed = own.apply(c.own(comment));
    if (signed.refusal().isPresent()) {
      return signed;
    }
    List<RunEvent> events = new ArrayList<>();
    events.add(
        new PermitEvent.DelegationUsed(
            c.key(), c.role(), actor.name(), c.giver(), delegation.get().id()));
    events.addAll(signed.events());
    return new Direct.Outcome(events, Optional.empty());
  }
}
