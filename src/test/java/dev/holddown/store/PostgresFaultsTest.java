package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.notice;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.EventStore.Stored;
import dev.holddown.engine.port.StoreException;
import dev.holddown.testing.TcpProxy;
import dev.holddown.testing.TcpProxy.Fate;
import dev.holddown.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real server behind a network that fails. Whatever happens, what was acknowledged is there, once
 * and whole, and what was refused is not.
 */
class PostgresFaultsTest {
  private static final Predicate<String> COMMIT = piece -> piece.contains("COMMIT");
  private static final Predicate<String> INSERT = piece -> piece.contains("INSERT INTO outbox");
  private static final PostgresLimits LIMITS = new PostgresLimits(1_000, 1_000, 800, 20_000, 2);

  /** Gives up soon after a failure, and takes a busy machine's slowness for none. */
  private static final PostgresLimits IMPATIENT = PostgresLimits.usual().outage(300);

  private String url = "";
  private TcpProxy proxy = TcpProxy.to(TestPostgres.shared().port());

  @BeforeEach
  void a_new_database() {
    url = Postgres.database();
  }

  @AfterEach
  void no_proxy() {
    proxy.close();
  }

  private String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** The store through the proxy. */
  private EventStore through(PostgresLimits limits) {
    return Postgres.open(
        url.replaceFirst("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:" + proxy.port()), limits);
  }

  /** Two events, a lock and a notice in one append. */
  private static void write(EventStore store, long version) {
    LockChange change =
        version == 0
            ? new LockChange.Take(Given.LOCK, "r-1", Optional.empty(), 1)
            : new LockChange.Raise(Given.LOCK, "r-1", 1, version / 2 - 1, version / 2);
    keep(store, with(with(append("r-1", version, 2), notice("r-1", "n-" + version)), change));
  }

  /** What the log must hold, seen past the proxy. */
  private void expect(long versions) {
    try (EventStore store = Postgres.open(url)) {
      assertThat(store.read("r-1"))
          .extracting(Stored::version)
          .isEqualTo(LongStream.rangeClosed(1, versions).boxed().toList());
      assertThat(store.outbox(1_000))
          .extracting(OutboxRow::notice)
          .isEqualTo(LongStream.range(0, versions / 2).mapToObj(i -> "n-" + 2 * i).toList());
      assertThat(store.lock(Given.LOCK).map(EventStore.LockRow::sequence))
          .isEqualTo(versions == 0 ? Optional.empty() : Optional.of(versions / 2 - 1));
      assertThat(store.verify().firstBad()).isEmpty();
      assertThat(store.head()).isEqualTo(versions);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "PASS_THEN_CUT", "LOSE"})
  void a_connection_lost_before_the_commit_is_made_anew_and_the_append_is_kept_once(Fate fate)
      throws Exception {
    try (EventStore store = through(LIMITS)) {
      write(store, 0);
      proxy.once(INSERT, fate);

      write(store, 2);

      proxy.awaitMet();
      write(store, 4);
    }
    expect(6);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "PASS_THEN_CUT", "LOSE"})
  void a_connection_lost_during_the_commit_is_looked_up_and_the_append_is_kept_once(Fate fate)
      throws Exception {
    // CUT and LOSE: the server never got the COMMIT. PASS_THEN_CUT: it did, and nobody heard.
    try (EventStore store = through(LIMITS)) {
      write(store, 0);
      proxy.once(COMMIT, fate);

      write(store, 2);

      proxy.awaitMet();
      write(store, 4);
    }
    expect(6);
  }

  @Test
  void the_epoch_is_not_raised_twice_when_the_answer_to_its_commit_is_lost() throws Exception {
    try (EventStore store = through(LIMITS)) {
      proxy.once(COMMIT, Fate.PASS_THEN_CUT);

      assertThat(store.nextEpoch()).isEqualTo(1);

      proxy.awaitMet();
      assertThat(store.nextEpoch()).isEqualTo(2);
    }
  }

  @Test
  void an_append_that_lost_its_version_while_the_connection_was_away_is_left_out()
      throws Exception {
    try (EventStore store = through(LIMITS);
        EventStore other = Postgres.open(url)) {
      write(store, 0);
      proxy.once(
          piece -> {
            if (COMMIT.test(piece)) {
              proxy.cut();
              return true;
            }
            return false;
          },
          Fate.CUT);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<EventStore.Result> late =
            thread.submit(() -> store.commit(List.of(append("r-1", 2, 1))).getFirst());
        proxy.awaitMet();
        keep(other, append("r-1", 2, 1));
        proxy.mend();

        assertThat(late.get().reason())
            .isEqualTo(
                "run r-1 is at version 3, not at 2: somebody else was faster; load it again");
      }
      assertThat(store.read("r-1")).hasSize(3);
    }
  }

  @Test
  void an_outage_that_ends_in_time_is_survived_by_writers_and_readers() throws Exception {
    try (EventStore store = through(LIMITS);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      write(store, 0);
      proxy.cut();
      Future<?> writing = threads.submit(() -> write(store, 2));
      Future<List<Stored>> reading = threads.submit(() -> store.read("r-1"));
      try (EventStore direct = Postgres.open(url)) {
        assertThat(direct.read("r-1")).hasSize(2);
      }
      assertThat(writing.isDone()).isFalse();
      assertThat(reading.isDone()).isFalse();

      proxy.mend();

      writing.get();
      assertThat(reading.get()).hasSizeGreaterThanOrEqualTo(2);
    }
    expect(4);
  }

  @Test
  void an_outage_that_is_too_long_breaks_the_store_and_says_that_nothing_was_kept() {
    try (EventStore store = through(IMPATIENT)) {
      write(store, 0);
      proxy.cut();

      assertThatThrownBy(() -> write(store, 2))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "the database postgresql://holddown@127.0.0.1:%d/%s failed while writing: "
                  .formatted(proxy.port(), name()))
          .hasMessageEndingWith(
              "; what was acknowledged is safe, this write was not kept, nothing more is written;"
                  + " restart Holddown");
      proxy.mend();
      assertThatThrownBy(() -> write(store, 2)).hasMessageContaining("restart Holddown");
      assertThatThrownBy(() -> store.read("r-1")).hasMessageContaining("restart Holddown");
    }
    expect(2);

    try (EventStore opened = through(LIMITS)) {
      assertThat(opened.verify().firstBad()).as("opened anew after the outage").isEmpty();
      write(opened, 2);
    }
    expect(4);
  }

  @Test
  void when_nobody_can_tell_whether_a_commit_was_kept_the_store_says_so_and_takes_nothing_more()
      throws Exception {
    try (EventStore store = through(IMPATIENT)) {
      write(store, 0);
      proxy.once(
          piece -> {
            if (COMMIT.test(piece)) {
              // The COMMIT goes through, and the network behind it is gone.
              Thread.ofVirtual().start(proxy::cut);
              return true;
            }
            return false;
          },
          Fate.LOSE);

      assertThatThrownBy(() -> write(store, 2))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("was lost during a commit")
          .hasMessageEndingWith(
              "; whether the last write was kept is not known until Holddown is restarted, then its"
                  + " log tells; nothing more is written");
      proxy.mend();
      assertThatThrownBy(() -> write(store, 2)).hasMessageContaining("is not known");
    }
    expect(2);
  }

  @Test
  void a_server_that_stalls_is_found_by_silence_and_its_locks_end() throws Exception {
    try (EventStore store = through(LIMITS);
        EventStore other = Postgres.open(url, LIMITS)) {
      write(store, 0);
      proxy.once(INSERT, Fate.LOSE);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<?> stalled = thread.submit(() -> write(store, 2));
        proxy.awaitMet(); // its transaction holds the head row on the server, and hears nothing

        keep(other, append("r-2", 0, 1));

        stalled.get();
      }
      assertThat(other.read("r-1")).hasSize(4);
      assertThat(other.verify().firstBad()).isEmpty();
    }
  }

  @Test
  void a_statement_that_is_stuck_behind_a_lock_is_given_up_and_tried_again() throws Exception {
    try (EventStore store = through(LIMITS);
        Connection stranger = TestPostgres.shared().connect(name());
        Statement statement = stranger.createStatement();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      write(store, 0);
      stranger.setAutoCommit(false);
      statement.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE");
      Future<?> stuck = thread.submit(() -> write(store, 2));
      awaitWaiting(1);
      assertThat(stuck.isDone()).isFalse();

      stranger.rollback();

      stuck.get();
    }
    expect(4);
  }

  /** Until so many of the server's sessions wait for a lock in this database. */
  private void awaitWaiting(int sessions) throws SQLException {
    try (Connection connection = TestPostgres.shared().connect(name());
        Statement statement = connection.createStatement()) {
      int waiting = 0;
      while (waiting < sessions) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
                    + " current_database()")) {
          row.next();
          waiting = row.getInt(1);
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_server_that_is_started_again_loses_nothing_that_was_acknowledged(Ending ending)
      throws Exception {
    try (TestPostgres server = TestPostgres.start()) {
      String own = server.empty();
      int writers = 3;
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String run = "r-" + i;
        tasks.add(() -> {
          try (EventStore store = Postgres.open(own, LIMITS.outage(90_000))) {
            for (long version = 0; version < 200; version++) {
              keep(store, append(run, version, 1));
              if (run.equals("r-0") && version % 70 == 40) {
                ending.of(server);
                server.startAgain();
              }
            }
            return 200L;
          }
        });
      }
      Postgres.open(own, LIMITS).close();
      try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
        for (Future<Long> done : threads.invokeAll(tasks)) {
          assertThat(done.get()).isEqualTo(200);
        }
      }

      try (EventStore store = Postgres.open(own, LIMITS)) {
        assertThat(store.verify())
            .isEqualTo(new EventStore.Verification(600, writers, Optional.empty()));
      }
    }
  }

  /** How a server ends. */
  enum Ending {
    STOPPED {
      @Override
      void of(TestPostgres server) {
        server.stop();
      }
    },
    CRASHED {
      @Override
      void of(TestPostgres server) {
        server.crash();
      }
    };

    abstract void of(TestPostgres server);
  }

  @Test
  void with_connections_that_are_cut_all_the_time_two_writers_never_both_succeed_at_a_version()
      throws Exception {
    int rounds = 24;
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (EventStore opened : List.of(through(LIMITS), through(LIMITS))) {
      tasks.add(() -> {
        int kept = 0;
        try (EventStore store = opened) {
          for (long version = 0; version < rounds; version++) {
            proxy.once(COMMIT, version % 3 == 0 ? Fate.CUT : Fate.PASS_THEN_CUT);
            kept += store.commit(List.of(append("r-1", version, 1))).getFirst().kept() ? 1 : 0;
          }
        }
        return kept;
      });
    }

    int kept = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Integer> future : threads.invokeAll(tasks)) {
        kept += future.get();
      }
    }

    try (EventStore store = Postgres.open(url)) {
      assertThat(store.read("r-1")).hasSize(kept);
      assertThat(kept).isBetween(1, rounds);
      assertThat(store.verify()).isEqualTo(new EventStore.Verification(kept, 1, Optional.empty()));
    }
  }
}
