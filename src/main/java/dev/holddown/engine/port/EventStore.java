package dev.holddown.engine.port;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.watch.Reading;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one durable record. Every method is called from platform threads only. After a {@link
 * StoreException} from {@link #commit} the store refuses everything until it is opened anew: an
 * fsync error is never retried.
 */
public interface EventStore extends AutoCloseable {
  /**
   * Appends all of it in one durable transaction: events, run index, lock, outbox. An append whose
   * version or lock condition does not hold is left out whole, and so is each after it to the same
   * run, which was decided on it; the others are kept. Results stand in the order of {@code
   * appends}.
   */
  List<Result> commit(List<Append> appends);

  /** The events of a run in order; empty for an unknown run. */
  List<Stored> read(String run);

  /** The events of a run after its event of this number, in order. */
  default List<Stored> readAfter(String run, long version) {
    return read(run).stream().filter(event -> event.version() > version).toList();
  }

  /** The newest runs first, at most {@code max}. */
  List<IndexRow> runs(int max);

  /** The newest run of a lock that ended with this outcome, among the newest {@code max} runs. */
  default Optional<IndexRow> newest(String lock, String outcome, int max) {
    return runs(max).stream()
        .filter(row -> row.lock().equals(lock) && row.outcome().equals(outcome))
        .findFirst();
  }

  /** Runs that are not closed, oldest first. */
  default List<IndexRow> open() {
    return alive().stream().filter(row -> !row.owing()).toList();
  }

  /** Runs that are not closed, and closed ones of which something is still owed, oldest first. */
  List<IndexRow> alive();

  Optional<LockRow> lock(String lock);

  /** The position of the newest event; 0 when there is none. */
  long head();

  /**
   * Runs with events after a position, each once with its newest event, by that position; at most
   * {@code max}. Whoever asks again from the last one's position misses nothing.
   */
  List<Change> changedSince(long position, int max);

  /**
   * Looks back through the log of all runs: events of these types among the {@code positionsMax}
   * before a position, newest first.
   *
   * @param types names of types as {@link Stored#type} has them
   */
  default List<Told> lookBack(Set<String> types, long before, int positionsMax) {
    return runs(Integer.MAX_VALUE).stream()
        .flatMap(row -> read(row.run()).stream().map(event -> new Told(row.run(), event)))
        .filter(told -> told.event().position() < before)
        .filter(told -> told.event().position() >= before - positionsMax)
        .filter(told -> types.contains(told.event().type()))
        .sorted(Comparator.comparingLong((Told told) -> told.event().position()).reversed())
        .toList();
  }

  /** The index row of a run. */
  default Optional<IndexRow> find(String run) {
    return runs(Integer.MAX_VALUE).stream().filter(row -> row.run().equals(run)).findFirst();
  }

  /**
   * Open runs whose {@link IndexRow#nextDue} is at or before {@code until}, in the order of {@link
   * Moment}, beginning after {@code after}; at most {@code max}.
   *
   * @param partitions whose locks fall into these ({@link Claims#partition})
   */
  default List<IndexRow> due(Set<Integer> partitions, Moment after, Instant until, int max) {
    return alive().stream()
        .filter(row -> row.nextDue().filter(at -> !at.isAfter(until)).isPresent())
        .filter(row -> Moment.of(row).compareTo(after) > 0)
        .filter(row -> partitions.contains(Claims.partition(row.lock())))
        .sorted(Comparator.comparing(Moment::of))
        .limit(max)
        .toList();
  }

  /** Runs that wait for a lock, oldest first. */
  default List<IndexRow> queued(String lock) {
    return open().stream()
        .filter(row -> row.state().equals("QUEUED") && row.lock().equals(lock))
        .toList();
  }

  /** Raises and returns the epoch of this data folder; called once at each start. */
  long nextEpoch();

  /** Undelivered outbox rows, oldest first. */
  List<OutboxRow> outbox(int max);

  /** Undelivered outbox rows that may be sent now, oldest first. */
  List<OutboxRow> outbox(OutboxDue due);

  /** Marks a row as delivered, or notes a failed attempt when {@code error} is not empty. */
  void delivered(long id, Instant at, String error);

  /** Keeps samples for charts; the oldest of a watch are dropped beyond its limit. */
  void keep(List<Sample> samples);

  /** Samples of a watch of a run since a moment, oldest first. */
  List<Sample> samples(String run, String watch, Instant since);

  /** The newest sample of each watch of a run. */
  List<Sample> latest(String run);

  /** Keeps what answers of monitors tell, one for each monitor; a newer takes its place. */
  default void tell(List<MonitorTold> told) {}

  /** What the newest answers of a board's monitors tell; none where nobody {@link #tell}s. */
  default List<MonitorTold> told(String board) {
    return List.of();
  }

  /** Walks every chain, in position order. */
  Verification verify();

  /**
   * The same for a person who waits for the answer: while the database is away it gives up soon and
   * with a sentence, where the engine goes on trying. Reads only.
   */
  default EventStore forPeople() {
    return this;
  }

  @Override
  void close();

  /**
   * @param expected the version the run must be at; 0 for a new run
   * @param lock what must hold of the lock and how it changes; empty when the lock does not matter
   * @param claim the partition must be owned at this epoch when the append commits; empty when one
   *     node owns the whole store, and for what a person said at a node that does not own the run
   * @param needs a run whose append before this one in the same commit must have been kept
   */
  record Append(
      String run,
      long expected,
      List<Entry> entries,
      IndexRow index,
      Optional<LockChange> lock,
      List<OutboxRow> outbox,
      Optional<Claims.Claim> claim,
      Optional<String> needs) {
    /** Whatever became of the appends before. */
    public Append(
        String run,
        long expected,
        List<Entry> entries,
        IndexRow index,
        Optional<LockChange> lock,
        List<OutboxRow> outbox,
        Optional<Claims.Claim> claim) {
      this(run, expected, entries, index, lock, outbox, claim, Optional.empty());
    }

    /** The same under another row of the index. */
    public Append under(IndexRow row) {
      return new Append(run, expected, entries, row, lock, outbox, claim, needs);
    }

    /** Whoever owns the partition. */
    public Append(
        String run,
        long expected,
        List<Entry> entries,
        IndexRow index,
        Optional<LockChange> lock,
        List<OutboxRow> outbox) {
      this(run, expected, entries, index, lock, outbox, Optional.empty());
    }

    /** The same, on a condition. */
    public Append on(Optional<Claims.Claim> claimed) {
      return new Append(run, expected, entries, index, lock, outbox, claimed, needs);
    }

    /** The same, only together with the append to another run before it in the same commit. */
    public Append with(String other) {
      return new Append(run, expected, entries, index, lock, outbox, claim, Optional.of(other));
    }
  }

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

  /**
   * What the index tells of a run.
   *
   * @param state the name of its {@code Phase}, or {@link #OWING}
   * @param changedAt when its last event was; of a closed one, when it closed
   * @param nextDue when an engine has to have it in memory at the latest; in the past for a run
   *     with something going on, empty for one that waits for a person or a lock
   */
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
      long version) {
    /** In place of the phase: it has closed, and something is still owed. */
    public static final String OWING = "OWING";

    /** Whether it has closed, and something is still owed. */
    public boolean owing() {
      return state.equals(OWING);
    }
  }

  /** A run and its newest event. */
  record Change(String run, long version, long position) {}

  /** A place in the order of what is due: by time, then by run. */
  record Moment(Instant at, String run) implements Comparable<Moment> {
    private static final Comparator<Moment> ORDER =
        Comparator.comparing(Moment::at).thenComparing(Moment::run);

    /** Before everything. */
    public static Moment first() {
      return new Moment(Instant.EPOCH, "");
    }

    /** The place of a row that has a time. */
    public static Moment of(IndexRow row) {
      return new Moment(row.nextDue().orElseThrow(), row.run());
    }

    @Override
    public int compareTo(Moment other) {
      return ORDER.compare(this, other);
    }
  }

  /** An event as it stands in the log. */
  record Stored(long position, long version, Entry entry, String type, String hash) {}

  /** An event and the log in which it stands. */
  record Told(String run, Stored event) {}

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
