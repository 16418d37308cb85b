package dev.holddown.store;

import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.EventStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventStoreTest {
  @TempDir Path folder;

  private EventStore openFile() {
    return SqliteEventStore.open(folder.resolve("holddown.db"), "Holddown test");
  }

  @Nested
  class Events extends EventStoreContract {
    @Override
    EventStore open() {
      return openFile();
    }
  }

  @Nested
  class Messages extends OutboxContract {
    @Override
    EventStore open() {
      return openFile();
    }
  }

  @Nested
  class Locks extends LockContract {
    @Override
    EventStore open() {
      return openFile();
    }
  }

  @Nested
  class Index extends IndexContract {
    @Override
    EventStore open() {
      return openFile();
    }
  }

  @Nested
  class Samples extends SampleContract {
    @Override
    EventStore open() {
      return openFile();
    }
  }

  @Test
  void a_virtual_thread_is_turned_away_with_a_sentence() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (EventStore store = openFile()) {
      Thread.ofVirtual()
          .name("run r-1")
          .start(() -> {
            try {
              store.read("r-1");
            } catch (IllegalStateException e) {
              thrown.set(e);
            }
          })
          .join();
    }

    assertThat(thrown.get())
        .hasMessage(
            "the store was called on the virtual thread \"run r-1\": call it on a platform thread"
                + " and wait for the answer");
  }

  @Test
  void an_interrupted_thread_still_writes_and_reads() {
    try (EventStore store = openFile()) {
      Thread.currentThread().interrupt();
      keep(store, append("r-1", 0, 1));
      assertThat(store.read("r-1")).hasSize(1);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.verify().firstBad()).isEmpty();
    }
  }

  @Test
  void the_file_holds_little_more_than_the_limit_of_samples() throws SQLException {
    SqliteEventStore.Tuning tuning = new SqliteEventStore.Tuning(1, 100, UnaryOperator.identity());
    Path file = folder.resolve("holddown.db");
    try (EventStore store = SqliteEventStore.open(file, "Holddown test", tuning)) {
      for (int i = 0; i < 1_000; i++) {
        store.keep(List.of(sample("r-1", "p99", i, i)));
      }
      assertThat(store.samples("r-1", "p99", T)).hasSize(100);
    }

    assertThat(number(file, "SELECT count(*) FROM samples")).isBetween(100, 110);
  }

  @Test
  void the_database_itself_refuses_to_change_or_delete_events_and_to_lower_tokens()
      throws SQLException {
    Path file = folder.resolve("holddown.db");
    try (EventStore store = openFile()) {
      keep(
          store,
          Given.with(
              append("r-1", 0, 1),
              new EventStore.LockChange.Take("l", "r-1", Optional.empty(), 3)));
    }

    for (String sql :
        List.of(
            "UPDATE events SET actor = 'eve'",
            "DELETE FROM events",
            "UPDATE head SET position = 0",
            "UPDATE locks SET epoch = 2",
            "DELETE FROM locks")) {
      assertThatThrownBy(() -> number(file, sql)).as(sql).hasMessageContaining("never");
    }
  }

  @Test
  void the_writer_syncs_fully_and_locks_at_once() throws SQLException {
    Path file = folder.resolve("holddown.db");
    openFile().close();
    try (Connection connection = Database.open(file, UnaryOperator.identity()).writer();
        Statement statement = connection.createStatement()) {
      assertThat(pragma(statement, "synchronous")).isEqualTo("2");
      assertThat(pragma(statement, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(statement, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(statement, "busy_timeout")).isEqualTo("5000");
      assertThat(
              ((org.sqlite.SQLiteConnection) connection)
                  .getConnectionConfig()
                  .getTransactionMode()
                  .name())
          .isEqualTo("IMMEDIATE");
    }
  }

  private static String pragma(Statement statement, String name) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getString(1);
    }
  }

  private static int number(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? statement.getResultSet().getInt(1) : 0;
    }
  }
}
