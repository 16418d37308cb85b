package dev.holddown.engine;

import dev.holddown.domain.run.Phase;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.engine.port.EventStore.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which runs are to be brought into memory, and when. After a start or a takeover: those on their
 * way back first, then those with something going on, by when it was due; those that only wait come
 * last, and go again. From then on: those whose moment comes, read from the index a little ahead.
 */
final class Agenda {
  /** Runs brought into memory in one go; commands are taken in between. */
  static final int SLICE_MAX = 32;

  private static final int SMALL_MAX = LiveRuns.WAITING_MAX;

  private static final int PAGE_MAX = 1_000;
  private static final Duration AHEAD = Duration.ofSeconds(10);

  private final EventStore store;
  private final Deque<String> pending = new ArrayDeque<>();
  private final TreeSet<Moment> alarms = new TreeSet<>();

  /** Up to when the index has been read; empty while no run sleeps. */
  private Optional<Instant> readUntil = Optional.empty();

  Agenda(EventStore store) {
    this.store = store;
  }

  /** Open runs of these partitions are to be looked at; gives the locks that are queued for. */
  Set<String> takeOver(Set<Integer> partitions) {
    List<IndexRow> rows = new ArrayList<>();
    Set<String> queued = new TreeSet<>();
    for (IndexRow row : store.alive()) {
      if (partitions.contains(Claims.partition(row.lock()))) {
        if (row.owing()) {
          sleeps(row.run(), row.nextDue(), Instant.EPOCH); // there may be many, for months
          continue;
        }
        rows.add(row);
        if (row.state().equals(Phase.QUEUED.name())) {
          queued.add(row.lock());
        }
      }
    }
    rows.sort(
        Comparator.comparing((IndexRow row) -> !row.state().equals(Phase.ROLLING_BACK.name()))
            .thenComparing(row -> row.nextDue().orElse(Instant.MAX))
            .thenComparing(IndexRow::startedAt));
    rows.forEach(row -> pending.add(row.run()));
    return queued;
  }

  /** A run goes out of memory until this moment. */
  void sleeps(String run, Optional<Instant> until, Instant now) {
    if (until.isPresent()) {
      Instant horizon = readUntil.orElseGet(() -> now.plus(AHEAD));
      readUntil = Optional.of(horizon);
      if (!until.get().isAfter(horizon)) {
        alarms.add(new Moment(until.get(), run));
      }
    }
  }

  /** When there is something to do next; long ago while a takeover goes on. */
  Optional<Instant> next() {
    if (!pending.isEmpty()) {
      return Optional.of(Instant.EPOCH);
    }
    Optional<Instant> alarm =
        alarms.isEmpty() ? Optional.empty() : Optional.of(alarms.first().at());
    Optional<Instant> page = readUntil.map(until -> until.minus(AHEAD.dividedBy(2)));
    return page.isPresent() && (alarm.isEmpty() || page.get().isBefore(alarm.get())) ? page : alarm;
  }

  /** Whether all that is pending may be brought in one go. */
  boolean isSmall() {
    return pending.size() <= SMALL_MAX;
  }

  /** Everything that is pending, when it is little. */
  List<String> takeAll() {
    List<String> runs = List.copyOf(pending);
    pending.clear();
    return runs;
  }

  /** Runs to bring into memory now. */
  List<String> due(Set<Integer> partitions, Instant now) {
    readAhead(partitions, now);
    List<String> runs = new ArrayList<>();
    // runs on their way back come before what closed ones owe, of which there may be many
    while (!pending.isEmpty() && runs.size() < SLICE_MAX) {
      runs.add(pending.remove());
    }
    while (!alarms.isEmpty() && !alarms.first().at().isAfter(now) && runs.size() < SLICE_MAX) {
      runs.add(alarms.removeFirst().run());
    }
    return runs;
  }

  private void readAhead(Set<Integer> partitions, Instant now) {
    if (readUntil.isEmpty() || now.isBefore(readUntil.get().minus(AHEAD.dividedBy(2)))) {
      return;
    }
    Instant until = now.plus(AHEAD);
    // Nothing is between an instant and the next nanosecond.
    Moment after = new Moment(readUntil.get().plusNanos(1), "");
    List<IndexRow> page;
    do {
      page = store.due(partitions, after, until, PAGE_MAX);
      page.forEach(row -> alarms.add(Moment.of(row)));
      after = page.isEmpty() ? after : Moment.of(page.getLast());
    } while (page.size() == PAGE_MAX);
    readUntil = Optional.of(until);
  }

  /** The first of two moments that may not come. */
  static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    boolean first = other.isEmpty() || one.isPresent() && !one.get().isAfter(other.get());
    return first ? one : other;
  }
}
