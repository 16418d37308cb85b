package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Linked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs that a run starts: each at most once, and none outlives the way forward that wanted it. */
final class Children {
  /** Begins the keys of those that a watch started. */
  static final String OF_WATCH = "watch/";

  private Children() {}

  /** What a line that starts a run needs next. */
  static Next next(RunState s, Node node, Item.Runbook runbook) {
    ItemState i = s.item(node.key());
    Optional<Child> child =
        Optional.ofNullable(s.children.get(node.key())).filter(c -> c.attempt() == i.attempt);
    if (child.isEmpty()) {
      return begin(s, node, i, runbook);
    }
    Optional<Child.End> end = child.get().end();
    if (end.isPresent()) {
      boolean good = end.get().outcome() == Outcome.SUCCEEDED;
      String said = "run " + child.get().run() + ": " + end.get().sentence();
      return turn(node, good ? ItemStatus.PASSED : ItemStatus.FAILED, said);
    }
    return child.get().started() && !runbook.waits()
        ? turn(node, ItemStatus.PASSED, "run " + child.get().run() + " was started")
        : new Next.Child(child.get().run(), child.get().started());
  }

  private static Next begin(RunState s, Node node, ItemState i, Item.Runbook runbook) {
    Optional<Finding> found = i.finding(Purpose.FILL);
    if (found.isEmpty()) {
      return new Next.Ask(Purpose.FILL);
    }
    if (!found.get().verdict().passed()) {
      return turn(node, ItemStatus.ERRORED, found.get().reason());
    }
    String run = id(s, node.key(), i.attempt);
    return new Next.Automatic(
        new RunEvent.ChildIntended(node.key(), run, runbook.use(), found.get().saves()));
  }

  private static Next turn(Node node, ItemStatus status, String reason) {
    return new Next.Automatic(new RunEvent.Turned(node.key(), status, reason));
  }

  /** The same for the same attempt, so that it is started once. */
  private static String id(RunState s, String key, int attempt) {
    return s.head.run() + "-" + key.replaceAll("[^A-Za-z0-9_]", "-") + "-" + attempt;
  }

  /** A watch starts a run; nobody waits for it. */
  static RunEvent ofWatch(RunState s, String watch, String use) {
    long before = s.children.keySet().stream().filter(key -> key.startsWith(OF_WATCH)).count();
    String key = OF_WATCH + watch + "/" + (before + 1);
    return new RunEvent.ChildIntended(key, id(s, key, 1), use, Map.of());
  }

  /** Those of watches that are not started yet. */
  static List<Map.Entry<String, Child>> toStart(RunState s) {
    if (s.children.isEmpty()) {
      return List.of();
    }
    return s.children.entrySet().stream()
        .filter(e -> e.getKey().startsWith(OF_WATCH) && !e.getValue().started())
        .filter(e -> may(s, e.getValue()))
        .toList();
  }

  /** While a run goes back, nothing is started inside its lock. */
  private static boolean may(RunState s, Child child) {
    return switch (s.phase) {
      case FORWARD, WATCHING -> true;
      case ROLLING_BACK -> !inside(s, child);
      case QUEUED, ABORTING, CLOSED -> false;
    };
  }

  /** Those that work inside the lock and have not ended: it is kept until they have. */
  static List<Child> open(RunState s) {
    return s.children.isEmpty()
        ? List.of()
        : s.children.values().stream().filter(c -> c.open() && inside(s, c)).toList();
  }

  private static boolean inside(RunState s, Child child) {
    return Optional.ofNullable(s.plan().playbook().runbooks().get(child.use()))
        .filter(book -> book.subject().service().equals(s.head.service()))
        .filter(book -> book.linked().filter(l -> l.mode() == Linked.Mode.INCIDENT).isEmpty())
        .isPresent();
  }

  /** Why a line is not touched while its run is open. */
  static Optional<String> busy(RunState s, String key) {
    return Optional.ofNullable(s.children.get(key))
        .filter(Child::open)
        .map(c ->
            "\""
                + key
                + "\" waits for run "
                + c.run()
                + "; end that one first: holddown abort "
                + c.run());
  }

  // --- commands ---

  static Direct.Outcome start(RunState s, RunCommand.StartChild c) {
    Child child = s.children.get(c.key());
    boolean wanted = child != null && child.run().equals(c.run()) && !child.started();
    boolean ofWatch = toStart(s).stream().anyMatch(e -> e.getKey().equals(c.key()));
    if (!wanted || !(ofWatch || s.phase == Phase.FORWARD)) {
      return Direct.Outcome.no("run " + c.run() + " is not to be started now");
    }
    List<RunEvent> events = new ArrayList<>();
    events.add(new RunEvent.ChildStarted(c.key(), c.run()));
    if (s.lockHeld) {
      // its acts come after ours so far, and before ours from now on
      events.add(new RunEvent.EpochRaised(s.epoch + 2, "run " + c.run() + " works inside it"));
    }
    return new Direct.Outcome(events, Optional.empty());
  }

  static Direct.Outcome end(RunState s, RunCommand.EndChild c) {
    return s.children.entrySet().stream()
        .filter(e -> e.getValue().run().equals(c.run()) && e.getValue().open())
        .findFirst()
        .map(e ->
            Direct.Outcome.of(
                new RunEvent.ChildEnded(e.getKey(), c.run(), c.outcome(), c.sentence())))
        .orElse(Direct.Outcome.of());
  }

  // --- events ---

  static void intended(RunState s, RunEvent.ChildIntended e) {
    int attempt = s.item(e.key()).attempt;
    Child.Wanted wanted = new Child.Wanted(e.use(), e.inputs(), attempt);
    s.children.put(e.key(), new Child(e.run(), wanted, false, Optional.empty()));
  }

  static void started(RunState s, RunEvent.ChildStarted e) {
    s.children.computeIfPresent(e.key(), (key, c) -> new Child(c.run(), c.wanted(), true, c.end()));
  }

  static void ended(RunState s, RunEvent.ChildEnded e) {
    Optional<Child.End> end = Optional.of(new Child.End(e.outcome(), e.sentence()));
    s.children.computeIfPresent(e.key(), (key, c) -> new Child(c.run(), c.wanted(), true, end));
  }
}
