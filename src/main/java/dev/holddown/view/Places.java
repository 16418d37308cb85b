package dev.holddown.view;

import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folds stages and phases with their items. */
final class Places {
  private final RunState s;
  private final Instant now;
  private final ItemFold items;

  Places(RunState s, Instant now, List<Job> people) {
    this.s = s;
    this.now = now;
    Set<String> awaited =
        people.stream()
            .map(Job::work)
            .filter(Job.Work.Person.class::isInstance)
            .map(work -> ((Job.Work.Person) work).key())
            .collect(Collectors.toUnmodifiableSet());
    this.items = new ItemFold(s, now, awaited);
  }

  /** The lines that count: everything that does not only gather others. */
  static Stream<Node> lines(RunState s, Node node) {
    boolean leftOut = s.item(node.key()).status() == ItemStatus.NOT_APPLICABLE;
    return node.gathers() && !leftOut
        ? node.branches().getFirst().stream().flatMap(below -> lines(s, below))
        : Stream.of(node);
  }

  List<PlaceView> stages() {
    return s.plan().playbook().stages().stream().map(this::stage).toList();
  }

  private PlaceView stage(Stage stage) {
    RunState.PlaceState state = s.place(stage.id());
    boolean noGo = state.open() && !state.go().orElse(true);
    return new PlaceView(
        stage.id(),
        stage.title(),
        status(
            state,
            stage.timeBox(),
            noGo,
            stopped(),
            state.open() && s.late(stage.id()).isPresent()),
        state.sentence(),
        items.all(s.plan().stage(stage.id())));
  }

  List<PlaceView> phases() {
    return s.plan().rollbackPhases().stream().map(this::phase).toList();
  }

  private PlaceView phase(RollbackPlan.Phase phase) {
    RunState.PlaceState state = s.place(phase.id());
    return new PlaceView(
        phase.id(),
        phase.title(),
        status(state, phase.timeBox(), false, s.closed(), false),
        state.sentence(),
        items.all(s.plan().phase(phase.id())));
  }

  List<ItemView> owed() {
    return items.all(s.plan().owed());
  }

  List<ItemView> undo() {
    return items.all(s.plan().undo());
  }

  /** Whether the way forward was given up. */
  private boolean stopped() {
    return switch (s.phase()) {
      case ABORTING, ROLLING_BACK, CLOSED -> true;
      case QUEUED, FORWARD, WATCHING -> false;
    };
  }

  private PlaceView.Status status(
      RunState.PlaceState state, Duration timeBox, boolean noGo, boolean stopped, boolean late) {
    Duration taken =
        state
            .openedAt()
            .map(opened -> Duration.between(opened, state.closedAt().orElse(now)))
            .orElse(Duration.ZERO);
    boolean overrun =
        late || state.overdue() || (!timeBox.isZero() && taken.compareTo(timeBox) > 0);
    return new PlaceView.Status(
        stopped && state.open() && !noGo ? "stopped" : word(state, noGo),
        state.openedAt(),
        state.closedAt(),
        timeBox,
        overrun);
  }

  private static String word(RunState.PlaceState state, boolean noGo) {
    if (state.closed()) {
      return "closed";
    }
    if (state.overdue()) {
      return "overdue";
    }
    if (noGo) {
      return "no-go";
    }
    return state.open() ? "open" : "ahead";
  }
}
