package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The event store in one SQLite file: write-ahead log, {@code synchronous=FULL}, one connection
 * that writes and a few that read. Only one process may have the file open, see {@link DataFolder}.
 * Any failed write breaks the store: it refuses everything until it is closed and opened anew,
 * because after a failed fsync nobody knows what the disk holds.
 */
public final class SqliteEventStore implements EventStore {
  private final Database database;
  private final EventCodec codec = EventCodec.current();
  private final ReaderPool readers;
  private final Tuning tuning;

  /** Guards the writer and everything that writes. */
  private final ReentrantLock writing = new ReentrantLock();

  private final Statements writer;
  private final LogWriter log;
  private final SampleTable samples;

  /** Why nothing is taken any more; null while all is well. */
  private volatile @Nullable String refusal;

  /**
   * Sizes, and what tests put around connections.
   *
   * @param readers connections for reading
   * @param samplesMax samples kept of each watch of a run
   */
  record Tuning(int readers, int samplesMax, UnaryOperator<Connection> wrap) {
    static Tuning usual() {
      return new Tuning(3, 5_000, UnaryOperator.identity());
    }
  }

  private SqliteEventStore(Database database, String product, Tuning tuning) throws SQLException {
    this.database = database;
    this.tuning = tuning;
    this.writer = new Statements(database.writer());
    this.log = new LogWriter(writer);
    this.samples = new SampleTable(writer, tuning.samplesMax());
    try {
      log.noteWriter(product);
      writer.connection().commit();
      this.readers = new ReaderPool(database, tuning.readers());
    } catch (SQLException e) {
      writer.close();
      throw e;
    }
  }

  /**
   * Opens the file; makes it when there is none.
   *
   * @param product name and version of this program, such as {@code Holddown 0.1.0}: an older
   *     program that meets the file tells it
   * @throws StoreException with a sentence when the file is damaged, not ours, or of a newer
   *     version; it is left as it was
   */
  public static SqliteEventStore open(Path file, String product) {
    return open(file, product, Tuning.usual());
  }

  static SqliteEventStore open(Path file, String product, Tuning tuning) {
    onPlatformThread();
    Database database = Database.open(file, tuning.wrap());
    try {
      return new SqliteEventStore(database, product, tuning);
    } catch (SQLException e) {
      throw new StoreException(
          "the database %s cannot be opened: %s".formatted(file, Database.cause(e)), e);
    }
  }

  @Override
  public List<Result> commit(List<Append> appends) {
    List<List<EventCodec.Coded>> coded = new ArrayList<>();
    for (Append append : appends) {
      AppendRules.check(append);
      coded.add(append.entries().stream().map(entry -> codec.encode(entry.event())).toList());
    }
    return write(() -> log.append(appends, coded));
  }

  @Override
  public List<Stored> read(String run) {
    return query(statements -> new EventTable(statements).read(run)).stream()
        .map(row -> row.decode(codec))
        .toList();
  }

  @Override
  public List<IndexRow> runs(int max) {
    return query(statements -> new RunTable(statements).newest(max));
  }

  @Override
  public List<IndexRow> open() {
    return query(statements -> new RunTable(statements).open());
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
  public Optional<IndexRow> find(String run) {
    return query(statements -> new RunTable(statements).find(run));
  }

  /** One node owns the file and so every partition; whoever asks for some looks through all. */
  @Override
  public List<IndexRow> due(Set<Integer> partitions, Moment after, Instant until, int max) {
    return partitions.size() == Claims.PARTITIONS
        ? query(statements -> new RunTable(statements).due(after, until, max))
        : EventStore.super.due(partitions, after, until, max);
  }

  @Override
  public List<IndexRow> queued(String lock) {
    return query(statements -> new RunTable(statements).queued(lock));
  }

  @Override
  public long nextEpoch() {
    return write(log::nextEpoch);
  }

  @Override
  public List<OutboxRow> outbox(int max) {
    return query(statements -> new OutboxTable(statements).waiting(max));
  }

  @Override
  public void delivered(long id, Instant at, String error) {
    write(() -> {
      new OutboxTable(writer).tried(id, at, error);
      return true;
    });
  }

  @Override
  public void keep(List<Sample> kept) {
    write(() -> {
      for (Sample sample : kept) {
        samples.keep(sample);
      }
      return true;
    });
  }

  @Override
  public List<Sample> samples(String run, String watch, Instant since) {
    return query(
        statements -> new SampleTable(statements, tuning.samplesMax()).since(run, watch, since));
  }

  @Override
  public List<Sample> latest(String run) {
    return query(statements -> new SampleTable(statements, tuning.samplesMax()).latest(run));
  }

  /** Also has SQLite check the file's own structure. Reads one moment of the log, writes go on. */
  @Override
  public Verification verify() {
    ready();
    try (Connection connection = database.reader()) {
      return LogReader.verify(connection);
    } catch (SQLException e) {
      throw new StoreException(
          "the log in %s cannot be read to its end: %s"
              .formatted(database.file(), Database.cause(e)),
          e);
    }
  }

  /** Something to write, within one transaction. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> T write(Work<T> work) {
    ready();
    writing.lock();
    try {
      ready();
      return transaction(work);
    } finally {
      writing.unlock();
    }
  }

  private <T> T transaction(Work<T> work) {
    try {
      T result = work.run();
      writer.connection().commit();
      return result;
    } catch (SQLException e) {
      throw broken(Database.cause(e), e);
    } catch (RuntimeException | Error e) {
      // Not a failure of the disk, but the transaction is half done and must not be committed.
      throw broken(e.toString(), e);
    }
  }

  private StoreException broken(String why, Throwable cause) {
    String sentence =
        ("the store %s failed while writing: %s; what was acknowledged is safe, "
                + "nothing more is written; restart Holddown")
            .formatted(database.file(), why);
    refusal = sentence;
    try {
      writer.connection().rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    return new StoreException(sentence, cause);
  }

  private <T> T query(ReaderPool.Query<T> query) {
    ready();
    try {
      return readers.read(query);
    } catch (SQLException e) {
      throw new StoreException(
          "the store %s could not be read: %s; nothing was changed"
              .formatted(database.file(), Database.cause(e)),
          e);
    }
  }

  private void ready() {
    onPlatformThread();
    String why = refusal;
    if (why != null) {
      throw new StoreException(why);
    }
  }

  /** SQLite waits inside native code and would pin the few carriers of all virtual threads. */
  private static void onPlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          ("the store was called on the virtual thread \"%s\": call it on a platform "
                  + "thread and wait for the answer")
              .formatted(Thread.currentThread().getName()));
    }
  }

  @Override
  public void close() {
    onPlatformThread();
    writing.lock();
    try {
      if (refusal == null) {
        refusal = "the store %s was closed".formatted(database.file());
      }
      readers.close();
      writer.close();
    } catch (SQLException e) {
      throw new StoreException(
          "the store %s did not close cleanly: %s; what was acknowledged is safe"
              .formatted(database.file(), Database.cause(e)),
          e);
    } finally {
      writing.unlock();
    }
  }
}
