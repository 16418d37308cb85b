package dev.holddown.sim;

import dev.holddown.domain.run.Entry;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.LockRow;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.EventStore.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What outlives a process: a plain model of the store's contract, so small that it can be read at a
 * glance, and without codec or hash chain. {@code MemoryEventStore}, which has both, gets the whole
 * log of some histories at their end.
 */
final class SimDisk {
  private final Mutant mutant;
  private final Map<String, List<EventStore.Stored>> byRun = new HashMap<>();
  private final Map<String, IndexRow> index = new LinkedHashMap<>();
  private final Map<String, LockRow> locks = new HashMap<>();
  private final Map<Long, OutboxRow> outbox = new TreeMap<>();
  private final Map<String, Map<String, TreeMap<Instant, Sample>>> samples = new HashMap<>();
  private long outboxIds;
  private long position;
  private long epoch;

  SimDisk(Mutant mutant) {
    this.mutant = mutant;
  }

  EventStore.Result append(Append append) {
    List<EventStore.Stored> stream = byRun.getOrDefault(append.run(), List.of());
    if (append.expected() != stream.size()) {
      return new EventStore.Result(
          false, append.run() + " is at " + stream.size() + ", not at " + append.expected());
    }
    if (append.lock().isPresent()) {
      LockChange change = append.lock().get();
      LockRow now = locks.getOrDefault(change.lock(), untouched(change.lock()));
      Optional<String> refusal = refusal(now, change);
      if (refusal.isPresent()) {
        return new EventStore.Result(false, refusal.get());
      }
      locks.put(change.lock(), after(now, change));
    }
    List<EventStore.Stored> kept = byRun.computeIfAbsent(append.run(), r -> new ArrayList<>());
    for (Entry entry : append.entries()) {
      kept.add(new EventStore.Stored(++position, kept.size() + 1, entry, "", ""));
    }
    index.put(append.run(), append.index());
    for (OutboxRow row : append.outbox()) {
      long id = ++outboxIds;
      outbox.put(id, new OutboxRow(id, row.run(), row.notice(), row.channel(), row.text(), 0));
    }
    return EventStore.Result.ok();
  }

  private static LockRow untouched(String lock) {
    return new LockRow(lock, Optional.empty(), 0, 0);
  }

  private Optional<String> refusal(LockRow now, LockChange change) {
    boolean mine =
        now.run()
            .filter(
                change instanceof LockChange.Take take
                    ? r -> take.from().equals(Optional.of(r))
                    : r -> r.equals(owner(change)))
            .isPresent();
    boolean may =
        switch (change) {
          case LockChange.Take take -> (now.run().isEmpty() || mine) && take.epoch() > now.epoch();
          case LockChange.Raise raise ->
              mine && now.epoch() == raise.epoch() && now.sequence() == raise.from();
          case LockChange.Free free -> mine;
        };
    return may || mutant.looseLock()
        ? Optional.empty()
        : Optional.of("lock is " + now + ", so not " + change);
  }

  private static String owner(LockChange change) {
    return switch (change) {
      case LockChange.Take take -> take.run();
      case LockChange.Raise raise -> raise.run();
      case LockChange.Free free -> free.run();
    };
  }

  private static LockRow after(LockRow now, LockChange change) {
    return switch (change) {
      case LockChange.Take take ->
          new LockRow(now.lock(), Optional.of(take.run()), take.epoch(), now.sequence());
      case LockChange.Raise raise -> new LockRow(now.lock(), now.run(), now.epoch(), raise.to());
      case LockChange.Free free ->
          new LockRow(now.lock(), Optional.empty(), now.epoch(), now.sequence());
    };
  }

  List<EventStore.Stored> read(String run) {
    return List.copyOf(byRun.getOrDefault(run, List.of()));
  }

  long version(String run) {
    return byRun.getOrDefault(run, List.of()).size();
  }

  List<IndexRow> runs(int max) {
    List<IndexRow> rows = new ArrayList<>(index.values());
    rows.sort(Comparator.comparing(IndexRow::startedAt));
    return rows.reversed().stream().limit(max).toList();
  }

  List<IndexRow> open() {
    return index.values().stream()
        .filter(row -> !row.state().equals("CLOSED"))
        .sorted(Comparator.comparing(IndexRow::startedAt))
        .toList();
  }

  Optional<LockRow> lock(String lock) {
    return Optional.ofNullable(locks.get(lock));
  }

  long head() {
    return position;
  }

  /** Each run that was changed since, with its newest event, in the order of those. */
  List<EventStore.Change> changedSince(long since, int max) {
    if (since >= position) {
      return List.of(); // as nearly always: it is asked five times a second
    }
    return byRun.entrySet().stream()
        .filter(e -> e.getValue().getLast().position() > since)
        .map(e -> {
          EventStore.Stored last = e.getValue().getLast();
          return new EventStore.Change(e.getKey(), last.version(), last.position());
        })
        .sorted(Comparator.comparingLong(EventStore.Change::position))
        .limit(max)
        .toList();
  }

  long nextEpoch() {
    return ++epoch;
  }

  List<OutboxRow> outbox(int max) {
    return outbox.isEmpty() ? List.of() : outbox.values().stream().limit(max).toList();
  }

  void delivered(long id, String error) {
    if (error.isEmpty()) {
      outbox.remove(id);
    } else {
      outbox.computeIfPresent(
          id,
          (same, r) ->
              new OutboxRow(id, r.run(), r.notice(), r.channel(), r.text(), r.attempts() + 1));
    }
  }

  void keep(List<Sample> kept) {
    for (Sample sample : kept) {
      samples
          .computeIfAbsent(sample.run(), run -> new TreeMap<>())
          .computeIfAbsent(sample.watch(), watch -> new TreeMap<>())
          .put(sample.reading().at(), sample);
    }
  }

  List<Sample> samples(String run, String watch, Instant since) {
    TreeMap<Instant, Sample> series =
        samples.getOrDefault(run, Map.of()).getOrDefault(watch, new TreeMap<>());
    return List.copyOf(series.tailMap(since, true).values());
  }

  List<Sample> latest(String run) {
    return samples.getOrDefault(run, Map.of()).values().stream()
        .map(series -> series.lastEntry().getValue())
        .toList();
  }
}
