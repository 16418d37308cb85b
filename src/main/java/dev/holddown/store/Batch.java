package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.LockRow;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.EventStore.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one transaction is about to write. Conditions are checked before the first change of an
 * append, against what the log held when the transaction began and what the appends before have
 * changed. Each row is then written once, however many appends met it.
 */
final class Batch {
  private final Chain chain = new Chain();
  private final Map<String, EventTable.Tail> tails;
  private final Map<String, LockRow> locks;
  private final Map<Integer, Claims.Partition> partitions;
  private final Map<String, LockRow> changedLocks = new LinkedHashMap<>();
  private final Map<String, IndexRow> runs = new LinkedHashMap<>();
  private final List<StoredRow> events = new ArrayList<>();
  private final List<OutboxRow> outbox = new ArrayList<>();
  private final Set<String> leftOut = new HashSet<>();
  private long position;

  /**
   * @param tails of those runs that are known; changed by this batch
   * @param locks of those that were ever taken; changed by this batch
   * @param partitions on which an append depends; none where one node owns the store
   */
  Batch(
      long head,
      Map<String, EventTable.Tail> tails,
      Map<String, LockRow> locks,
      Map<Integer, Claims.Partition> partitions) {
    this.position = head;
    this.tails = tails;
    this.locks = locks;
    this.partitions = partitions;
  }

  /**
   * Takes the append whole, or nothing of it. What follows one of the same run that was left out
   * was decided on what is not so, even where its version fits, because somebody else wrote as much
   * in between.
   */
  Result add(Append append, List<EventCodec.Coded> coded) {
    Result result =
        AppendRules.followsLeftOut(append, leftOut)
            .map(why -> new Result(false, why))
            .orElseGet(() -> judged(append, coded));
    if (!result.kept()) {
      leftOut.add(append.run());
    }
    return result;
  }

  private Result judged(Append append, List<EventCodec.Coded> coded) {
    EventTable.Tail tail = tails.getOrDefault(append.run(), new EventTable.Tail(0, Chain.start()));
    Optional<String> refusal = AppendRules.refusal(append, tail.version());
    if (refusal.isPresent()) {
      return new Result(false, refusal.get());
    }
    Optional<String> lost = append.claim().flatMap(this::refusal);
    if (lost.isPresent()) {
      return new Result(false, lost.get());
    }
    if (append.lock().isPresent()) {
      LockChange change = append.lock().get();
      LockRow now = locks.getOrDefault(change.lock(), LockRules.untouched(change.lock()));
      Optional<String> held = LockRules.refusal(now, change);
      if (held.isPresent()) {
        return new Result(false, held.get());
      }
      LockRow after = LockRules.after(now, change);
      locks.put(change.lock(), after);
      changedLocks.put(change.lock(), after);
    }
    tails.put(append.run(), chained(append, tail, coded));
    runs.put(append.run(), at(append.index(), tail.version() + coded.size()));
    outbox.addAll(append.outbox());
    return Result.ok();
  }

  private Optional<String> refusal(Claims.Claim claim) {
    Claims.Partition now = partitions.get(claim.partition());
    return now == null
        ? Optional.of(
            "this store belongs to one node and knows no claims, such as that on partition "
                + claim.partition())
        : AppendRules.refusal(claim, now.epoch(), now.owner().isPresent());
  }

  private EventTable.Tail chained(
      Append append, EventTable.Tail tail, List<EventCodec.Coded> coded) {
    long version = tail.version();
    byte[] hash = tail.hash();
    for (int i = 0; i < coded.size(); i++) {
      StoredRow.Slot slot = new StoredRow.Slot(++position, append.run(), ++version);
      StoredRow.Stamp stamp = StoredRow.Stamp.of(append.entries().get(i));
      hash = chain.next(hash, slot, stamp, coded.get(i));
      events.add(new StoredRow(slot, stamp, coded.get(i), hash));
    }
    return new EventTable.Tail(version, hash);
  }

  /** The version is the stream's own, whatever the row says. */
  private static IndexRow at(IndexRow row, long version) {
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

  /** Where the log ends with this batch. */
  long head() {
    return position;
  }

  List<StoredRow> events() {
    return events;
  }

  Collection<LockRow> locks() {
    return changedLocks.values();
  }

  Collection<IndexRow> runs() {
    return runs.values();
  }

  List<OutboxRow> outbox() {
    return outbox;
  }
}
