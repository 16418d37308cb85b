package dev.holddown.domain.board;

import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchReplay;
import dev.holddown.domain.run.WatchState;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One monitor over time. Its windows are those of a run's watch, by the very same rules: a gap
 * neither clears a breach nor adds to it, and only an answer within its limits clears one. Not safe
 * for several threads.
 */
public final class Tracked {
  private final Monitor monitor;
  private final WatchReplay windows;
  private Optional<Reading> last = Optional.empty();
  private Optional<Instant> newest = Optional.empty();
  private Optional<Told> told = Optional.empty();
  private Optional<Instant> answeredAt = Optional.empty();
  private Optional<Instant> lastSeen = Optional.empty();

  private Tracked(Monitor monitor, WatchReplay windows) {
    this.monitor = monitor;
    this.windows = windows;
  }

  /**
   * Looks from this moment on.
   *
   * @param key of the watch in the plan of the board
   */
  public static Tracked of(Board board, Plan plan, String key, Instant from) {
    RunHead head =
        new RunHead(
            "board/" + board.id() + "/" + key,
            board.id(),
            board.heading().title(),
            "board",
            board.id(),
            RunHead.Mode.RELEASE,
            Map.of(),
            "board",
            Optional.empty());
    Monitor monitor = board.monitor(plan.watch(key).watch().id());
    return new Tracked(monitor, WatchReplay.of(plan, head, key, from));
  }

  /** What its conditions are judged in. */
  public RunState state() {
    return windows.state();
  }

  public Plan.WatchKey key() {
    return windows.key();
  }

  public Monitor monitor() {
    return monitor;
  }

  /** The time of the newest answer, by the provider's clock. */
  public Optional<Instant> lastSeen() {
    return lastSeen;
  }

  /** The time of the newest reading of any kind, by the clock it was read by. */
  public Optional<Instant> newest() {
    return newest;
  }

  /**
   * Takes a reading; gives what was decided by it, most decide nothing. One that was asked for
   * before the answer that is held comes late and does not take its place.
   */
  public List<Entry> observe(Reading reading, Told said) {
    List<Entry> decided = windows.observe(reading);
    if (told.filter(held -> said.askedAt().isBefore(held.askedAt())).isPresent()) {
      return decided;
    }
    last = Optional.of(reading);
    newest = newest.filter(at -> at.isAfter(reading.at())).or(() -> Optional.of(reading.at()));
    if (reading.kind() == Reading.Kind.SEEN) {
      told = Optional.of(said);
      answeredAt = Optional.of(said.askedAt().plus(said.took()));
      lastSeen = Optional.of(lastSeen.filter(l -> l.isAfter(reading.at())).orElse(reading.at()));
    }
    return decided;
  }

  /** How it stands at a moment. */
  public Standing standing(Instant at) {
    WatchState watch = windows.state().watch(windows.key().key());
    Optional<Level> stands =
        monitor.watch().levels().stream()
            .filter(level -> watch.fired().containsKey(level.name()))
            .map(level -> Level.named(level.name()))
            .max(Level::compareTo);
    Level unproven = unproven(at);
    boolean fresh = unproven == Level.OK;
    Level level = stands.orElse(unproven);
    return new Standing(
        windows.key().key(),
        monitor,
        new Standing.Now(level, since(watch, level), fresh, pending(watch, stands)),
        new Standing.Seen(last, told, answeredAt, fresh ? "" : why(at)));
  }

  /** Why nothing is proven; OK when the newest answer is a proof. */
  private Level unproven(Instant at) {
    if (last.isEmpty()) {
      return Level.UNKNOWN;
    }
    return switch (last.get().kind()) {
      case ERROR -> Level.BLIND;
      case NO_DATA -> Level.UNKNOWN;
      case SEEN -> old(at) ? Level.STALE : Level.OK;
    };
  }

  private boolean old(Instant at) {
    Duration most = monitor.watch().pace().maxGap();
    return answeredAt.filter(a -> Duration.between(a, at).compareTo(most) <= 0).isEmpty();
  }

  private String why(Instant at) {
    if (last.isEmpty()) {
      return "not asked yet";
    }
    return switch (last.get().kind()) {
      case SEEN ->
          "no newer answer for "
              + dev.holddown.domain.kernel.Span.text(
                  Duration.ofSeconds(
                      answeredAt.map(a -> Duration.between(a, at).toSeconds()).orElse(0L)));
      default -> last.get().reason();
    };
  }

  private Optional<Instant> since(WatchState watch, Level level) {
    return switch (level) {
      case WARN, CRITICAL ->
          monitor.watch().levels().stream()
              .filter(l -> Level.named(l.name()) == level)
              .flatMap(l -> watch.window(l.name()).stream())
              .map(WatchState.Window::start)
              .findFirst();
      case BLIND, UNKNOWN -> watch.blindSince();
      case STALE -> answeredAt;
      case OK -> Optional.empty();
    };
  }

  /** Breaches of levels that are worse than what stands. */
  private List<Standing.Pending> pending(WatchState watch, Optional<Level> stands) {
    List<Standing.Pending> pending = new ArrayList<>();
    for (Watch.Level level : monitor.watch().levels()) {
      Optional<WatchState.Window> window = watch.window(level.name());
      boolean worse = stands.filter(s -> s.compareTo(Level.named(level.name())) >= 0).isEmpty();
      if (window.isPresent() && worse) {
        Instant until = lastSeen.orElse(window.get().start());
        Duration counted = window.get().counted(until);
        pending.add(
            new Standing.Pending(
                level.name(),
                counted.isNegative() ? Duration.ZERO : counted,
                level.sustained(),
                window.get().reason()));
      }
    }
    return List.copyOf(pending);
  }
}
