package dev.holddown.domain.run;

import dev.holddown.domain.permit.Granted;
import java.time.Instant;
import java.util.Optional;

/** What events of permits change. */
final class PermitEvents {
  private final RunState s;
  private final Entry entry;
  private final ItemEvents items;

  PermitEvents(RunState next, Entry entry) {
    this.s = next;
    this.entry = entry;
    this.items = new ItemEvents(next, entry.at());
  }

  void apply(PermitEvent event) {
    switch (event) {
      case PermitEvent.WaiverAsked e -> asked(e);
      case PermitEvent.WaiverApproved e -> approved(e);
      case PermitEvent.WaiverRefused e ->
          ended(e.key(), "refused by " + e.by() + ": " + e.by().reason());
      case PermitEvent.WaiverEnded e -> ended(e.key(), e.why());
      case PermitEvent.FreezeMet e -> {}
      case PermitEvent.IncidentTold e -> s.permits = s.permits.of(e.incident());
      case PermitEvent.FreezeOverridden e ->
          s.permits =
              s.permits.with(new PermitState.Override(e.freeze(), e.by(), entry.at(), e.until()));
      case PermitEvent.PolicyUsed e -> s.permits = s.permits.uses(e.policy());
      case PermitEvent.Escalated e -> s.permits = s.permits.escalate();
      case PermitEvent.DelegationUsed e ->
          s.permits = s.permits.signsFor(e.key(), e.person(), e.giver());
    }
  }

  private void asked(PermitEvent.WaiverAsked e) {
    ItemState item = s.item(e.key());
    PermitState.Was was = new PermitState.Was(item.status, item.reason, "");
    PermitState.WaiverState waiver =
        new PermitState.WaiverState(
            e.waiver(), e.content(), entry.actor().name(), Optional.empty(), was);
    s.permits = s.permits.with(e.key(), waiver);
  }

  private void approved(PermitEvent.WaiverApproved e) {
    PermitState.WaiverState asked = s.permits.waivers().get(e.key());
    if (asked == null) {
      return;
    }
    Granted by = e.by();
    s.permits =
        s.permits.with(
            e.key(),
            new PermitState.WaiverState(
                asked.waiver(), asked.content(), asked.asker(), Optional.of(by), asked.was()));
    Instant until = asked.waiver().expires();
    items.item(
        e.key(),
        i -> {
          i.status = ItemStatus.WAIVED;
          i.reason =
              asked.waiver().id()
                  + " by "
                  + by
                  + " until "
                  + until
                  + ": "
                  + asked.waiver().reasons().rationale()
                  + "; it was "
                  + asked.was().status()
                  + (asked.was().reason().isEmpty() ? "" : " (" + asked.was().reason() + ")");
        });
  }

  private void ended(String key, String why) {
    PermitState.WaiverState waiver = s.permits.waivers().get(key);
    if (waiver == null) {
      return;
    }
    PermitState.Was was = waiver.was();
    s.permits =
        s.permits.with(
            key,
            new PermitState.WaiverState(
                waiver.waiver(),
                waiver.content(),
                waiver.asker(),
                waiver.by(),
                new PermitState.Was(was.status(), was.reason(), why)));
    if (s.item(key).status == ItemStatus.WAIVED) {
      items.item(
          key,
          i -> {
            i.status = was.status();
            i.reason = was.reason() + "; waiver " + waiver.waiver().id() + " " + why;
          });
    }
  }
}
