package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What follows when a watch fires: the stronger of its own {@code then} and an {@code on-breach}.
 */
final class Triggers {
  /** Said of a watch that got no answer for two intervals. */
  static final String BLIND = "blind";

  /** Said of a watch that got no answer for as long as its policy holds. */
  static final String UNSEEN = "unseen";

  private Triggers() {}

  /** The events after {@code fired}, given the state that already holds it. */
  static List<RunEvent> follow(RunState s, RunEvent.Fired fired, Run.Moment moment) {
    List<RunEvent> events = new ArrayList<>();
    String cause = "watch " + fired.watch() + ": " + fired.reason();
    boolean breach = isBreach(s, fired);
    Item.OnBreach onBreach = breach ? strongest(s, fired.watch()) : Item.OnBreach.RESTART;
    boolean rollback = has(fired, Watch.Then.Deed.ROLLBACK) || onBreach == Item.OnBreach.ROLLBACK;
    if (s.phase == Phase.WATCHING) {
      if (rollback || has(fired, Watch.Then.Deed.PROPOSE)) {
        events.add(afterTheEnd(s, rollback, cause));
      }
    } else if (s.phase == Phase.FORWARD || (s.phase == Phase.ABORTING && s.lockHeld)) {
      if (rollback) {
        events.addAll(WayBack.start(s, moment, fired.watch(), cause));
      } else if (has(fired, Watch.Then.Deed.PROPOSE)) {
        events.addAll(WayBack.propose(s, fired.watch(), cause));
      } else if (breach) {
        milder(s, fired, onBreach, cause, events);
      }
    }
    notices(s, fired, cause, events);
    return events;
  }

  /**
   * Whether the lines that name the watch act on it: neither blindness nor a deed that waited is a
   * new breach, nor is a level that only warns beside others that do more.
   */
  private static boolean isBreach(RunState s, RunEvent.Fired fired) {
    List<Watch.Level> levels = s.plan().watch(fired.watch()).watch().levels();
    return levels.stream()
        .filter(level -> level.name().equals(fired.level()))
        .anyMatch(level -> levels.size() == 1 || !onlyWarns(level));
  }

  private static boolean onlyWarns(Watch.Level level) {
    return !level.then().isEmpty()
        && level.then().stream().allMatch(t -> t.deed() == Watch.Then.Deed.NOTIFY);
  }

  /** The lock is gone: a linked run takes it back, or a person is asked to. */
  private static RunEvent afterTheEnd(RunState s, boolean rollback, String cause) {
    boolean can = s.plan().playbook().rollback().isPresent();
    String how =
        can
            ? "holddown rollback " + s.head().run() + " does it"
            : "the playbook has no rollback: block";
    return rollback && can
        ? new RunEvent.Closed(Outcome.TAKEN_BACK, cause)
        : new RunEvent.Noticed(
            RunEvent.Noticed.UNNUMBERED,
            "page",
            List.of(),
            "rollback is proposed: " + cause + "; " + how);
  }

  private static void milder(
      RunState s,
      RunEvent.Fired fired,
      Item.OnBreach onBreach,
      String cause,
      List<RunEvent> events) {
    for (Map.Entry<String, ItemState> entry : baking(s, fired.watch())) {
      String key = entry.getKey();
      switch (onBreach) {
        case PAUSE -> {
          if (!s.stays()) {
            events.add(new RunEvent.Held(cause));
          }
          return;
        }
        case RESTART -> events.add(new RunEvent.BakeRestarted(key, entry.getValue().step, cause));
        case FAIL -> events.add(new RunEvent.Turned(key, ItemStatus.FAILED, cause));
        case ROLLBACK -> throw new IllegalStateException("handled before");
      }
    }
  }

  private static List<Map.Entry<String, ItemState>> baking(RunState s, String watchKey) {
    return s.items.entrySet().stream()
        .filter(e -> e.getValue().baking)
        .filter(e ->
            s.plan()
                .node(e.getKey())
                .filter(n -> Baking.watchKeys(s, n).contains(watchKey))
                .isPresent())
        .toList();
  }

  /** The strongest {@code on-breach} among the items that bake now and name the watch. */
  private static Item.OnBreach strongest(RunState s, String watchKey) {
    return baking(s, watchKey).stream()
        .map(e -> onBreach(s.plan().node(e.getKey()).orElseThrow().item()))
        .max(Enum::compareTo)
        .orElse(Item.OnBreach.RESTART);
  }

  private static Item.OnBreach onBreach(Item item) {
    return switch (item) {
      case Item.Rollout rollout -> rollout.onBreach();
      case Item.Hold hold -> hold.onBreach();
      default -> Item.OnBreach.RESTART;
    };
  }

  private static boolean has(RunEvent.Fired fired, Watch.Then.Deed deed) {
    return fired.then().stream().anyMatch(t -> t.deed() == deed);
  }

  private static void notices(
      RunState s, RunEvent.Fired fired, String cause, List<RunEvent> events) {
    for (Watch.Then then : fired.then()) {
      if (then.deed() == Watch.Then.Deed.PAGE || then.deed() == Watch.Then.Deed.NOTIFY) {
        String deed = then.deed() == Watch.Then.Deed.PAGE ? "page" : "notify";
        events.add(new RunEvent.Noticed(RunEvent.Noticed.UNNUMBERED, deed, then.to(), cause));
      }
      if (then.deed() == Watch.Then.Deed.RUNBOOK && s.phase != Phase.ABORTING) {
        then.to().forEach(use -> events.add(Children.ofWatch(s, fired.watch(), use)));
      }
    }
  }

  /** Deeds that wait ({@code after: 5m}) and whose window is still open when their time comes. */
  static List<RunEvent.Fired> delayed(RunState s, java.time.Instant at) {
    List<RunEvent.Fired> due = new ArrayList<>();
    for (Plan.WatchKey key : s.plan().watches().values()) {
      WatchState state = s.watch(key.key());
      for (Watch.Level level : key.watch().levels()) {
        java.time.Instant firedAt = state.fired.get(level.name());
        WatchState.Window window = state.windows.get(level.name());
        if (state.armed && firedAt != null && window != null) {
          level.then().stream()
              .filter(t -> !t.after().isZero() && !at.isBefore(firedAt.plus(t.after())))
              .filter(t -> !state.done.contains(name(level, t)))
              .forEach(t -> due.add(fired(key.key(), level, t, window, at)));
        }
      }
    }
    return due;
  }

  private static RunEvent.Fired fired(
      String key,
      Watch.Level level,
      Watch.Then then,
      WatchState.Window window,
      java.time.Instant at) {
    return new RunEvent.Fired(
        key,
        name(level, then),
        window.start(),
        at,
        window.reason()
            + ", and still so "
            + dev.holddown.domain.kernel.Span.text(then.after())
            + " later",
        List.of(new Watch.Then(then.deed(), then.to(), Duration.ZERO)),
        java.util.Optional.empty());
  }

  private static String name(Watch.Level level, Watch.Then then) {
    return level.name() + "+" + then.after() + then.deed();
  }
}
