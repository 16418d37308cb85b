package dev.holddown.cli.link;

import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.playbooks.Nearest;
import dev.holddown.view.ItemView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether a service may be deployed to an environment now, from the locks and the open runs. */
final class Clearance {
  private static final int RUNS_MAX = 500;
  private static final List<String> BAD =
      List.of("FAILED", "INCONCLUSIVE", "ERRORED", "STALE", "SKIPPED");

  private final EventStore store;
  private final Function<String, RunView> show;

  Clearance(EventStore store, Function<String, RunView> show) {
    this.store = store;
    this.show = show;
  }

  /** Whether somebody may deploy, with what is frozen and what a waiver excuses. */
  Answers.Clearance answer(Ask ask, PermitDesk permits, Function<String, RunState> must) {
    String service = ask.must("service");
    String environment = ask.must("environment");
    return permits
        .frozen(service, environment)
        .map(why ->
            new Answers.Clearance("NO", service + "/" + environment + " is " + why, "", List.of()))
        .orElseGet(() -> permits.excused(of(service, environment, ask.flag("known")), must));
  }

  /** {@code known}: whether a playbook is known to release this; else a run must have. */
  Answers.Clearance of(String service, String environment, boolean known) {
    String lock = service + "/" + environment;
    Optional<String> holder = store.lock(lock).flatMap(EventStore.LockRow::run);
    if (holder.isPresent()) {
      return no(lock, holder.get());
    }
    Optional<EventStore.IndexRow> queued =
        store.open().stream()
            .filter(row -> row.lock().equals(lock) && row.state().equals("QUEUED"))
            .findFirst();
    if (queued.isPresent()) {
      return no(lock, queued.get().run());
    }
    List<EventStore.IndexRow> past = store.runs(RUNS_MAX);
    Optional<EventStore.IndexRow> last =
        past.stream().filter(row -> row.lock().equals(lock)).findFirst();
    if (last.isEmpty() && !known && store.lock(lock).isEmpty()) {
      String near =
          Nearest.to(lock, past.stream().map(EventStore.IndexRow::lock).distinct().toList())
              .map(name -> "; did you mean " + name + "?")
              .orElse("; check the names of service and environment");
      return new Answers.Clearance(
          "UNKNOWN", "nothing is known here of " + lock + near, "", List.of());
    }
    if (last.filter(row -> row.outcome().equals("GAVE_UP")).isPresent()) {
      return new Answers.Clearance(
          "NO",
          "the last run of " + lock + ", " + last.get().run() + ", gave up: a person is needed",
          last.get().run(),
          List.of());
    }
    return new Answers.Clearance("YES", "no run holds " + lock, "", List.of());
  }

  private Answers.Clearance no(String lock, String run) {
    RunView view = show.apply(run);
    String starter = view.head().origin().starter();
    String reason =
        lock
            + " is held by run "
            + run
            + " (started by "
            + starter
            + "), which is "
            + view.standing().phase();
    Optional<PlaceView> noGo =
        view.stages().stream().filter(stage -> stage.status().word().equals("no-go")).findFirst();
    List<String> items =
        noGo.or(() -> view.stages().stream().filter(PlaceView::open).findFirst())
            .map(Clearance::failing)
            .orElse(List.of());
    if (noGo.isPresent()) {
      reason += "; " + noGo.get().title() + ": " + noGo.get().sentence();
    } else if (!view.standing().waiting().isEmpty()) {
      Waiting first = view.standing().waiting().getFirst();
      reason += "; it waits for " + first.who() + ": " + first.brief();
    }
    return new Answers.Clearance("NO", reason, run, items);
  }

  /** The keys of what stands in the way of a gate. */
  private static List<String> failing(PlaceView stage) {
    return stage.items().stream()
        .flatMap(Clearance::all)
        .filter(item -> item.children().isEmpty() && BAD.contains(item.mark().status()))
        .map(item -> item.name().key())
        .toList();
  }

  private static Stream<ItemView> all(ItemView item) {
    return Stream.concat(Stream.of(item), item.children().stream().flatMap(Clearance::all));
  }
}
