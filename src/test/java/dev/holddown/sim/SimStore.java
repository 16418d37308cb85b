package dev.holddown.sim;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The disk that outlives every process, and what is known of what is safe on it. */
final class SimStore {
  private final World world;
  private final SimDisk disk;
  private final List<Append> unsynced = new ArrayList<>();
  private final Set<String> durableIntents = new HashSet<>();
  private final Map<String, Long> durableVersions = new HashMap<>();
  private long fullUntil;

  SimStore(World world) {
    this.world = world;
    this.disk = new SimDisk(world.mutant);
  }

  SimDisk disk() {
    return disk;
  }

  /** Opens it for a new process; what was not synced before is gone. */
  SimSession open(SimProcess process) {
    unsynced.clear();
    return new SimSession(world, this, process);
  }

  /** Whether the intent of an act is safe from a power cut. */
  boolean holdsIntent(String op) {
    return durableIntents.contains(op);
  }

  /** What the disk holds of a run, whatever bug is planted in reading it. */
  List<Entry> onDisk(String run) {
    return disk.read(run).stream().map(EventStore.Stored::entry).toList();
  }

  /** How many events of a run are safe from a power cut. */
  long durableVersion(String run) {
    return durableVersions.getOrDefault(run, 0L);
  }

  /** Whether there is no room on the disk just now. */
  boolean full() {
    long now = world.time.nowMillis();
    if (now >= fullUntil && world.fault(Faults.Kind.DISK_FULL)) {
      fullUntil = now + world.chance.between(1_000, 120_000);
      world.history.add("disk", "is full until ", fullUntil);
    }
    return now < fullUntil;
  }

  void heal() {
    fullUntil = 0;
  }

  List<Result> write(List<Append> appends) {
    List<Result> results = new ArrayList<>();
    Set<String> leftOut = new HashSet<>();
    for (Append append : appends) {
      boolean alone = append.needs().filter(leftOut::contains).isEmpty();
      if (leftOut.contains(append.run()) || !alone) {
        results.add(new Result(false, "it follows one that was left out"));
        continue;
      }
      boolean asks = world.mutant != Mutant.NO_EPOCH_CONDITION;
      Optional<String> refusal = asks ? world.cluster.refusal(append) : Optional.empty();
      Result result =
          refusal.map(why -> new Result(false, why)).orElseGet(() -> disk.append(append));
      results.add(result);
      if (!result.kept()) {
        leftOut.add(append.run());
      }
      if (result.kept()) {
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

  /** Acknowledges and does not write, as a store without fsync would. */
  void later(List<Append> appends) {
    if (world.chance.of(0.7)) {
      sync();
    }
    unsynced.addAll(appends);
  }

  void sync() {
    List<Append> waiting = List.copyOf(unsynced);
    unsynced.clear();
    write(waiting);
  }
}
