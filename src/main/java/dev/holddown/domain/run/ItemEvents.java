package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What events change of one item. */
final class ItemEvents {
  private final RunState s;
  private final Instant at;

  ItemEvents(RunState next, Instant at) {
    this.s = next;
    this.at = at;
  }

  /** Whether the event was one of an item, and is applied. */
  boolean apply(RunEvent event) {
    switch (event) {
      case RunEvent.Opened e -> item(e.key(), i -> i.openedAt = Optional.of(at));
      case RunEvent.Late e when Owed.isKey(e.key()) ->
          s.owed(e.key()).ifPresent(round -> s.owed.put(e.key(), round.overdue(at)));
      case RunEvent.Late e -> late(e);
      case RunEvent.Owing e -> {
        s.owed.put(e.key(), new OwedRound(e.round(), e.opens(), e.due(), at, false));
        item(e.key(), i -> owing(i, e));
      }
      case RunEvent.Reminded e ->
          s.owed(e.key()).ifPresent(round -> s.owed.put(e.key(), round.told(at)));
      case RunEvent.Asked e -> asked(e);
      case RunEvent.Chosen e -> item(e.key(), i -> i.chosen = Optional.of(e.index()));
      case RunEvent.Intended e -> intended(e);
      case RunEvent.Begun e -> item(e.key(), i -> i.act = i.act.map(a -> begun(a, e)));
      case RunEvent.Ended e -> item(e.key(), i -> ended(i, e));
      case RunEvent.StopIntended e -> s.stops = with(s.stops, e.op());
      case RunEvent.Settled e -> item(e.key(), i -> settled(i, e));
      case RunEvent.RetryPlanned e -> item(e.key(), i -> retry(i, e));
      case RunEvent.Turned e -> item(e.key(), i -> turned(i, e));
      case RunEvent.Reopened e -> {
        s.pardoned = with(s.pardoned, e.key());
        item(e.key(), i -> reopened(i, e));
      }
      case RunEvent.Signed e -> {
        item(e.key(), i -> i.signatures.add(signature(e)));
        s.permits = s.permits.signed(e.key(), e.person());
      }
      case RunEvent.SignatureVoided e -> item(e.key(), i -> voided(i, e));
      case RunEvent.Declined e -> item(e.key(), i -> declined(i, e));
      case RunEvent.Filled e -> item(e.key(), i -> i.values.putAll(e.values()));
      case RunEvent.Commented e -> commented(e);
      case RunEvent.Attached e -> attached(e);
      default -> {
        return false;
      }
    }
    return true;
  }

  void item(String key, Consumer<ItemState> change) {
    ItemState copy = s.item(key).copy();
    change.accept(copy);
    s.items.put(key, copy);
    if (copy.signatures.isEmpty() == s.signed.contains(key)) {
      s.signed = copy.signatures.isEmpty() ? without(s.signed, key) : with(s.signed, key);
    }
    Fronts.moved(s, key);
  }

  private static Set<String> with(Set<String> set, String more) {
    Set<String> all = new LinkedHashSet<>(set);
    all.add(more);
    return Collections.unmodifiableSet(all);
  }

  private static Set<String> without(Set<String> set, String less) {
    if (!set.contains(less)) {
      return set;
    }
    Set<String> rest = new LinkedHashSet<>(set);
    rest.remove(less);
    return Collections.unmodifiableSet(rest);
  }

  /** A person who reopens the gate of a late stage lets it be late. */
  private void late(RunEvent.Late e) {
    s.overdue.put(e.key(), e.due());
    s.pardoned = without(s.pardoned, Signing.gateKey(e.key()));
  }

  private void commented(RunEvent.Commented e) {
    List<Remark> more = new ArrayList<>(s.remarks(e.key()));
    more.add(new Remark(at, e.person(), e.text()));
    s.remarks.put(e.key(), List.copyOf(more));
  }

  private void attached(RunEvent.Attached e) {
    List<AttachedFile> more = new ArrayList<>(s.files(e.key()));
    more.add(new AttachedFile(at, e.person(), e.file()));
    s.files.put(e.key(), List.copyOf(more));
  }

  private void asked(RunEvent.Asked e) {
    boolean form = e.purpose() == Purpose.FILL;
    if (!form) {
      s.saved.putAll(e.finding().saves());
    }
    item(
        e.key(),
        i -> {
          if (form) {
            Filling.computed(s, e.key(), i, e.finding().saves());
          }
          i.findings.put(e.purpose(), e.finding());
          i.askedAt.put(e.purpose(), at);
          i.asks++;
          i.status = i.status.ended() ? i.status : ItemStatus.RUNNING;
        });
  }

  private void intended(RunEvent.Intended e) {
    if (!Owed.isKey(e.key())) {
      s.sequence = Math.max(s.sequence, e.act().token().sequence());
    }
    item(
        e.key(),
        i -> {
          i.acted = true;
          i.act =
              Optional.of(new ActState(e.act(), life(e.act()), ActState.Status.INTENDED, "", ""));
          i.findings.remove(Purpose.DONE);
          i.findings.remove(Purpose.VERIFY);
          i.retryAt = Optional.empty();
          i.repeatOp = Optional.empty();
          i.status = ItemStatus.RUNNING;
        });
  }

  private static ActState begun(ActState act, RunEvent.Begun e) {
    return new ActState(act.act(), act.life(), ActState.Status.BEGUN, e.reference(), "");
  }

  private Duration life(Act act) {
    Duration life = Duration.between(at, act.landsUntil());
    return life.isNegative() ? Duration.ZERO : life;
  }

  /** An act that is repeated at once may still land itself: the lock is kept until it cannot. */
  void mayBeLate(ActState act) {
    s.late = s.late.and(act.landing());
  }

  private void ended(ItemState i, RunEvent.Ended e) {
    if (i.act.isEmpty() || !i.act.get().act().op().equals(e.op())) {
      return;
    }
    ActState.Status status =
        switch (e.ending()) {
          case LANDED -> ActState.Status.LANDED;
          case FAILED -> ActState.Status.FAILED;
          case UNKNOWN -> ActState.Status.UNSETTLED;
        };
    i.act = i.act.map(a -> a.to(status, e.message()));
    if (e.ending() == Ending.UNKNOWN) {
      i.unknowns++;
      i.act.filter(act -> !Owed.isKey(e.key())).ifPresent(this::mayBeLate);
    }
  }

  /** What may be done twice is done again under the same operation id; anything else has failed. */
  private void settled(ItemState i, RunEvent.Settled e) {
    if (e.landed() || !repeats(e.key())) {
      i.act =
          i.act.map(
              a -> a.to(e.landed() ? ActState.Status.LANDED : ActState.Status.FAILED, e.how()));
      return;
    }
    i.act = Optional.empty();
    i.repeatOp = Optional.of(e.op());
    i.findings.remove(Purpose.DONE);
  }

  private boolean repeats(String key) {
    return s.plan
        .node(key)
        .map(Node::item)
        .filter(item ->
            !(item instanceof Item.Step step)
                || step.done().isPresent()
                || step.traits().repeatable())
        .isPresent();
  }

  private void retry(ItemState i, RunEvent.RetryPlanned e) {
    i.retryAt = Optional.of(e.at());
    i.reason = e.reason();
    i.tries++;
    i.findings.remove(Purpose.DONE);
    i.findings.remove(Purpose.VERIFY);
    i.findings.remove(Purpose.CHECK);
    i.findings.remove(Purpose.BEFORE);
    if (Owed.isKey(e.key())) {
      i.findings.remove(Purpose.FILL);
    }
    if (i.finding(Purpose.WHEN).filter(when -> !when.verdict().passed()).isPresent()) {
      i.findings.remove(Purpose.WHEN);
    }
    i.findings.remove(Purpose.CHOOSE);
    i.chosen = i.chosen.filter(index -> index >= 0);
    boolean message =
        s.plan.node(e.key()).filter(n -> n.item() instanceof Item.Message).isPresent();
    boolean open = i.act.filter(ActState::open).isPresent();
    if (open && message) {
      // only a message is sent again while nothing is known of it, and then under the same name
      i.repeatOp = i.act.map(a -> a.act().op());
    }
    if (!open || message) {
      i.act = Optional.empty();
    }
  }

  private void turned(ItemState i, RunEvent.Turned e) {
    i.refreshing &= !e.status().ended();
    i.status = e.status();
    i.reason = e.reason();
    i.endedAt = e.status().ended() ? Optional.of(at) : Optional.empty();
    i.retryAt = Optional.empty();
    i.baking = false;
    i.countingSince = Optional.empty();
  }

  private static void reopened(ItemState i, RunEvent.Reopened e) {
    boolean unsettled = i.act.filter(ActState::open).isPresent();
    Optional<ActState> act = i.act;
    i.forget();
    i.act = unsettled ? act : Optional.empty();
    i.signatures.clear();
    // what was filled in is proposed anew, and computed values are computed anew
    i.proposed.putAll(i.values);
    i.values.clear();
    i.tries = 0;
    i.unknowns = 0;
    i.attempt = e.attempt();
    i.refreshing = i.status == ItemStatus.STALE;
    i.status = ItemStatus.OPEN;
    i.endedAt = Optional.empty();
    i.reason = e.reason();
  }

  /** Each time anew; what was filled in the last time is proposed. */
  private void owing(ItemState i, RunEvent.Owing e) {
    i.forget();
    i.signatures.clear();
    i.proposed.putAll(i.values);
    i.values.clear();
    i.tries = 0;
    i.unknowns = 0;
    // a round that was rechecked used up attempts, and no operation id is used twice
    i.attempt = e.round() == 1 ? 1 : Math.max(e.round(), i.attempt + 1);
    i.status = ItemStatus.OPEN;
    i.openedAt = Optional.of(at);
    i.endedAt = Optional.empty();
    i.reason = "";
  }

  private Signature signature(RunEvent.Signed e) {
    return new Signature(
        e.role(), e.person(), e.content(), at, e.comment(), e.covered(), e.method());
  }

  private void voided(ItemState i, RunEvent.SignatureVoided e) {
    i.signatures.removeIf(g -> g.person().equals(e.person()) && g.role().equals(e.role()));
    boolean partOfTheAnswer =
        s.plan
            .node(e.key())
            .filter(n -> n.item() instanceof Item.Check || n.item() instanceof Item.Hold)
            .isPresent();
    if (i.status == ItemStatus.SIGNED || (i.status == ItemStatus.PASSED && partOfTheAnswer)) {
      i.status = ItemStatus.OPEN;
      i.endedAt = Optional.empty();
    }
  }

  private void declined(ItemState i, RunEvent.Declined e) {
    if (e.key().equals(WayBack.APPROVAL)) {
      s.proposal = Optional.empty();
      s.permits = s.permits.proposed(Optional.empty());
      i.signatures.clear();
      return;
    }
    i.status = ItemStatus.FAILED;
    i.baking = false;
    i.countingSince = Optional.empty();
    i.reason = e.person() + " declined as " + e.role() + ": " + e.reason();
    i.endedAt = Optional.of(at);
  }
}
