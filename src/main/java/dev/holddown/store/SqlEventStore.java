package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.MonitorTold;
import dev.holddown.engine.port.OutboxDue;
import dev.holddown.engine.port.RemovableBlobs;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What both databases have in common: the same tables, met by the same statements. They differ in
 * how a transaction is made durable, and in what its failure means.
 */
public abstract class SqlEventStore implements EventStore {
  private static final int DUE_AT_ONCE = 500;

  private final EventCodec codec = EventCodec.current();
  private final int samplesMax;

  /** {@code samplesMax}: samples kept of each watch of a run. */
  SqlEventStore(int samplesMax) {
    this.samplesMax = samplesMax;
  }

  /** Something to write within one transaction; it may be run again when that was undone. */
  interface Work<T> {
    T run(Writing tables) throws SQLException;
  }

  /** Something to read, with one statement. */
  interface Query<T> {
    T run(Statements statements) throws SQLException;
  }

  /** Durable when it returns, and not at all when it throws, unless the sentence says otherwise. */
  abstract <T> T write(Work<T> work);

  /** Sees every write that was acknowledged before. */
  abstract <T> T query(Query<T> query);

  int samplesMax() {
    return samplesMax;
  }

  /** The same for people: it only reads, and shows no name that was erased. */
  public final EventStore shown() {
    return new ShownEvents(people());
  }

  /** What {@link #forPeople} gives. */
  SqlEventStore people() {
    return this;
  }

  /** An event as this store tells it. */
  Stored decoded(StoredRow row) {
    return row.decode(codec);
  }

  /** What is kept beside the log, with the evidence. */
  public final Keeping keeping(RemovableBlobs blobs) {
    return Beside.of(this, blobs);
  }

  @Override
  public List<Result> commit(List<Append> appends) {
    List<List<EventCodec.Coded>> coded = new ArrayList<>();
    for (Append append : appends) {
      AppendRules.check(append);
      coded.add(append.entries().stream().map(entry -> codec.encode(entry.event())).toList());
    }
    return write(tables -> tables.log().append(appends, coded));
  }

  @Override
  public List<Stored> read(String run) {
    return readAfter(run, 0);
  }

  @Override
  public List<Stored> readAfter(String run, long version) {
    return query(statements -> new EventTable(statements).readAfter(run, version)).stream()
        .map(this::decoded)
        .toList();
  }

  @Override
  public List<IndexRow> runs(int max) {
    return query(statements -> new RunTable(statements).newest(max));
  }

  @Override
  public Optional<IndexRow> newest(String lock, String outcome, int max) {
    return query(statements -> new RunTable(statements).newest(lock, outcome, max));
  }

  @Override
  public List<IndexRow> alive() {
    return query(statements -> new RunTable(statements).alive());
  }

  @Override
  public Optional<LockRow> lock(String lock) {
    return query(statements -> new LockTable(statements).find(lock));
  }

  @Override
  public long head() {
    return query(statements -> new EventTable(statements).head());
  }

  @Override
  public List<Change> changedSince(long position, int max) {
    return query(statements -> new EventTable(statements).changedSince(position, max));
  }

  @Override
  public List<Told> lookBack(Set<String> types, long before, int positionsMax) {
    return query(statements -> new EventTable(statements).lookBack(types, before, positionsMax))
        .stream()
        .map(row -> new Told(row.slot().run(), decoded(row)))
        .toList();
  }

  @Override
  public Optional<IndexRow> find(String run) {
    return query(statements -> new RunTable(statements).find(run));
  }

  @Override
  public List<IndexRow> due(Set<Integer> partitions, Moment after, Instant until, int max) {
    List<IndexRow> due = new ArrayList<>();
    Moment from = after;
    boolean more = true;
    while (more && due.size() < max) {
      Moment since = from;
      List<IndexRow> page =
          query(statements -> new RunTable(statements).due(since, until, DUE_AT_ONCE));
      page.stream()
          .filter(row -> partitions.contains(Claims.partition(row.lock())))
          .limit(max - due.size())
          .forEach(due::add);
      more = page.size() == DUE_AT_ONCE;
      if (more) {
        IndexRow last = page.getLast();
        from = new Moment(last.nextDue().orElseThrow(), last.run());
      }
    }
    return due;
  }

  @Override
  public List<IndexRow> queued(String lock) {
    return query(statements -> new RunTable(statements).queued(lock));
  }

  @Override
  public long nextEpoch() {
    return write(tables -> tables.log().nextEpoch());
  }

  @Override
  public List<OutboxRow> outbox(int max) {
    return query(statements -> new OutboxTable(statements).waiting(max));
  }

  @Override
  public List<OutboxRow> outbox(OutboxDue due) {
    return query(statements -> new OutboxTable(statements).due(due));
  }

  @Override
  public void delivered(long id, Instant at, String error) {
    write(tables -> {
      tables.outbox().tried(id, at, error);
      return true;
    });
  }

  @Override
  public void keep(List<Sample> kept) {
    write(tables -> {
      tables.samples().keep(kept);
      return true;
    });
  }

  @Override
  public List<Sample> samples(String run, String watch, Instant since) {
    return query(statements -> new SampleTable(statements, samplesMax).since(run, watch, since));
  }

  @Override
  public List<Sample> latest(String run) {
    return query(statements -> new SampleTable(statements, samplesMax).latest(run));
  }

  @Override
  public void tell(List<MonitorTold> told) {
    keep(told.stream().map(ToldTable::sample).toList());
  }

  @Override
  public List<MonitorTold> told(String board) {
    return query(statements -> ToldTable.of(board, new SampleTable(statements, samplesMax)));
  }

  /** A database is waited for inside native code or a socket, which pins or starves the others. */
  static void onPlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          ("the store was called on the virtual thread \"%s\": call it on a platform "
                  + "thread and wait for the answer")
              .formatted(Thread.currentThread().getName()));
    }
  }
}
