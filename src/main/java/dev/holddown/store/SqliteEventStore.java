package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The event store in one SQLite file: write-ahead log, {@code synchronous=FULL}, one connection
 * that writes and a few that read. Only one process may have the file open, see {@link DataFolder}.
 * Any failed write breaks the store: it refuses everything until it is closed and opened anew,
 * because after a failed fsync nobody knows what the disk holds.
 */
public final class SqliteEventStore extends SqlEventStore {
  private final Database database;
  private final ReaderPool readers;

  /** Guards the writer and everything that writes. */
  private final ReentrantLock writing = new ReentrantLock();

  private final Statements writer;
  private final Writing tables;
  private final OpenFiles files;

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

  private SqliteEventStore(Database database, String product, Tuning tuning)
      throws SQLException, IOException {
    super(tuning.samplesMax());
    this.database = database;
    this.writer = new Statements(database.writer(), Dialect.SQLITE);
    this.tables = Writing.of(writer, tuning.samplesMax());
    try {
      tables.log().noteWriter(product);
      writer.connection().commit();
      this.files = OpenFiles.of(database.file());
      this.readers = new ReaderPool(database, tuning.readers());
    } catch (SQLException | IOException e) {
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
    } catch (IOException e) {
      throw new StoreException("the database %s cannot be opened: %s".formatted(file, e), e);
    }
  }

  /** Also has SQLite check the file's own structure. Reads one moment of the log, writes go on. */
  @Override
  public Verification verify() {
    ready();
    try (Connection connection = database.reader()) {
      return LogReader.verifyFile(connection);
    } catch (SQLException e) {
      throw new StoreException(
          "the log in %s cannot be read to its end: %s"
              .formatted(database.file(), Database.cause(e)),
          e);
    }
  }

  /** A copy of one moment of the log, in an empty file; writes go on. */
  void copyTo(Path file) {
    ready();
    try (Connection connection = database.reader();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = OFF"); // or not even another file may be written
      statement.execute("VACUUM INTO '" + file.toString().replace("'", "''") + "'");
    } catch (SQLException e) {
      throw new StoreException(
          "the log in %s could not be copied to %s: %s"
              .formatted(database.file(), file, Database.cause(e)),
          e);
    }
  }

  @Override
  <T> T write(Work<T> work) {
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
    T result;
    try {
      result = work.run(tables);
      writer.connection().commit();
    } catch (SQLException e) {
      throw broken(Database.cause(e), e);
    } catch (RuntimeException | Error e) {
      // Not a failure of the disk, but the transaction is half done and must not be committed.
      throw broken(e.toString(), e);
    }
    Optional<Path> gone = files.gone();
    if (gone.isPresent()) {
      throw gone(gone.get());
    }
    return result;
  }

  private StoreException gone(Path file) {
    String sentence =
        ("%s is gone: somebody moved, replaced or deleted it while Holddown worked on it; what"
                + " was acknowledged is in the file that was there, nothing more is written; put"
                + " the data folder back as it was, or restore a backup, then start Holddown again")
            .formatted(file);
    refusal = sentence;
    return new StoreException(sentence);
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

  @Override
  <T> T query(Query<T> query) {
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
