package dev.holddown.engine.port;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.watch.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one durable record. Every method is called from platform threads only. After a {@link
 * StoreException} from {@link #commit} the store refuses everything until it is opened anew: an
 * fsync error is never retried.
 */
public interface EventStore extends AutoCloseable {
  /**
   * Appends all of it in one durable transaction: events, run index, lock, outbox. An append whose
   * version or lock condition does not hold is left out whole, the others are kept; the results
   * stand in the order of {@code appends}.
   */
  List<Result> commit(List<Append> appends);

  /** The events of a run in order; empty for an unknown run. */
  List<Stored> read(String run);

  /** The newest runs first, at most {@code max}. */
  List<IndexRow> runs(int max);

  /** Runs that are not closed, oldest first. */
  List<IndexRow> open();

  Optional<LockRow> lock(String lock);

  /** Raises and returns the epoch of this data folder; called once at each start. */
  long nextEpoch();

  /** Undelivered outbox rows, oldest first. */
  List<OutboxRow> outbox(int max);

  /** Marks a row as delivered, or notes a failed attempt when {@code error} is not empty. */
  void delivered(long id, Instant at, String error);

  /** Keeps samples for charts; the oldest of a watch are dropped beyond its limit. */
  void keep(List<Sample> samples);

  /** Samples of a watch of a run since a moment, oldest first. */
  List<Sample> samples(String run, String watch, Instant since);

  /** The newest sample of each watch of a run. */
  List<Sample> latest(String run);

  /** Walks every chain, in position order. */
  Verification verify();

  @Override
  void close();

  /**
   * @param expected the version the run must be at; 0 for a new run
   * @param lock what must hold of the lock and how it changes; empty when the lock does not matter
   */
  record Append(
      String run,
      long expected,
      List<Entry> entries,
      IndexRow index,
      Optional<LockChange> lock,
      List<OutboxRow> outbox) {}

  /** Whether an append was kept, and why not. */
  record Result(boolean kept, String reason) {
    public static Result ok() {
      return new Result(true, "");
    }
  }

  /** A condition on a lock, and its change. */
  sealed interface LockChange {
    String lock();

    /** Free, or held by {@code from}: then this run holds it at a higher epoch. */
    record Take(String lock, String run, Optional<String> from, long epoch) implements LockChange {}

    /** Held by this run at this epoch and sequence: raised to {@code to}. */
    record Raise(String lock, String run, long epoch, long from, long to) implements LockChange {}

    /** Held by this run: now free. */
    record Free(String lock, String run) implements LockChange {}
  }

  /** {@code run} empty: the lock is free. Epoch and sequence never fall. */
  record LockRow(String lock, Optional<String> run, long epoch, long sequence) {}

  /** What the index tells of a run. {@code state}: QUEUED ACTIVE ROLLING_BACK WATCHING CLOSED. */
  record IndexRow(
      String run,
      String playbook,
      String title,
      String lock,
      String state,
      String outcome,
      Instant startedAt,
      Instant changedAt,
      Optional<Instant> nextDue,
      long version) {}

  /** An event as it stands in the log. */
  record Stored(long position, long version, Entry entry, String type, String hash) {}

  /** {@code id} 0 when new. {@code channel} such as {@code file:…}, {@code terminal}. */
  record OutboxRow(long id, String run, String notice, String channel, String text, int attempts) {}

  /** A sample of a watch. */
  record Sample(String run, String watch, Reading reading) {}

  /** Counts, and the first bad event when there is one. */
  record Verification(long events, long runs, Optional<Bad> firstBad) {
    /** The first event that does not fit. */
    public record Bad(long position, String run, long version, String why) {}
  }
}
