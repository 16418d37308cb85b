package dev.holddown.view;

import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Folds the watches of a run. */
final class WatchFold {
  private final RunState s;
  private final Plan.WatchKey key;
  private final WatchState state;
  private final Optional<Reading> reading;

  private WatchFold(RunState s, Plan.WatchKey key, Optional<Reading> reading) {
    this.s = s;
    this.key = key;
    this.state = s.watch(key.key());
    this.reading = reading;
  }

  static List<WatchView> all(RunState s, List<EventStore.Sample> latest) {
    return s.plan().watches().values().stream()
        .map(key -> new WatchFold(s, key, newest(latest, key.key())).view())
        .toList();
  }

  private static Optional<Reading> newest(List<EventStore.Sample> latest, String key) {
    return latest.stream()
        .filter(sample -> sample.watch().equals(key))
        .map(EventStore.Sample::reading)
        .max(Comparator.comparing(Reading::at));
  }

  private WatchView view() {
    String title = key.watch().title() + key.row().map(row -> " [" + row + "]").orElse("");
    return new WatchView(
        key.key(),
        title,
        status(),
        seen(),
        key.watch().levels().stream().map(this::level).toList());
  }

  private String status() {
    if (key.watch().source() instanceof Watch.Source.Declared) {
      return state.fired().isEmpty() ? "declared" : "fired";
    }
    boolean fired =
        key.watch().levels().stream().anyMatch(level -> state.fired().containsKey(level.name()));
    if (fired) {
      return "fired";
    }
    if (state.over()) {
      return "over";
    }
    if (!state.armed()) {
      return "ahead";
    }
    if (state.blindSince().isPresent()) {
      return "blind";
    }
    if (!state.windows().isEmpty()) {
      return "breach";
    }
    return state.sighted() ? "ok" : "armed";
  }

  private WatchView.Seen seen() {
    Optional<Reading> numbered = reading.filter(r -> r.kind() == Reading.Kind.SEEN);
    Optional<WatchState.Window> newer = notKeptYet();
    return new WatchView.Seen(
        newer
            .map(WatchState.Window::value)
            .or(() -> numbered.map(Reading::value))
            .filter(Double::isFinite),
        numbered.map(Reading::limit).filter(Double::isFinite),
        unit(),
        newer.map(WatchState.Window::start).or(() -> reading.map(Reading::at)),
        why());
  }

  /**
   * Samples are kept a moment after what they decide: a breach may begin with one still to come.
   */
  private Optional<WatchState.Window> notKeptYet() {
    return state.windows().values().stream()
        .max(Comparator.comparing(WatchState.Window::start))
        .filter(window -> reading.filter(r -> !r.at().isBefore(window.start())).isEmpty());
  }

  private String unit() {
    return key.watch().source() instanceof Watch.Source.OfMetric metric
        ? Optional.ofNullable(s.plan().playbook().scopes().metrics().get(metric.name()))
            .map(Metric::unit)
            .orElse("")
        : "";
  }

  private String why() {
    if (key.watch().source() instanceof Watch.Source.Declared declared) {
      return "pulled by " + declared.role();
    }
    return state
        .blindSince()
        .map(since -> "blind since " + Times.clock(since) + ": " + state.blindWhy())
        .orElse("");
  }

  private WatchView.LevelView level(Watch.Level level) {
    Optional<WatchView.Window> window = state.window(level.name()).map(w -> window(w, level));
    return new WatchView.LevelView(
        level.name(),
        level.sustained(),
        window,
        Optional.ofNullable(state.fired().get(level.name())),
        then(level));
  }

  /** What is said of a breach that goes on is of the sample whose value is shown. */
  private String reason(WatchState.Window open, Watch.Level level) {
    return reading
        .filter(r -> !r.at().isBefore(open.start()) && !r.breached().isEmpty())
        .filter(r -> r.breached().getLast().equals(level.name()))
        .map(Reading::reason)
        .orElse(open.reason());
  }

  private WatchView.Window window(WatchState.Window open, Watch.Level level) {
    Duration sustained = level.sustained();
    Instant until = reading.map(Reading::at).filter(open.start()::isBefore).orElse(open.start());
    Duration counted = open.counted(until);
    Duration shown = counted.compareTo(sustained) > 0 ? sustained : counted;
    return new WatchView.Window(
        open.start(), shown.isNegative() ? Duration.ZERO : shown, reason(open, level));
  }

  private static String then(Watch.Level level) {
    return level.then().stream()
        .map(then ->
            then.deed().name().toLowerCase(Locale.ROOT)
                + (then.after().isZero() ? "" : " after " + Spans.text(then.after())))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
