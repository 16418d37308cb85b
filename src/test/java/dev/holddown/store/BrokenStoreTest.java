package dev.holddown.store;

import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.notice;
import static dev.holddown.store.Given.sample;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a failed write the store takes nothing more, and what it acknowledged is safe. */
class BrokenStoreTest {
  @TempDir Path folder;

  private EventStore open(UnaryOperator<Connection> wrap) {
    return SqliteEventStore.open(
        folder.resolve("holddown.db"),
        "Holddown test",
        new SqliteEventStore.Tuning(1, 5_000, wrap));
  }

  @Test
  void every_write_and_commit_may_fail_and_nothing_half_done_remains() {
    FailingDisk disk = new FailingDisk();
    long acknowledged = 0;
    long failures = 0;
    boolean failed = true;
    for (int n = 1; failed; n++) {
      try (EventStore store = open(disk)) {
        disk.failAt(n);
        failed = !commit(store, acknowledged);
        disk.failAt(Long.MAX_VALUE);
        if (failed) {
          failures++;
          assertThatThrownBy(() -> store.read("r-1")).isInstanceOf(StoreException.class);
        } else {
          acknowledged += 2;
        }
      }
      try (EventStore store = open(UnaryOperator.identity())) {
        assertThat(store.read("r-1")).hasSize((int) acknowledged);
        assertThat(store.outbox(10)).hasSize((int) acknowledged / 2);
        assertThat(store.lock(Given.LOCK).isPresent()).isEqualTo(acknowledged > 0);
        assertThat(store.verify().firstBad()).isEmpty();
      }
    }
    // Lock, both events, index, notice, head, commit.
    assertThat(failures).isEqualTo(6);
  }

  private static boolean commit(EventStore store, long version) {
    Append append =
        with(
            with(append("r-1", version, 2), notice("r-1", "n")),
            new LockChange.Take(Given.LOCK, "r-1", Optional.empty(), 1));
    try {
      keep(store, append);
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void a_broken_store_refuses_everything_with_the_same_sentence_until_it_is_reopened() {
    FailingDisk disk = new FailingDisk();
    String sentence =
        ("the store %s failed while writing: [SQLITE_IOERR_FSYNC] disk I/O error; "
                + "what was acknowledged is safe, nothing more is written; restart Holddown")
            .formatted(folder.resolve("holddown.db"));
    try (EventStore store = open(disk)) {
      keep(store, append("r-1", 0, 1));
      disk.failAt(1);
      assertThatThrownBy(() -> keep(store, append("r-1", 1, 1))).hasMessage(sentence);
      disk.failAt(Long.MAX_VALUE); // the disk seems well again: it is not believed

      List<ThrowingCallable> calls =
          List.of(
              () -> store.commit(List.of(append("r-1", 1, 1))),
              () -> store.read("r-1"),
              () -> store.runs(1),
              store::open,
              () -> store.lock(Given.LOCK),
              store::nextEpoch,
              () -> store.outbox(1),
              () -> store.delivered(1, T, ""),
              () -> store.keep(List.of(sample("r-1", "p99", 1, 1))),
              () -> store.samples("r-1", "p99", T),
              () -> store.latest("r-1"),
              store::verify);
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call).isInstanceOf(StoreException.class).hasMessage(sentence);
      }
      assertThat(disk.calls()).as("writes after the failure").isZero();
    }

    try (EventStore store = open(UnaryOperator.identity())) {
      assertThat(store.read("r-1")).hasSize(1);
      keep(store, append("r-1", 1, 1));
    }
  }

  @Test
  void a_full_disk_is_told_as_such_and_what_was_acknowledged_is_there_afterwards() {
    long acknowledged = 0;
    try (EventStore store = open(BrokenStoreTest::smallDisk)) {
      StoreException full = null;
      while (full == null) {
        try {
          keep(store, append("r-1", acknowledged, 20));
          acknowledged += 20;
        } catch (StoreException e) {
          full = e;
        }
      }
      assertThat(full)
          .hasMessage(
              ("the store %s failed while writing: the disk is full; what was acknowledged "
                      + "is safe, nothing more is written; restart Holddown")
                  .formatted(folder.resolve("holddown.db")));
    }

    try (EventStore store = open(UnaryOperator.identity())) {
      assertThat(store.read("r-1")).hasSize((int) acknowledged);
      assertThat(store.verify().firstBad()).isEmpty();
      keep(store, append("r-1", acknowledged, 20));
    }
  }

  private static Connection smallDisk(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA max_page_count = 60");
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
