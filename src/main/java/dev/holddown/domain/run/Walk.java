package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which items may work now. */
final class Walk {
  /**
   * So many lines of one list are asked or done at once. More would wait for the same threads; and
   * each answer has a look at all that is under way.
   */
  static final int AT_ONCE_MAX = 256;

  private Walk() {}

  /** The stage that is worked on: the first that is not closed. */
  static Optional<Stage> stage(RunState s) {
    for (Stage stage : s.plan().playbook().stages()) {
      if (!s.place(stage.id()).closed()) {
        return Optional.of(stage); // asked several times for each event
      }
    }
    return Optional.empty();
  }

  /** The phases that may work: earlier ones are closed, or overdue and not needed. */
  static List<RollbackPlan.Phase> phases(RunState s) {
    List<RollbackPlan.Phase> open = new ArrayList<>();
    List<RollbackPlan.Phase> before = new ArrayList<>();
    for (RollbackPlan.Phase phase : s.plan().rollbackPhases()) {
      if (!s.place(phase.id()).closed() && before.stream().allMatch(b -> lets(s, b, phase))) {
        open.add(phase);
      }
      before.add(phase);
    }
    return open;
  }

  private static boolean lets(RunState s, RollbackPlan.Phase before, RollbackPlan.Phase phase) {
    RunState.PlaceState state = s.place(before.id());
    return state.closed() || (state.overdue() && !phase.needs().contains(before.id()));
  }

  /** What was found for a state at one moment. */
  record Found(List<Working> working, long version, Instant at) {}

  /**
   * The nodes that may work now, each with what it needs. Nodes with children stand before them.
   */
  static List<Working> working(RunState s, Instant at) {
    Found known = s.working;
    if (known == null || known.version() != s.version || !known.at().equals(at)) {
      known = new Found(List.copyOf(find(s, at)), s.version, at);
      s.working = known;
    }
    return known.working();
  }

  private static List<Working> find(RunState s, Instant at) {
    List<Working> working = new ArrayList<>();
    if (s.phase == Phase.FORWARD && s.head.mode() == RunHead.Mode.ROLLBACK) {
      return working; // it waits for its way back or its approval, and does nothing forward
    }
    switch (s.phase) {
      case FORWARD ->
          stage(s)
              .ifPresentOrElse(
                  st -> {
                    if (Due.shut(s, st, at).isEmpty()) {
                      walk(s, s.plan().stage(st.id()), st.order(), at, working);
                    }
                  },
                  () -> walk(s, s.plan().undo(), Item.Order.LISTED, at, working));
      case ROLLING_BACK -> {
        phases(s).forEach(p -> walk(s, s.plan().phase(p.id()), Item.Order.LISTED, at, working));
        // what could land late is undone after it cannot, and after the phases are proved again
        boolean proved = !s.reproofNeeded || s.reproved;
        if (phases(s).isEmpty() && proved && !Flights.landing(s, at)) {
          walk(s, s.plan().undo(), Item.Order.LISTED, at, working);
        }
      }
      default -> {}
    }
    return working;
  }

  /** Whether the stage is not of this run: its {@code when} is false. */
  static boolean leftOut(RunState s, Stage stage) {
    return s.item(Stage.whenKey(stage.id())).status == ItemStatus.NOT_APPLICABLE;
  }

  /** Why lines that are open are not worked on now, by key. */
  static Map<String, String> locked(RunState s, Instant at) {
    Map<String, String> locked = new LinkedHashMap<>();
    boolean forward = s.phase == Phase.FORWARD || s.phase == Phase.QUEUED;
    if (!forward) {
      return locked;
    }
    Map<String, Next> working = new HashMap<>();
    working(s, at).forEach(w -> working.put(w.node().key(), w.next()));
    Optional<Stage> now = stage(s);
    for (Stage stage : s.plan().playbook().stages()) {
      boolean here = now.filter(stage::equals).isPresent();
      String before =
          here
              ? Due.shut(s, stage, at).map(Next.NotYet::why).orElse("what comes before it is open")
              : "its stage is not open";
      s.plan().stage(stage.id()).stream()
          .flatMap(Node::all)
          .filter(n -> !s.item(n.key()).status.ended() && s.item(n.key()).openedAt.isEmpty())
          .forEach(n -> {
            Optional<Next> next = Optional.ofNullable(working.get(n.key()));
            if (next.isEmpty()) {
              locked.put(n.key(), before);
            } else if (next.get() instanceof Next.NotYet notYet) {
              locked.put(n.key(), notYet.why());
            }
          });
    }
    return locked;
  }

  /** A node that may work, and what it needs next. */
  record Working(Node node, Next next) {}

  private static void walk(
      RunState s, List<Node> nodes, Item.Order order, Instant at, List<Working> working) {
    boolean allBeforeGood = true;
    Fronts.Front front = Fronts.of(s, nodes);
    int busy = 0;
    for (int i = front.over(); i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (over(s, node)) {
        continue;
      }
      if (busy >= AT_ONCE_MAX && i >= front.opened()) {
        return; // the next ones open as these come to their end
      }
      boolean looksBack = node.item() instanceof Item.Signoff && !node.gathers();
      if (order == Item.Order.LISTED || !looksBack || allBeforeGood) {
        Next next = ItemWork.next(s, node, at);
        working.add(new Working(node, next));
        busy += isBusy(next) ? 1 : 0;
        if (next instanceof Next.Children children) {
          walk(s, node.branches().get(children.branch()), node.order(), at, working);
        }
      }
      // a signature looks back on proofs, not on other signatures
      allBeforeGood &= looksBack;
      if (order == Item.Order.LISTED) {
        return;
      }
    }
  }

  /** Whether the machine has something to ask or to do for the item now. */
  private static boolean isBusy(Next next) {
    return next instanceof Next.Ask
        || next instanceof Next.Perform
        || next instanceof Next.UnderWay
        || next instanceof Next.LookAfter;
  }

  /** Whether all nodes of a list are {@link #over}. */
  static boolean allOver(RunState s, List<Node> nodes) {
    int from = Fronts.of(s, nodes).over();
    return nodes.subList(from, nodes.size()).stream().allMatch(n -> over(s, n));
  }

  /**
   * A line that is good though one of the lines inside it is open again, its signature void or its
   * answer too old: it is open again too.
   */
  static Optional<RunEvent> openAgain(RunState s, List<Node> nodes) {
    for (Node node : nodes) {
      if (node.branches().isEmpty()) {
        continue; // most are, and a stage may have thousands
      }
      ItemStatus status = s.item(node.key()).status;
      // what is left out has nothing inside it that is of this run
      boolean good = status.good() && status != ItemStatus.NOT_APPLICABLE;
      if (good && !allOver(s, inside(s, node))) {
        int attempt = s.item(node.key()).attempt + 1;
        String why = "a line inside it is open again";
        return Optional.of(new RunEvent.Reopened(node.key(), attempt, why));
      }
      for (List<Node> branch : node.branches()) {
        Optional<RunEvent> deeper = openAgain(s, branch);
        if (deeper.isPresent()) {
          return deeper;
        }
      }
    }
    return Optional.empty();
  }

  /** The lines that made the item good; none for one that does not belong to the run. */
  static List<Node> inside(RunState s, Node node) {
    if (s.item(node.key()).status == ItemStatus.NOT_APPLICABLE) {
      return List.of();
    }
    if (node.gathers()) {
      return node.branches().getFirst();
    }
    int otherwise = node.item() instanceof Item.Choose choose ? choose.cases().size() : -1;
    int taken = s.item(node.key()).chosen.map(c -> c < 0 ? otherwise : c).orElse(-1);
    return taken >= 0 && taken < node.branches().size() ? node.branches().get(taken) : List.of();
  }

  /** Whether what comes after the item may go on. */
  static boolean over(RunState s, Node node) {
    return s.item(node.key()).status.good() || goesOn(s, node);
  }

  /**
   * A failed line that lets the next ones go on: {@code on-fail: continue}, skipped by a person.
   */
  private static boolean goesOn(RunState s, Node node) {
    ItemState state = s.item(node.key());
    if (!state.status.ended()) {
      return false;
    }
    if (state.status == ItemStatus.SKIPPED) {
      return true;
    }
    boolean back = s.plan().inRollback(node.key());
    return switch (node.item()) {
      case Item.Step step -> step.traits().onFail() == Item.OnFail.CONTINUE;
      case Item.Message message -> back;
      default -> false;
    };
  }
}
