package dev.holddown.domain.run;

import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What may not begin yet, and what is late. */
final class Due {
  private Due() {}

  /** Why a line that has not begun may not begin now. */
  static Optional<Next.NotYet> shut(RunState s, Node node, Instant at) {
    Optional<Timing> timing = node.item().about().timing();
    if (timing.isEmpty() || s.item(node.key()).openedAt.isPresent() || rowOf(s, node)) {
      return Optional.empty();
    }
    List<String> open =
        timing.get().needs().stream().filter(id -> !closedWell(s, id, node.row())).toList();
    return open.isEmpty()
        ? timing.get().opens().flatMap(opens -> before(s, opens, at))
        : Optional.of(
            new Next.NotYet(Optional.empty(), "it needs " + String.join(", ", named(s, open))));
  }

  /** A row opens with the item that gathers it. */
  private static boolean rowOf(RunState s, Node node) {
    return !node.unrolled()
        && node.item().about().each().isPresent()
        && s.item(node.item().about().id()).openedAt.isPresent();
  }

  private static List<String> named(RunState s, List<String> ids) {
    return ids.stream()
        .map(id -> {
          ItemStatus status = s.item(id).status;
          boolean passedOver = status.ended() && !status.good();
          return "\"" + id + "\"" + (passedOver ? ", which is " + status : "");
        })
        .toList();
  }

  private static boolean closedWell(RunState s, String id, Optional<String> row) {
    if (!s.plan().stage(id).isEmpty()) {
      return s.place(id).closed();
    }
    String key = Plan.key(id, row);
    return s.item(s.plan().node(key).isPresent() ? key : id).status.good();
  }

  /** Why a stage that has not begun may not begin now. */
  static Optional<Next.NotYet> shut(RunState s, Stage stage, Instant at) {
    return s.place(stage.id()).openedAt().isPresent()
        ? Optional.empty()
        : stage.timing().flatMap(Timing::opens).flatMap(opens -> before(s, opens, at));
  }

  private static Optional<Next.NotYet> before(RunState s, Watch.Moment opens, Instant at) {
    Optional<Instant> moment = Moments.at(s, opens, false);
    return moment.isEmpty()
        ? Optional.of(
            new Next.NotYet(
                Optional.empty(), "it opens at " + text(opens) + ", which was not reached"))
        : moment
            .filter(at::isBefore)
            .map(until -> new Next.NotYet(Optional.of(until), "it opens at " + until));
  }

  private static String text(Watch.Moment moment) {
    Duration offset = moment.offset();
    String sign = offset.isNegative() ? " - " : " + ";
    return moment.anchor()
        + (offset.isZero() ? "" : sign + dev.holddown.domain.kernel.Span.text(offset.abs()));
  }

  // --- late ---

  /** When a phase that has begun is overdue: its time-box is over, or its due time if sooner. */
  static Optional<Instant> of(RunState s, RollbackPlan.Phase phase) {
    return Stream.of(box(s, phase), phase.due().flatMap(due -> Moments.at(s, due, false)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Whether it is its due time and not its time-box that is over first. */
  static boolean byMoment(RunState s, RollbackPlan.Phase phase) {
    return !of(s, phase).equals(box(s, phase));
  }

  private static Optional<Instant> box(RunState s, RollbackPlan.Phase phase) {
    return phase.timeBox().isZero()
        ? Optional.empty()
        : s.place(phase.id()).openedAt().map(opened -> opened.plus(phase.timeBox()));
  }

  /** Something that is to be closed by a moment. */
  private record Owing(String key, String title, Instant due) {}

  /** The first that is late and was not told to be. */
  static List<RunEvent> late(RunState s, Instant at) {
    return owing(s)
        .filter(o -> at.isAfter(o.due()))
        .findFirst()
        .<List<RunEvent>>map(o -> {
          String text = "\"" + o.title() + "\" is late: it was due at " + o.due();
          return List.of(
              new RunEvent.Late(o.key(), o.due(), text),
              new RunEvent.Noticed(RunEvent.Noticed.UNNUMBERED, "page", List.of(), text));
        })
        .orElse(List.of());
  }

  /** The moments just after which something is late. */
  static Stream<Instant> ends(RunState s) {
    return owing(s).map(o -> o.due().plusMillis(1));
  }

  private static Stream<Owing> owing(RunState s) {
    boolean forward = s.phase == Phase.FORWARD && s.head.mode() != RunHead.Mode.ROLLBACK;
    if (!forward && s.phase != Phase.ROLLING_BACK) {
      return Stream.empty();
    }
    List<Owing> owing = new ArrayList<>();
    if (forward) {
      for (Stage stage : s.plan().playbook().stages()) {
        if (!s.place(stage.id()).closed()) {
          owing(s, stage.id(), stage.title(), stage.timing()).ifPresent(owing::add);
        }
      }
    }
    for (Node node : s.plan().timed()) {
      if (s.plan().inRollback(node.key()) != forward && !Walk.over(s, node)) {
        Optional<Timing> timing = node.item().about().timing();
        owing(s, node.key(), node.title(), timing).ifPresent(owing::add);
        Filling.due(node.item(), s.item(node.key()))
            .filter(due -> !s.overdue.containsKey(node.key()))
            .ifPresent(due -> owing.add(new Owing(node.key(), node.title(), due)));
      }
    }
    return owing.stream();
  }

  private static Optional<Owing> owing(
      RunState s, String key, String title, Optional<Timing> timing) {
    return s.overdue.containsKey(key)
        ? Optional.empty()
        : timing
            .flatMap(Timing::due)
            .flatMap(due -> Moments.at(s, due, false))
            .map(due -> new Owing(key, title, due));
  }

  /** Why the gate of a late stage says No-Go. */
  static Optional<String> noGo(RunState s, String stage) {
    boolean strict =
        s.plan().playbook().stages().stream()
            .filter(st -> st.id().equals(stage))
            .anyMatch(st -> st.timing().filter(Timing::lateIsNoGo).isPresent());
    String gate = Signing.gateKey(stage);
    return strict && s.overdue.containsKey(stage) && !s.pardoned.contains(gate)
        ? Optional.of(
            "it is late, due at "
                + s.overdue.get(stage)
                + "; to let it be late: holddown reopen "
                + s.head.run()
                + " "
                + gate
                + " --reason WHY")
        : Optional.empty();
  }
}
