package dev.holddown.sim;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.OutboxDue;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.OlderForms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The store as one process has it open. It may fail, be slow or full, and the process may end
 * before a commit, or after it and before it returns.
 */
final class SimSession implements EventStore {
  private final World world;
  private final SimStore store;
  private final SimDisk disk;
  private final SimProcess process;
  private boolean failed;

  SimSession(World world, SimStore store, SimProcess process) {
    this.world = world;
    this.store = store;
    this.disk = store.disk();
    this.process = process;
  }

  @Override
  public List<Result> commit(List<Append> given) {
    if (failed) {
      throw new Alarm("I11", "something is written after the store failed: " + given);
    }
    List<Append> appends =
        process.older() ? given.stream().map(SimSession::lifted).toList() : given;
    process.port("before commit");
    if (world.mutant == Mutant.MISSING_FSYNC) {
      store.later(appends);
      appends.forEach(a -> world.oracles.committed(a, process.machine()));
      return appends.stream().map(append -> Result.ok()).toList();
    }
    if (store.full()) {
      throw failed("no space is left on the disk");
    }
    boolean fails = world.fault(Faults.Kind.STORE_FAILS);
    if (fails && world.chance.of(0.5)) {
      throw failed("the disk failed before it wrote");
    }
    boolean first = world.chance.of(0.5);
    if (first) {
      process.waitsForDisk();
    }
    if (process.isCutOff()) {
      throw failed("the store does not answer");
    }
    List<Result> results = store.write(appends);
    for (int i = 0; i < appends.size(); i++) {
      if (results.get(i).kept()) {
        world
            .cluster
            .refusal(appends.get(i))
            .ifPresent(why -> {
              throw new Alarm("I13", why);
            });
        world.oracles.committed(appends.get(i), process.machine());
      } else {
        world.history.add("store", "left out: ", results.get(i).reason());
        world.history.sometimes("append left out");
      }
    }
    if (!first) {
      process.waitsForDisk();
    }
    if (fails) {
      throw failed("the disk failed after it wrote");
    }
    process.port("after commit");
    return results;
  }

  /** What a version before wrote, as it is read. */
  private static Append lifted(Append a) {
    List<Entry> entries = OlderForms.lifted(a.entries());
    return new Append(
        a.run(), a.expected(), entries, a.index(), a.lock(), a.outbox(), a.claim(), a.needs());
  }

  private StoreException failed(String why) {
    failed = true;
    return new StoreException(why);
  }

  private void ready() {
    if (process.isCutOff()) {
      throw new StoreException("the store does not answer");
    }
    if (failed && world.mutant != Mutant.GOES_ON_AFTER_FSYNC_ERROR) {
      throw new StoreException("the store failed before and was not opened anew");
    }
  }

  @Override
  public List<Stored> read(String run) {
    ready();
    process.port("read");
    store.sync();
    List<Stored> stored = disk.read(run);
    return switch (world.mutant) {
      case WINDOW_LOST_ON_RESTART -> stored.stream().map(SimSession::withoutWindow).toList();
      case UPCASTER_GUESSES -> stored.stream().map(SimSession::guessed).toList();
      default -> stored;
    };
  }

  private static Stored guessed(Stored stored) {
    if (stored.entry().event() instanceof RunEvent.Signed e && e.covered().isEmpty()) {
      RunEvent signed =
          new RunEvent.Signed(
              e.key(), e.role(), e.person(), "", e.comment(), e.covered(), e.method());
      Entry entry = new Entry(stored.entry().at(), stored.entry().actor(), signed);
      return new Stored(stored.position(), stored.version(), entry, stored.type(), stored.hash());
    }
    return stored;
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
    return disk.runs(max);
  }

  @Override
  public List<IndexRow> alive() {
    ready();
    process.port("open");
    return disk.open();
  }

  @Override
  public Optional<LockRow> lock(String lock) {
    ready();
    store.sync();
    return disk.lock(lock);
  }

  @Override
  public long head() {
    ready();
    store.sync();
    return disk.head();
  }

  @Override
  public List<Change> changedSince(long position, int max) {
    ready();
    store.sync();
    return disk.changedSince(position, max);
  }

  @Override
  public long nextEpoch() {
    ready();
    process.port("next epoch");
    return disk.nextEpoch();
  }

  @Override
  public List<OutboxRow> outbox(int max) {
    ready();
    return disk.outbox(max);
  }

  /** {@link Post} tries whatever waits, without a pause. */
  @Override
  public List<OutboxRow> outbox(OutboxDue due) {
    return outbox(due.rowsMax());
  }

  @Override
  public void delivered(long id, Instant at, String error) {
    ready();
    disk.delivered(id, error);
  }

  @Override
  public void keep(List<Sample> samples) {
    ready();
    process.port("keep");
    disk.keep(samples);
  }

  @Override
  public List<Sample> samples(String run, String watch, Instant since) {
    return disk.samples(run, watch, since);
  }

  @Override
  public List<Sample> latest(String run) {
    ready();
    return disk.latest(run);
  }

  /** Chains are a matter of the real stores; see {@link Replayed}. */
  @Override
  public Verification verify() {
    return new Verification(0, 0, Optional.empty());
  }

  @Override
  public void close() {}
}
