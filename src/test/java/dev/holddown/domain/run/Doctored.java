package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.permit.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** States that lie about one thing, for the simulator's planted bugs. */
public final class Doctored {
  private static final Duration DAYS = Duration.ofDays(7);

  private Doctored() {}

  /** Keys of everything that a run has touched. */
  public static List<String> keys(RunState s) {
    return List.copyOf(s.items.keySet());
  }

  private static RunState items(RunState s, Predicate<ItemState> which, Consumer<ItemState> lie) {
    RunState copy = s.copy();
    boolean any = false;
    for (String key : keys(s)) {
      if (which.test(s.item(key))) {
        ItemState item = s.item(key).copy();
        lie.accept(item);
        copy.items.put(key, item);
        any = true;
      }
    }
    return any ? copy : s;
  }

  private static RunState watches(RunState s, Consumer<WatchState> lie) {
    RunState copy = s.copy();
    s.watches.forEach((key, watch) -> {
      WatchState changed = watch.copy();
      lie.accept(changed);
      copy.watches.put(key, changed);
    });
    return copy;
  }

  /** No waiver comes to its end. */
  public static RunState waiversLast(RunState s) {
    RunState copy = s.copy();
    s.permits
        .waivers()
        .forEach((key, w) -> {
          if (w.by().isPresent()) {
            Waiver of = w.waiver();
            Waiver lasting =
                new Waiver(
                    of.id(), of.owner(), of.reasons(), of.created(), of.created().plus(DAYS));
            copy.permits =
                copy.permits.with(
                    key,
                    new PermitState.WaiverState(lasting, w.content(), w.asker(), w.by(), w.was()));
          }
        });
    return s.permits.waivers().isEmpty() ? s : copy;
  }

  /** It started no other run. */
  public static RunState noChildren(RunState s) {
    if (s.children.isEmpty()) {
      return s;
    }
    RunState copy = s.copy();
    copy.children = new Layered<>();
    return copy;
  }

  /** No act was ever begun. */
  public static RunState nothingDone(RunState s) {
    return items(s, i -> i.acted, i -> i.acted = false);
  }

  /** What could not be told is taken for good. */
  public static RunState inconclusiveIsPassed(RunState s) {
    return items(
        s,
        i -> i.status == ItemStatus.INCONCLUSIVE || i.status == ItemStatus.ERRORED,
        i -> i.status = ItemStatus.PASSED);
  }

  /** A line that ended badly waits for an answer. */
  public static RunState reopened(RunState s, String key) {
    return items(
        s,
        i -> i == s.item(key) && i.status.ended() && !i.status.good(),
        i -> {
          i.status = ItemStatus.RUNNING;
          i.findings.remove(Purpose.CHECK);
          i.endedAt = Optional.empty();
        });
  }

  /** Every signature is for what is there now. */
  public static RunState signaturesFit(RunState s) {
    RunState copy = s.copy();
    for (String key : keys(s)) {
      if (!s.item(key).signatures.isEmpty() && Signing.rule(s, key).isPresent()) {
        ItemState item = s.item(key).copy();
        String content = Signing.content(s, key);
        item.signatures.replaceAll(g ->
            new Signature(
                g.role(), g.person(), content, g.at(), g.comment(), g.covered(), g.method()));
        copy.items.put(key, item);
      }
    }
    return copy;
  }

  /** Every signature stands for two people. */
  public static RunState signaturesTwice(RunState s) {
    return items(
        s,
        i -> !i.signatures.isEmpty(),
        i -> {
          for (Signature g : List.copyOf(i.signatures)) {
            String other = g.person() + "'";
            i.signatures.add(
                new Signature(
                    g.role(), other, g.content(), g.at(), g.comment(), g.covered(), g.method()));
          }
        });
  }

  public static RunState nothingFired(RunState s) {
    return watches(s, w -> w.fired.clear());
  }

  public static RunState noDeedDone(RunState s) {
    return watches(s, w -> w.done.clear());
  }

  /** No sample was seen before. */
  public static RunState sawNothing(RunState s) {
    return watches(
        s,
        w -> {
          w.newest = Optional.empty();
          w.lookedUntil = Optional.empty();
        });
  }

  /** Nothing was in flight when the rollback was decided. */
  public static RunState noReproof(RunState s) {
    RunState copy = s.copy();
    copy.reproofNeeded = false;
    return copy;
  }

  public static RunState notHeld(RunState s) {
    RunState copy = s.copy();
    copy.held = Optional.empty();
    return copy;
  }

  /** The target was asked, and said no. */
  public static RunState doneDenied(RunState s, Instant at) {
    return items(
        s,
        i ->
            i.act
                    .filter(a -> a.status() == ActState.Status.UNSETTLED)
                    .filter(a -> !at.isBefore(a.act().landsUntil()))
                    .isPresent()
                && i.finding(Purpose.DONE).isEmpty(),
        i -> i.findings.put(Purpose.DONE, Finding.of(Verdict.FAILED, "surely not")));
  }

  public static RunState noRepeats(RunState s) {
    return items(
        s,
        i -> i.repeatOp.isPresent(),
        i -> {
          i.repeatOp = Optional.empty();
          i.tries += 100;
        });
  }

  /** No act lands after its deadline. */
  public static RunState landsByDeadline(RunState s) {
    return items(
        s,
        i -> i.act.isPresent(),
        i ->
            i.act =
                i.act.map(
                    a -> new ActState(hasty(a.act()), a.life(), a.status(), a.reference(), "")));
  }

  private static Act hasty(Act a) {
    return new Act(a.op(), a.what(), a.token(), a.deadline(), a.deadline(), a.attempt());
  }

  /** No act is open. */
  public static RunState nothingInFlight(RunState s) {
    RunState copy =
        items(
            s,
            i -> i.act.filter(ActState::open).isPresent(),
            i -> i.act = i.act.map(a -> a.to(ActState.Status.FAILED, "whatever")));
    RunState calm = copy == s ? s.copy() : copy;
    calm.late = Landing.NEVER;
    calm.others = Landing.NEVER;
    return calm;
  }
}
