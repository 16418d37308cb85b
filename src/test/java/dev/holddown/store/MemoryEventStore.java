package dev.holddown.store;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.MonitorTold;
import dev.holddown.engine.port.OutboxDue;
import dev.holddown.engine.port.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The event store in memory, with the contract of the one on disk, for fast tests and the
 * simulator. Events pass through the codec and the hash chain, so a value that would not come back
 * from disk does not come back from here. What is kept outlives the store on its {@link Disk}.
 */
public final class MemoryEventStore implements EventStore {
  private static final int SAMPLES_MAX = 5_000;

  /** What a commit made durable. Open a store on it again after a crash. */
  public static final class Disk {
    private final List<StoredRow> log = new ArrayList<>();
    private final Map<String, List<StoredRow>> byRun = new HashMap<>();
    private final Map<String, IndexRow> index = new LinkedHashMap<>();
    private final Map<String, LockRow> locks = new HashMap<>();
    private final Map<Long, OutboxRow> outbox = new TreeMap<>();
    private final Map<Long, Instant> tried = new HashMap<>();
    private final Map<String, Map<String, TreeMap<Instant, Sample>>> samples = new HashMap<>();
    private final Map<String, Map<String, MonitorTold>> told = new HashMap<>();
    private long outboxIds;
    private long epoch;

    /** Members and partitions; the store's lock guards them too, as one database does. */
    final MemoryClaims.Table claims = new MemoryClaims.Table();
  }

  private final Disk disk;
  private final EventCodec codec = EventCodec.current();
  private final Chain chain = new Chain();
  private boolean closed;

  /** An empty store on a disk of its own. */
  public MemoryEventStore() {
    this(new Disk());
  }

  /** The store that left this disk behind. */
  public MemoryEventStore(Disk disk) {
    this.disk = disk;
  }

  @Override
  public List<Result> commit(List<Append> appends) {
    synchronized (disk) {
      ready();
      List<List<EventCodec.Coded>> coded = new ArrayList<>();
      for (Append append : appends) {
        AppendRules.check(append);
        coded.add(append.entries().stream().map(entry -> codec.encode(entry.event())).toList());
      }
      List<Result> results = new ArrayList<>();
      Set<String> leftOut = new HashSet<>();
      for (int i = 0; i < appends.size(); i++) {
        Append append = appends.get(i);
        List<EventCodec.Coded> own = coded.get(i);
        Result result =
            AppendRules.followsLeftOut(append, leftOut)
                .map(why -> new Result(false, why))
                .orElseGet(() -> append(append, own));
        if (!result.kept()) {
          leftOut.add(append.run());
        }
        results.add(result);
      }
      return results;
    }
  }

  private Result append(Append append, List<EventCodec.Coded> coded) {
    List<StoredRow> stream = disk.byRun.getOrDefault(append.run(), List.of());
    Optional<String> refusal =
        AppendRules.refusal(append, stream.size())
            .or(() -> append.claim().flatMap(claim -> disk.claims.refusal(claim)));
    if (refusal.isPresent()) {
      return new Result(false, refusal.get());
    }
    if (append.lock().isPresent()) {
      LockChange change = append.lock().get();
      LockRow now = disk.locks.getOrDefault(change.lock(), LockRules.untouched(change.lock()));
      Optional<String> held = LockRules.refusal(now, change);
      if (held.isPresent()) {
        return new Result(false, held.get());
      }
      disk.locks.put(change.lock(), LockRules.after(now, change));
    }
    for (int i = 0; i < coded.size(); i++) {
      add(append.run(), StoredRow.Stamp.of(append.entries().get(i)), coded.get(i));
    }
    disk.index.put(append.run(), indexRow(append.index(), append.expected() + coded.size()));
    append.outbox().forEach(this::owe);
    return Result.ok();
  }

  private void add(String run, StoredRow.Stamp stamp, EventCodec.Coded coded) {
    List<StoredRow> stream = disk.byRun.computeIfAbsent(run, name -> new ArrayList<>());
    byte[] previous = stream.isEmpty() ? Chain.start() : stream.getLast().hash();
    StoredRow.Slot slot = new StoredRow.Slot(disk.log.size() + 1, run, stream.size() + 1);
    StoredRow row = new StoredRow(slot, stamp, coded, chain.next(previous, slot, stamp, coded));
    stream.add(row);
    disk.log.add(row);
  }

  private static IndexRow indexRow(IndexRow row, long version) {
    return new IndexRow(
        row.run(),
        row.playbook(),
        row.title(),
        row.lock(),
        row.state(),
        row.outcome(),
        row.startedAt(),
        row.changedAt(),
        row.nextDue(),
        version);
  }

  private void owe(OutboxRow row) {
    long id = ++disk.outboxIds;
    disk.outbox.put(
        id, new OutboxRow(id, row.run(), row.notice(), row.channel(), row.text(), row.attempts()));
  }

  @Override
  public List<Stored> read(String run) {
    synchronized (disk) {
      ready();
      return disk.byRun.getOrDefault(run, List.of()).stream()
          .map(row -> row.decode(codec))
          .toList();
    }
  }

  @Override
  public List<IndexRow> runs(int max) {
    synchronized (disk) {
      ready();
      List<IndexRow> rows = new ArrayList<>(disk.index.values());
      rows.sort(Comparator.comparing(IndexRow::startedAt));
      return rows.reversed().stream().limit(max).toList();
    }
  }

  @Override
  public List<IndexRow> alive() {
    synchronized (disk) {
      ready();
      return disk.index.values().stream()
          .filter(row -> !row.state().equals("CLOSED"))
          .sorted(Comparator.comparing(IndexRow::startedAt))
          .toList();
    }
  }

  @Override
  public Optional<LockRow> lock(String lock) {
    synchronized (disk) {
      ready();
      return Optional.ofNullable(disk.locks.get(lock));
    }
  }

  @Override
  public long head() {
    synchronized (disk) {
      ready();
      return disk.log.size();
    }
  }

  @Override
  public List<Change> changedSince(long position, int max) {
    synchronized (disk) {
      ready();
      Map<String, Change> newest = new LinkedHashMap<>();
      for (StoredRow row : disk.log.subList((int) position, disk.log.size())) {
        StoredRow.Slot slot = row.slot();
        newest.remove(slot.run());
        newest.put(slot.run(), new Change(slot.run(), slot.version(), slot.position()));
      }
      return newest.values().stream().limit(max).toList();
    }
  }

  @Override
  public long nextEpoch() {
    synchronized (disk) {
      ready();
      return ++disk.epoch;
    }
  }

  @Override
  public List<OutboxRow> outbox(int max) {
    synchronized (disk) {
      ready();
      return disk.outbox.values().stream().limit(max).toList();
    }
  }

  @Override
  public List<OutboxRow> outbox(OutboxDue due) {
    synchronized (disk) {
      ready();
      Map<String, Integer> places = new HashMap<>();
      Map<Long, Integer> place = new HashMap<>();
      for (OutboxRow row : disk.outbox.values()) {
        if (due.includes(row.attempts(), Optional.ofNullable(disk.tried.get(row.id())))) {
          place.put(row.id(), places.merge(row.channel(), 1, Integer::sum));
        }
      }
      return disk.outbox.values().stream()
          .filter(row -> place.getOrDefault(row.id(), Integer.MAX_VALUE) <= due.ofOneMax())
          .sorted(Comparator.comparing((OutboxRow row) -> place.getOrDefault(row.id(), 0)))
          .limit(due.rowsMax())
          .sorted(Comparator.comparing(OutboxRow::id))
          .toList();
    }
  }

  @Override
  public void delivered(long id, Instant at, String error) {
    synchronized (disk) {
      ready();
      if (error.isEmpty()) {
        disk.outbox.remove(id);
      } else {
        disk.tried.put(id, at);
        disk.outbox.computeIfPresent(
            id,
            (same, row) ->
                new OutboxRow(
                    id, row.run(), row.notice(), row.channel(), row.text(), row.attempts() + 1));
      }
    }
  }

  @Override
  public void keep(List<Sample> samples) {
    synchronized (disk) {
      ready();
      for (Sample sample : samples) {
        TreeMap<Instant, Sample> series =
            disk.samples
                .computeIfAbsent(sample.run(), run -> new TreeMap<>())
                .computeIfAbsent(sample.watch(), watch -> new TreeMap<>());
        series.put(sample.reading().at(), sample);
        if (series.size() > SAMPLES_MAX) {
          series.pollFirstEntry();
        }
      }
    }
  }

  @Override
  public List<Sample> samples(String run, String watch, Instant since) {
    synchronized (disk) {
      ready();
      TreeMap<Instant, Sample> series =
          disk.samples.getOrDefault(run, Map.of()).getOrDefault(watch, new TreeMap<>());
      return List.copyOf(series.tailMap(since, true).values());
    }
  }

  @Override
  public List<Sample> latest(String run) {
    synchronized (disk) {
      ready();
      return disk.samples.getOrDefault(run, Map.of()).values().stream()
          .map(series -> series.lastEntry().getValue())
          .toList();
    }
  }

  @Override
  public void tell(List<MonitorTold> told) {
    synchronized (disk) {
      ready();
      told.forEach(one ->
          disk.told.computeIfAbsent(one.board(), board -> new HashMap<>()).put(one.series(), one));
    }
  }

  @Override
  public List<MonitorTold> told(String board) {
    synchronized (disk) {
      ready();
      return List.copyOf(disk.told.getOrDefault(board, Map.of()).values());
    }
  }

  @Override
  public Verification verify() {
    synchronized (disk) {
      ready();
      ChainCheck check = new ChainCheck();
      disk.log.forEach(check::add);
      Map<String, Long> versions = new HashMap<>();
      disk.index.values().forEach(row -> versions.put(row.run(), row.version()));
      return check.finish(disk.log.size(), versions);
    }
  }

  private void ready() {
    if (closed) {
      throw new StoreException("the store in memory was closed");
    }
  }

  @Override
  public void close() {
    synchronized (disk) {
      closed = true;
    }
  }
}
