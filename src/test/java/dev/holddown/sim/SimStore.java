package dev.holddown.sim;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store in memory, with a disk that outlives the process. It may fail, and the process may end
 * before a commit, or after it and before it returns.
 */
final class SimStore implements EventStore {
  private final World world;
  private final List<Append> unsynced = new ArrayList<>();
  private final Set<String> durableIntents = new HashSet<>();
  private final Map<String, Long> durableVersions = new HashMap<>();
  private final SimDisk inner;
  private boolean failed;

  SimStore(World world) {
    this.world = world;
    this.inner = new SimDisk(world.mutant);
  }

  /** Opens it anew after the process ended; what was not synced is gone. */
  void reopen() {
    failed = false;
    unsynced.clear();
  }

  /** Whether the intent of an act is safe from a power cut. */
  boolean holdsIntent(String op) {
    return durableIntents.contains(op);
  }

  /** What the disk holds of a run, whatever bug is planted in reading it. */
  List<Entry> onDisk(String run) {
    return inner.read(run).stream().map(Stored::entry).toList();
  }

  /** How many events of a run are safe from a power cut. */
  long durableVersion(String run) {
    return durableVersions.getOrDefault(run, 0L);
  }

  @Override
  public List<Result> commit(List<Append> appends) {
    ready();
    world.port("before commit");
    if (world.mutant == Mutant.MISSING_FSYNC) {
      if (world.chance.of(0.7)) {
        sync();
      }
      unsynced.addAll(appends);
      appends.forEach(world.oracles::committed);
      return appends.stream().map(append -> Result.ok()).toList();
    }
    boolean fails = world.fault(Faults.Kind.STORE_FAILS);
    if (fails && world.chance.of(0.5)) {
      failed = true;
      throw new StoreException("the disk failed before it wrote");
    }
    List<Result> results = write(appends);
    for (int i = 0; i < appends.size(); i++) {
      if (results.get(i).kept()) {
        world.oracles.committed(appends.get(i));
      } else {
        world.history.add("store", "left out: " + results.get(i).reason());
        world.history.sometimes("append left out");
      }
    }
    if (fails) {
      failed = true;
      throw new StoreException("the disk failed after it wrote");
    }
    world.port("after commit");
    return results;
  }

  private List<Result> write(List<Append> appends) {
    List<Result> results = new ArrayList<>();
    appends.forEach(append -> results.add(inner.append(append)));
    for (int i = 0; i < appends.size(); i++) {
      if (results.get(i).kept()) {
        Append append = appends.get(i);
        durableVersions.put(append.run(), append.expected() + append.entries().size());
        append.entries().forEach(this::noteIntent);
      }
    }
    return results;
  }

  private void noteIntent(Entry entry) {
    if (entry.event() instanceof RunEvent.Intended intended) {
      durableIntents.add(intended.act().op());
    }
  }

  private void sync() {
    List<Append> waiting = List.copyOf(unsynced);
    unsynced.clear();
    write(waiting);
  }

  private void ready() {
    if (failed) {
      throw new StoreException("the store failed before and was not opened anew");
    }
  }

  @Override
  public List<Stored> read(String run) {
    ready();
    world.port("read");
    sync();
    List<Stored> stored = inner.read(run);
    return world.mutant == Mutant.WINDOW_LOST_ON_RESTART
        ? stored.stream().map(SimStore::withoutWindow).toList()
        : stored;
  }

  private static Stored withoutWindow(Stored stored) {
    if (stored.entry().event() instanceof RunEvent.WindowStarted started) {
      RunEvent seen = new RunEvent.Sighted(started.watch(), started.sampleAt());
      Entry entry = new Entry(stored.entry().at(), stored.entry().actor(), seen);
      return new Stored(stored.position(), stored.version(), entry, stored.type(), stored.hash());
    }
    return stored;
  }

  @Override
  public List<IndexRow> runs(int max) {
    ready();
    return inner.runs(max);
  }

  @Override
  public List<IndexRow> open() {
    ready();
    world.port("open");
    return inner.open();
  }

  @Override
  public Optional<LockRow> lock(String lock) {
    ready();
    sync();
    return inner.lock(lock);
  }

  @Override
  public long nextEpoch() {
    ready();
    world.port("next epoch");
    return inner.nextEpoch();
  }

  @Override
  public List<OutboxRow> outbox(int max) {
    return inner.outbox(max);
  }

  @Override
  public void delivered(long id, Instant at, String error) {
    inner.delivered(id, error);
  }

  @Override
  public void keep(List<Sample> samples) {
    ready();
    world.port("keep");
    inner.keep(samples);
  }

  @Override
  public List<Sample> samples(String run, String watch, Instant since) {
    return inner.samples(run, watch, since);
  }

  @Override
  public List<Sample> latest(String run) {
    ready();
    return inner.latest(run);
  }

  @Override
  public Verification verify() {
    return new Verification(0, 0, Optional.empty());
  }

  @Override
  public void close() {}
}
