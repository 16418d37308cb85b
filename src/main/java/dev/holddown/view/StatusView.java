package dev.holddown.view;

import dev.holddown.engine.port.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The list of runs: open ones first, then those that closed last. */
public record StatusView(List<Line> runs, Instant now) {
  /** One run. {@code state}: the phase, or the outcome of a closed one. */
  public record Line(String run, String title, String lock, String state, Tail tail) {}

  /**
   * The rest of it.
   *
   * @param percent how much of it is closed; empty when it was not looked into
   * @param note who is waited for, or what matters most
   */
  public record Tail(
      boolean open, Instant startedAt, Instant changedAt, Optional<Long> percent, String note) {}

  /** A line from the index alone. */
  public static Line line(EventStore.IndexRow row) {
    boolean open = row.outcome().isEmpty();
    return new Line(
        row.run(),
        row.title(),
        row.lock(),
        open ? row.state() : row.outcome(),
        new Tail(open, row.startedAt(), row.changedAt(), Optional.empty(), ""));
  }

  /** The state of a run that is set aside. */
  public static final String UNREADABLE = "UNREADABLE";

  /** A run that is there and cannot be read, with the reason. */
  public static Line unreadable(EventStore.IndexRow row, String why) {
    Tail tail = new Tail(true, row.startedAt(), row.changedAt(), Optional.empty(), why);
    return new Line(row.run(), row.title(), row.lock(), UNREADABLE, tail);
  }

  /** Whether a person is needed for what cannot be read. */
  public boolean whole() {
    return runs.stream().noneMatch(line -> line.state().equals(UNREADABLE));
  }

  /** A line from a whole run. */
  public static Line line(RunView view) {
    Standing standing = view.standing();
    RunView.Times times = view.head().times();
    return new Line(
        view.head().run(),
        view.head().title(),
        view.head().lock(),
        standing.result().outcome().orElse(standing.phase()),
        new Tail(
            !view.closed(),
            times.startedAt(),
            times.lastAt(),
            Optional.of(standing.counts().percent()),
            note(view)));
  }

  private static String note(RunView view) {
    Standing standing = view.standing();
    if (view.closed()) {
      return standing.result().sentence();
    }
    if (standing.notes().queuedBehind().isPresent()) {
      return "behind " + standing.notes().queuedBehind().get();
    }
    if (view.back().cause().isPresent()) {
      return "cause: " + view.back().cause().get();
    }
    if (standing.notes().held().filter(why -> why.startsWith("deferred until ")).isPresent()) {
      return standing.notes().held().get();
    }
    if (!standing.waiting().isEmpty()) {
      Waiting first = standing.waiting().getFirst();
      return "waits for " + first.who() + ": " + first.brief();
    }
    return view.stages().stream()
        .filter(PlaceView::open)
        .map(PlaceView::title)
        .findFirst()
        .orElse("");
  }
}
