package dev.holddown.engine;

import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Space;
import dev.holddown.engine.port.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Drafts requests one after the other, appends them in one transaction, and does again what was
 * left out because somebody else was faster.
 */
final class Rounds {
  private static final int ATTEMPTS_MAX = 5;

  private final EventStore store;
  private final Space space;
  private final InstantSource clock;
  private final Drafts drafts;
  private final Function<String, Optional<RunState>> known;
  private final Function<String, Optional<RunState>> stored;
  private boolean broken;

  /** {@code known} gives the state of a run as it is in memory, else as it is {@code stored}. */
  Rounds(
      Ports ports,
      Drafts drafts,
      Function<String, Optional<RunState>> known,
      Function<String, Optional<RunState>> stored) {
    this.store = ports.store();
    this.space = ports.outside().space();
    this.clock = ports.passing().clock();
    this.drafts = drafts;
    this.known = known;
    this.stored = stored;
  }

  /** Replies in the order of the requests, and the runs that changed with their states. */
  record Outcome(List<Request.Reply> replies, Map<String, RunState> after) {}

  /**
   * Does all requests.
   *
   * @param completed what is known of a request only when its turn comes; asked once for each
   */
  Outcome process(List<Request> requests, UnaryOperator<Request> completed) {
    if (broken) {
      throw new StoreException(
          "the store failed; what was acknowledged is safe. Start Holddown again",
          new IllegalStateException("broken"));
    }
    drafts.begin();
    List<Task> tasks = new ArrayList<>();
    Map<String, RunState> after = new LinkedHashMap<>();
    Map<String, RunState> ahead = new LinkedHashMap<>();
    for (Request request : requests) {
      Task task = new Task(completed.apply(request));
      task.draft = draft(task, ahead, after);
      tasks.add(task);
    }
    List<Task> left = settle(tasks, after);
    for (int attempt = 1; attempt < ATTEMPTS_MAX && !left.isEmpty(); attempt++) {
      drafts.forgetLocks();
      Map<String, RunState> again = new LinkedHashMap<>();
      left.forEach(task -> task.draft = draft(task, again, after));
      left = settle(left, after);
    }
    return new Outcome(tasks.stream().map(Task::reply).toList(), after);
  }

  /** A request on its way. */
  private static final class Task {
    private final Request request;
    private Draft draft = Draft.refused("", "");
    private Optional<String> lost = Optional.empty();

    Task(Request request) {
      this.request = request;
    }

    Request.Reply reply() {
      Request.Reply reply = draft.reply();
      return lost.map(why -> Request.Reply.no(reply.run(), "not written: " + why)).orElse(reply);
    }
  }

  private Draft draft(Task task, Map<String, RunState> ahead, Map<String, RunState> after) {
    Draft draft =
        drafts.draft(
            task.request,
            run ->
                Optional.ofNullable(ahead.get(run))
                    .or(() -> Optional.ofNullable(after.get(run)))
                    .or(() -> known.apply(run)));
    ahead.putAll(draft.after());
    return draft;
  }

  /** Appends all drafts; gives those that were left out, whole or in part. */
  private List<Task> settle(List<Task> tasks, Map<String, RunState> after) {
    List<EventStore.Result> results = commit(tasks);
    List<Task> left = new ArrayList<>();
    int next = 0;
    for (Task task : tasks) {
      task.lost = Optional.empty();
      for (int i = 0; i < task.draft.appends().size(); i++) {
        EventStore.Result one = results.get(next++);
        if (!one.kept()) {
          task.lost = Optional.of(one.reason());
        }
      }
      if (task.lost.isPresent()) {
        left.add(task);
      }
    }
    for (Task task : tasks) {
      task.draft
          .after()
          .forEach((run, state) -> {
            Optional<RunState> now = left.isEmpty() ? Optional.of(state) : stored.apply(run);
            now.ifPresent(known -> after.put(run, known));
          });
    }
    return left;
  }

  private static boolean goesBack(List<Task> tasks) {
    return tasks.stream()
        .flatMap(task -> task.draft.after().values().stream())
        .anyMatch(state -> state.phase() == Phase.ROLLING_BACK);
  }

  /** When a run is due is worked out once for all that this transaction brings it. */
  private List<EventStore.Append> appends(List<Task> tasks) {
    List<EventStore.Append> appends = new ArrayList<>();
    Map<String, Integer> last = new LinkedHashMap<>();
    Map<String, RunState> states = new HashMap<>();
    for (Task task : tasks) {
      for (EventStore.Append append : task.draft.appends()) {
        last.put(append.run(), appends.size());
        appends.add(append);
      }
      states.putAll(task.draft.after());
    }
    Instant now = clock.instant();
    states.forEach((run, state) -> {
      int i = last.getOrDefault(run, -1);
      if (i >= 0) {
        appends.set(i, appends.get(i).under(Index.row(state, now)));
      }
    });
    return appends;
  }

  private List<EventStore.Result> commit(List<Task> tasks) {
    List<EventStore.Append> appends = appends(tasks);
    if (appends.isEmpty()) {
      return List.of();
    }
    if (space.exhausted() || (goesBack(tasks) && space.low())) {
      space.release();
    }
    try {
      return store.commit(appends);
    } catch (StoreException e) {
      broken = true;
      throw e;
    }
  }
}
