package dev.holddown.store;

import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.notice;
import static dev.holddown.store.Given.sample;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.EventStore.Sample;
import dev.holddown.engine.port.EventStore.Verification;
import dev.holddown.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostgresEventStoreTest {
  private String url = "";

  @BeforeEach
  void a_new_database() {
    url = Postgres.database();
  }

  private String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  @Nested
  class Events extends EventStoreContract {
    @Override
    EventStore open() {
      return Postgres.open(url);
    }
  }

  @Nested
  class Messages extends OutboxContract {
    @Override
    EventStore open() {
      return Postgres.open(url);
    }
  }

  @Nested
  class Locks extends LockContract {
    @Override
    EventStore open() {
      return Postgres.open(url);
    }
  }

  @Nested
  class Index extends IndexContract {
    @Override
    EventStore open() {
      return Postgres.open(url);
    }
  }

  @Nested
  class Samples extends SampleContract {
    @Override
    EventStore open() {
      return Postgres.open(url);
    }
  }

  @Nested
  class Leases extends ClaimsContract {
    @Override
    Claims openClaims() {
      return Postgres.claims(url);
    }

    @Override
    EventStore openStore() {
      return Postgres.open(url);
    }

    @Override
    void passes(Duration by) {
      TestPostgres.shared()
          .sql(
              name(),
              "UPDATE members SET lease_end = lease_end - interval '%d milliseconds'"
                  .formatted(by.toMillis()));
    }
  }

  @Test
  void an_interrupted_thread_still_writes_and_reads() {
    try (EventStore store = Postgres.open(url)) {
      Thread.currentThread().interrupt();
      keep(store, append("r-1", 0, 1));
      assertThat(store.read("r-1")).hasSize(1);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.verify().firstBad()).isEmpty();
    }
  }

  @Test
  void the_database_itself_refuses_to_change_or_delete_events_and_to_lower_tokens()
      throws SQLException {
    try (EventStore store = Postgres.open(url)) {
      keep(store, with(append("r-1", 0, 1), new LockChange.Take("l", "r-1", Optional.empty(), 3)));
    }

    try (Connection connection = TestPostgres.shared().connect(name());
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "UPDATE events SET actor = 'eve'",
              "DELETE FROM events",
              "TRUNCATE events",
              "UPDATE head SET position = 0",
              "UPDATE locks SET epoch = 2",
              "DELETE FROM locks")) {
        assertThatThrownBy(() -> statement.execute(sql)).as(sql).hasMessageContaining("never");
      }
    }
  }

  @Test
  void a_change_past_the_store_is_found_and_named() {
    try (EventStore store = Postgres.open(url)) {
      keep(store, append("r-1", 0, 3));
      TestPostgres.shared()
          .sql(
              name(),
              "ALTER TABLE events DISABLE TRIGGER USER",
              "UPDATE events SET actor = 'eve' WHERE position = 2");

      assertThat(store.verify().firstBad().orElseThrow())
          .isEqualTo(
              new Verification.Bad(
                  2,
                  "r-1",
                  2,
                  "its bytes do not give its hash: it was changed, moved or inserted afterwards"));
    }
  }

  @Test
  void of_many_stores_at_one_version_exactly_one_succeeds_and_positions_have_no_gap()
      throws Exception {
    int stores = 4;
    int rounds = 40;
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < stores; i++) {
      String own = "own-" + i;
      tasks.add(() -> {
        int kept = 0;
        try (EventStore store = Postgres.open(url)) {
          for (long version = 0; version < rounds; version++) {
            List<EventStore.Result> results =
                store.commit(List.of(append("r-1", version, 1), append(own, version, 1)));
            kept += results.getFirst().kept() ? 1 : 0;
            assertThat(results.getLast().kept()).isTrue();
          }
        }
        return kept;
      });
    }

    int kept = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(stores)) {
      for (Future<Integer> future : threads.invokeAll(tasks)) {
        kept += future.get();
      }
    }

    try (EventStore store = Postgres.open(url)) {
      assertThat(store.read("r-1")).hasSize(kept);
      assertThat(store.verify())
          .isEqualTo(new Verification(kept + stores * rounds, stores + 1, Optional.empty()));
    }
  }

  @Test
  void epochs_of_many_stores_are_never_the_same() {
    try (EventStore one = Postgres.open(url);
        EventStore two = Postgres.open(url)) {
      assertThat(List.of(one.nextEpoch(), two.nextEpoch(), one.nextEpoch()))
          .containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void a_zero_character_in_a_text_is_shown_as_the_sign_for_it() {
    try (EventStore store = Postgres.open(url)) {
      keep(store, with(append("r-1", 0, 1), notice("r-1", "n\0")));
      Sample sample = sample("r-1", "p99", 1, 1);
      store.keep(
          List.of(
              new Sample(
                  "r-1",
                  "p99",
                  new dev.holddown.domain.watch.Reading(
                      T, sample.reading().kind(), 1, 1, "body \0", List.of()))));

      assertThat(store.outbox(1)).extracting(OutboxRow::notice).containsExactly("n\uFFFD");
      assertThat(store.latest("r-1").getFirst().reading().reason()).isEqualTo("body \uFFFD");
    }
  }

  @Test
  void a_store_leaves_no_row_of_its_own_behind() throws SQLException {
    Postgres.open(url).close();

    try (Connection connection = TestPostgres.shared().connect(name());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM writers")) {
      row.next();
      assertThat(row.getInt(1)).isZero();
    }
  }

  @Test
  void of_two_nodes_that_both_see_a_last_use_one_has_it() throws Exception {
    String url = Postgres.database();
    try (EventStore one = Postgres.open(url);
        EventStore two = Postgres.open(url);
        ExecutorService nodes = Executors.newFixedThreadPool(2)) {
      for (int use = 0; use < 20; use++) {
        int last = use;
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<List<EventStore.Result>>> asked = new ArrayList<>();
        for (EventStore node : List.of(one, two)) {
          String run = (node == one ? "one-" : "two-") + use;
          asked.add(
              nodes.submit(() -> {
                together.await();
                return node.commit(
                    List.of(Given.append("uses", last, 1), Given.append(run, 0, 1).with("uses")));
              }));
        }
        List<Boolean> kept = new ArrayList<>();
        for (Future<List<EventStore.Result>> answer : asked) {
          assertThat(answer.get()).extracting(EventStore.Result::kept).hasSize(2);
          assertThat(answer.get().get(0).kept()).isEqualTo(answer.get().get(1).kept());
          kept.add(answer.get().get(1).kept());
        }
        assertThat(kept).containsExactlyInAnyOrder(true, false);
      }
      assertThat(one.read("uses")).hasSize(20);
    }
  }
}
