package dev.holddown.store;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.EventStore.Result;
import dev.holddown.engine.port.EventStore.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Appends, rows and samples for tests of stores. */
final class Given {
  static final Instant T = Instant.parse("2026-11-21T10:00:00Z");
  static final String LOCK = "checkout/prod";

  private Given() {}

  /** {@code count} events for a run that is at {@code expected}, each telling its own version. */
  static Append append(String run, long expected, int count) {
    List<Entry> entries =
        IntStream.rangeClosed(1, count).mapToObj(i -> entry(run, expected + i)).toList();
    return of(run, expected, entries);
  }

  static Append append(String run, long expected, RunEvent... events) {
    return of(
        run,
        expected,
        List.of(events).stream()
            .map(event -> new Entry(T.plusNanos(expected), Actor.person("ada"), event))
            .toList());
  }

  private static Append of(String run, long expected, List<Entry> entries) {
    IndexRow index = row(run, "ACTIVE", T, expected + entries.size());
    return new Append(run, expected, entries, index, Optional.empty(), List.of());
  }

  static Entry entry(String run, long version) {
    return new Entry(
        T.plusNanos(version), Actor.person("ada"), new RunEvent.Held(run + " at " + version));
  }

  static Append with(Append append, LockChange change) {
    return new Append(
        append.run(),
        append.expected(),
        append.entries(),
        append.index(),
        Optional.of(change),
        append.outbox());
  }

  static Append with(Append append, IndexRow index) {
    return new Append(
        append.run(), append.expected(), append.entries(), index, append.lock(), append.outbox());
  }

  static Append with(Append append, OutboxRow... rows) {
    return new Append(
        append.run(),
        append.expected(),
        append.entries(),
        append.index(),
        append.lock(),
        List.of(rows));
  }

  static IndexRow row(String run, String state, Instant startedAt, long version) {
    return new IndexRow(
        run,
        "promote_checkout",
        "Production promotion",
        LOCK,
        state,
        "",
        startedAt,
        startedAt.plusNanos(version),
        Optional.empty(),
        version);
  }

  static OutboxRow notice(String run, String id) {
    return new OutboxRow(0, run, id, "terminal", "look: " + id, 0);
  }

  static Sample sample(String run, String watch, long second, double value) {
    return new Sample(
        run,
        watch,
        new Reading(
            T.plusSeconds(second), Reading.Kind.SEEN, value, 1.0, "it is", List.of("breach")));
  }

  /** Commits one append; the result must be that it was kept. */
  static void keep(EventStore store, Append append) {
    Result result = store.commit(List.of(append)).getFirst();
    if (!result.kept()) {
      throw new AssertionError("not kept: " + result.reason());
    }
  }

  /** Commits one append; the reason why it was left out. */
  static String refused(EventStore store, Append append) {
    Result result = store.commit(List.of(append)).getFirst();
    if (result.kept()) {
      throw new AssertionError("kept: " + append);
    }
    return result.reason();
  }
}
