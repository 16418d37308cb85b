package dev.holddown.store;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The event store in a PostgreSQL database, version 14 or later, which several processes may share.
 * Appends are one transaction that locks the head row first, so that positions are in the order of
 * the commits and two writers never both succeed at a version. What the server undid is tried
 * again, a lost connection is made anew, both inside {@link PostgresLimits#outageMillisMax}; a
 * failure that remains breaks the store: it refuses everything until it is opened anew.
 */
public final class PostgresEventStore extends SqlEventStore {
  private static final int SAMPLES_MAX = 5_000;
  private static final int VERIFY_SILENCE_MILLIS_MAX = 60_000;

  private final PostgresServer server;
  private final PostgresReaders readers;
  private final SqlEventStore people;
  private final PostgresWriter writer;

  /** So long a person waits for a database that is away. */
  private static final int PEOPLE_OUTAGE_MILLIS_MAX = 4_000;

  /** Guards the writer. */
  private final ReentrantLock writing = new ReentrantLock();

  /** Why nothing is taken any more; null while all is well. */
  private volatile @Nullable String refusal;

  /**
   * What a store is opened with.
   *
   * @param product name and version of this program, such as {@code Holddown 0.1.0}
   * @param migrate whether an older database may be brought to today's tables
   * @param nanos a stopwatch
   * @param pause waits; {@link Thread#sleep(long)} is one
   */
  public record Opening(
      PostgresLimits limits, String product, boolean migrate, LongSupplier nanos, Pause pause) {}

  /** Waits; {@link Thread#sleep(long)} is one. */
  public interface Pause {
    /** Returns after so many milliseconds. */
    void millis(long millis) throws InterruptedException;
  }

  private PostgresEventStore(PostgresServer server, Opening opening) throws SQLException {
    super(SAMPLES_MAX);
    this.server = server;
    PostgresOutage outage =
        new PostgresOutage(opening.nanos(), opening.pause(), opening.limits().outageMillisMax());
    this.writer = new PostgresWriter(server, outage, SAMPLES_MAX, opening.product());
    writer.session();
    this.readers = new PostgresReaders(server, outage);
    PostgresOutage brief =
        new PostgresOutage(opening.nanos(), opening.pause(), PEOPLE_OUTAGE_MILLIS_MAX);
    this.people = new ForPeople(readers.trying(brief));
  }

  /**
   * Opens the database; makes its tables when it is empty.
   *
   * @throws StoreException with a sentence when the server cannot be reached, refuses the user, is
   *     too old, or the database is not ours or of another version; nothing is changed then
   */
  public static PostgresEventStore open(PostgresUrl url, Opening opening) {
    return open(url, opening, PostgresSchema.current());
  }

  static PostgresEventStore open(PostgresUrl url, Opening opening, PostgresSchema schema) {
    onPlatformThread();
    PostgresServer server = new PostgresServer(url, opening.limits());
    try {
      schema.prepare(server, opening.migrate());
      return new PostgresEventStore(server, opening);
    } catch (SQLException e) {
      throw new StoreException(PostgresProblem.opening(url, e), e);
    }
  }

  /** Reads one moment of the log, writes go on. */
  @Override
  public Verification verify() {
    ready();
    try (Connection connection =
        server.source("holddown verify", 0, VERIFY_SILENCE_MILLIS_MAX).getConnection()) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      Verification verification = LogReader.verify(new Statements(connection, Dialect.POSTGRES));
      connection.rollback();
      return verification;
    } catch (SQLException e) {
      throw new StoreException(
          "the log in %s cannot be read to its end: %s"
              .formatted(server.url(), PostgresProblem.cause(e)),
          e);
    }
  }

  @Override
  <T> T write(Work<T> work) {
    ready();
    writing.lock();
    try {
      ready();
      return writer.write(work);
    } catch (SQLException e) {
      throw broken(
          ("the database %s failed while writing: %s; what was acknowledged is safe, this write"
                  + " was not kept, nothing more is written; restart Holddown")
              .formatted(server.url(), PostgresProblem.cause(e)),
          e);
    } catch (StoreException e) {
      throw broken(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      // Not a failure of the server, but the transaction is half done and must not be committed.
      writer.rollback();
      throw broken(
          ("the store %s failed while writing: %s; what was acknowledged is safe, nothing more is"
                  + " written; restart Holddown")
              .formatted(server.url(), e),
          e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public EventStore forPeople() {
    return people;
  }

  @Override
  SqlEventStore people() {
    return people;
  }

  /** The same connections, tried for less long. */
  private final class ForPeople extends SqlEventStore {
    private final PostgresReaders brief;

    ForPeople(PostgresReaders brief) {
      super(SAMPLES_MAX);
      this.brief = brief;
    }

    @Override
    <T> T write(Work<T> work) {
      throw new IllegalStateException("this view of the log only reads");
    }

    @Override
    <T> T query(Query<T> query) {
      ready();
      try {
        return brief.read(query);
      } catch (SQLException e) {
        throw new StoreException(
            ("the database %s does not answer just now: %s; runs go on as soon as it does, and"
                    + " nothing was changed; try again then")
                .formatted(server.url(), PostgresProblem.cause(e)),
            e);
      }
    }

    @Override
    public Verification verify() {
      return PostgresEventStore.this.verify();
    }

    @Override
    public void close() {}
  }

  private StoreException broken(String sentence, Throwable cause) {
    if (refusal == null) {
      refusal = sentence;
    }
    return new StoreException(sentence, cause);
  }

  @Override
  <T> T query(Query<T> query) {
    ready();
    try {
      return readers.read(query);
    } catch (SQLException e) {
      throw new StoreException(
          "the database %s could not be read: %s; nothing was changed"
              .formatted(server.url(), PostgresProblem.cause(e)),
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

  @Override
  public void close() {
    onPlatformThread();
    writing.lock();
    try {
      if (refusal == null) {
        refusal = "the store %s was closed".formatted(server.url());
      }
      readers.close();
      writer.close();
    } catch (SQLException e) {
      // Nothing is open that could be lost; the server tidies up behind a connection that ends.
      System.getLogger(PostgresEventStore.class.getName())
          .log(System.Logger.Level.DEBUG, "the connection did not close cleanly: " + e);
    } finally {
      writing.unlock();
    }
  }
}
