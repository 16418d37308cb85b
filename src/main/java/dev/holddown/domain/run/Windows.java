package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sustained windows by sample time. A window's start is durable; only an OK sample clears it. Time
 * between two samples counts up to the watch's {@code max-gap}; a longer gap neither clears nor
 * adds. An outage is neither OK nor a breach unless the policy says so.
 */
final class Windows {
  /** So often the reason of one blindness is told at most, however often it changes. */
  static final int BLIND_TOLD_MAX = 20;

  private final Plan.WatchKey key;
  private final WatchState state;
  private final Reading reading;
  private final Optional<Instant> remembered;
  private final Optional<Instant> previous;
  private final Optional<String> evidence;
  private final List<RunEvent> events = new ArrayList<>();

  private Windows(Plan.WatchKey key, WatchState state, RunCommand.Observe observed) {
    this.key = key;
    this.state = state;
    this.reading = observed.reading();
    this.remembered = observed.previous().filter(p -> !p.isBefore(state.armedAt));
    this.previous =
        Stream.concat(remembered.stream(), state.newest.stream()).max(Instant::compareTo);
    this.evidence = observed.evidence();
  }

  /** What a reading changes; most change nothing. */
  static List<RunEvent> observe(Plan.WatchKey key, WatchState state, RunCommand.Observe observed) {
    if (!state.armed || observed.reading().at().isBefore(state.armedAt)) {
      return List.of();
    }
    return new Windows(key, state, observed).observe();
  }

  private List<RunEvent> observe() {
    Watch.Pace pace = key.watch().pace();
    switch (reading.kind()) {
      case SEEN -> seen();
      case NO_DATA -> unseen(pace.noData(), "no data");
      case ERROR -> unseen(pace.onError(), "error");
    }
    return events;
  }

  private void seen() {
    if (previous.filter(p -> !reading.at().isAfter(p)).isPresent()) {
      return; // the provider told us nothing new: neither time nor freshness is gained
    }
    boolean silent = silent();
    if (silent || !state.sighted || state.blindSince.isPresent()) {
      events.add(new RunEvent.Sighted(key.key(), reading.at()));
    }
    Duration gap = gap();
    for (Watch.Level level : key.watch().levels()) {
      if (reading.breached().contains(level.name())) {
        breached(level, gap);
      } else if (state.windows.containsKey(level.name())) {
        events.add(
            new RunEvent.WindowCleared(key.key(), level.name(), reading.at(), reading.value()));
      }
    }
  }

  /** Silence longer than allowed, of which nobody told: no bake counts it. */
  private boolean silent() {
    boolean told = silenceCounts() && !state.windows.isEmpty();
    if (previous.isEmpty() || state.blindSince.isPresent() || told) {
      return false;
    }
    Duration silence = Duration.between(previous.get(), reading.at());
    if (silence.compareTo(key.watch().pace().maxGap()) <= 0) {
      return false;
    }
    String text = "no sample for " + Span.text(silence);
    events.add(new RunEvent.Blinded(key.key(), previous.get(), "gap", text));
    return true;
  }

  /** The time since the sample before that does not count; noted once for all windows. */
  private Duration gap() {
    if (state.windows.isEmpty() || (silenceCounts() && state.blindSince.isEmpty())) {
      return Duration.ZERO;
    }
    Instant before = remembered.isPresent() ? previous.orElseThrow() : latestStart();
    Duration gap = Duration.between(before, reading.at());
    if (gap.compareTo(key.watch().pace().maxGap()) <= 0) {
      return Duration.ZERO;
    }
    boolean anyGoesOn = state.windows.keySet().stream().anyMatch(reading.breached()::contains);
    if (anyGoesOn) {
      events.add(new RunEvent.WindowGapped(key.key(), before, reading.at()));
    }
    return gap;
  }

  private boolean silenceCounts() {
    Watch.Pace pace = key.watch().pace();
    return pace.noData().breach() || pace.onError().breach();
  }

  /** Up to when it is known to have been looked, where nobody remembers the sample before. */
  private Instant latestStart() {
    Stream<Instant> starts = state.windows.values().stream().map(w -> w.start().plus(w.gaps()));
    Stream<Instant> looked = Stream.concat(state.newest.stream(), state.lookedUntil.stream());
    return Stream.concat(starts, looked)
        .filter(t -> !t.isAfter(reading.at()))
        .max(Instant::compareTo)
        .orElse(reading.at());
  }

  private void breached(Watch.Level level, Duration gap) {
    WatchState.Window window = state.windows.get(level.name());
    if (window == null) {
      events.add(
          new RunEvent.WindowStarted(
              key.key(), level.name(), reading.at(), reading.value(), reading.reason()));
      if (level.sustained().isZero()) {
        fire(level, reading.at(), Duration.ZERO);
      }
      return;
    }
    Duration counted = window.counted(reading.at()).minus(gap);
    if (!state.fired.containsKey(level.name()) && counted.compareTo(level.sustained()) >= 0) {
      fire(level, window.start(), counted);
    }
  }

  private void fire(Watch.Level level, Instant start, Duration counted) {
    String lasted =
        level.sustained().isZero()
            ? "at once"
            : "for " + Span.text(counted) + " (limit " + Span.text(level.sustained()) + ")";
    List<Watch.Then> now = level.then().stream().filter(t -> t.after().isZero()).toList();
    events.add(
        new RunEvent.Fired(
            key.key(),
            level.name(),
            start,
            reading.at(),
            reading.reason() + " " + lasted,
            now,
            evidence));
  }

  // --- no answer ---

  private void unseen(Watch.Policy policy, String cause) {
    if (policy.breach()) {
      asBreach();
      return;
    }
    Instant since = state.blindSince.orElse(previous.orElse(state.armedAt));
    Duration blind = Duration.between(since, reading.at());
    Duration patience = patience();
    boolean page = blind.compareTo(patience) >= 0 && !state.blindPaged;
    if (state.blindSince.isEmpty()) {
      events.add(new RunEvent.Blinded(key.key(), since, cause, reading.reason()));
    } else if (page) {
      // the second one marks the page as sent
      events.add(new RunEvent.Blinded(key.key(), since, cause, reading.reason()));
      events.add(
          new RunEvent.Fired(
              key.key(),
              Triggers.BLIND,
              since,
              reading.at(),
              "blind for " + Span.text(blind) + ": " + reading.reason(),
              List.of(new Watch.Then(Watch.Then.Deed.PAGE, List.of(), Duration.ZERO)),
              evidence));
    } else if (state.blindPaged && otherReason()) {
      events.add(new RunEvent.Blinded(key.key(), since, cause, reading.reason()));
    }
    boolean holdIsOver = !policy.holdMax().isZero() && blind.compareTo(policy.holdMax()) >= 0;
    if (holdIsOver && policy.then().isPresent() && !state.fired.containsKey(Triggers.UNSEEN)) {
      events.add(
          new RunEvent.Fired(
              key.key(),
              Triggers.UNSEEN,
              since,
              reading.at(),
              "still blind after " + Span.text(policy.holdMax()) + ": " + reading.reason(),
              List.of(policy.then().get()),
              evidence));
    }
  }

  /** Another reason than the one on record; numbers alone, such as seconds, make no other one. */
  private boolean otherReason() {
    return state.blindTold < BLIND_TOLD_MAX
        && !reading.reason().replaceAll("[0-9]", "").equals(state.blindWhy.replaceAll("[0-9]", ""));
  }

  /** Two intervals; a watch that was just armed has not seen anything yet and gets more time. */
  private Duration patience() {
    Watch.Pace pace = key.watch().pace();
    return previous.isPresent() ? pace.every().multipliedBy(2) : pace.maxGap().multipliedBy(2);
  }

  /** The policy says that silence is a breach of every level; it counts from its beginning. */
  private void asBreach() {
    if (state.windows.isEmpty() && silent()) {
      events.add(new RunEvent.Sighted(key.key(), reading.at()));
    }
    key.watch().levels().forEach(level -> breached(level, Duration.ZERO));
  }
}
