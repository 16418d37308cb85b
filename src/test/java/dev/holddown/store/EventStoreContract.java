package dev.holddown.store;

import static dev.holddown.store.Given.LOCK;
import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.entry;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.notice;
import static dev.holddown.store.Given.refused;
import static dev.holddown.store.Given.row;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.EventStore.Result;
import dev.holddown.engine.port.EventStore.Stored;
import dev.holddown.engine.port.EventStore.Verification;
import dev.holddown.engine.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every event store does. */
abstract class EventStoreContract extends StoreContract {
  @Test
  void a_new_store_is_empty_and_sound() {
    assertThat(store.read("r-1")).isEmpty();
    assertThat(store.runs(10)).isEmpty();
    assertThat(store.open()).isEmpty();
    assertThat(store.lock(LOCK)).isEmpty();
    assertThat(store.outbox(10)).isEmpty();
    assertThat(store.latest("r-1")).isEmpty();
    assertThat(store.commit(List.of())).isEmpty();
    assertThat(store.verify()).isEqualTo(new Verification(0, 0, Optional.empty()));
  }

  @Test
  void events_come_back_in_order_with_who_and_when_to_the_nanosecond() {
    keep(store, append("r-1", 0, 2));
    keep(store, append("r-1", 2, 1));

    List<Stored> events = store.read("r-1");

    assertThat(events).extracting(Stored::version).containsExactly(1L, 2L, 3L);
    assertThat(events).extracting(Stored::position).containsExactly(1L, 2L, 3L);
    assertThat(store.readAfter("r-1", 1)).isEqualTo(events.subList(1, 3));
    assertThat(store.readAfter("r-1", 3)).isEmpty();
    assertThat(events)
        .extracting(Stored::entry)
        .containsExactly(entry("r-1", 1), entry("r-1", 2), entry("r-1", 3));
    assertThat(events).extracting(Stored::type).containsOnly("run.held");
    assertThat(events)
        .extracting(Stored::hash)
        .doesNotHaveDuplicates()
        .allMatch(h -> h.length() == 64);
  }

  @Test
  void every_kind_of_event_comes_back_equal_after_a_restart() {
    keep(store, append("r-1", 0, EventSamples.all().toArray(RunEvent[]::new)));
    List<Stored> before = store.read("r-1");

    reopen();

    assertThat(store.read("r-1")).isEqualTo(before);
    assertThat(before.stream().map(stored -> stored.entry().event()).toList())
        .isEqualTo(EventSamples.all());
    assertThat(store.verify().firstBad()).isEmpty();
  }

  @Test
  void the_hash_of_an_event_is_the_one_that_the_format_defines() {
    keep(store, append("r-1", 0, 1));

    // Spelled out from the docstring of Chain, so that a change of the format is seen.
    String header =
        String.join(
            "\0",
            "1",
            "r-1",
            "1",
            "run.held",
            "1",
            "2026-11-21T10:00:00.000000001Z",
            "PERSON",
            "ada",
            "");
    assertThat(store.read("r-1").getFirst().hash())
        .isEqualTo(Digest.of("\0".repeat(32) + header + "{\"reason\":\"r-1 at 1\"}").hex());
  }

  @Test
  void an_append_at_a_wrong_version_is_left_out_with_the_reason() {
    keep(store, append("r-1", 0, 2));

    assertThat(refused(store, append("r-1", 1, 1)))
        .isEqualTo("run r-1 is at version 2, not at 1: somebody else was faster; load it again");
    assertThat(refused(store, append("r-1", 3, 1)))
        .isEqualTo("run r-1 is at version 2, not at 3: somebody else was faster; load it again");
    assertThat(refused(store, append("r-2", 1, 1)))
        .isEqualTo("run r-2 is at version 0, not at 1: somebody else was faster; load it again");
    assertThat(store.read("r-1")).hasSize(2);
    assertThat(store.read("r-2")).isEmpty();
    assertThat(store.runs(10)).hasSize(1);
  }

  @Test
  void a_bad_append_in_a_batch_is_left_out_whole_and_the_others_are_kept() {
    keep(store, append("r-1", 0, 1));
    keep(store, with(append("r-9", 0, 1), new LockChange.Take(LOCK, "r-9", Optional.empty(), 1)));

    List<Result> results =
        store.commit(
            List.of(
                append("r-2", 0, 2),
                with(append("r-1", 7, 3), notice("r-1", "n-1")),
                with(append("r-3", 0, 3), new LockChange.Take(LOCK, "r-3", Optional.empty(), 5)),
                append("r-9", 1, 1),
                append("r-2", 2, 1)));

    assertThat(results).extracting(Result::kept).containsExactly(true, false, false, true, true);
    assertThat(store.read("r-9")).extracting(Stored::position).containsExactly(2L, 5L);
    assertThat(store.read("r-2")).extracting(Stored::position).containsExactly(3L, 4L, 6L);
    assertThat(store.read("r-3")).isEmpty();
    assertThat(store.outbox(10)).isEmpty();
    assertThat(store.runs(10))
        .extracting(IndexRow::run)
        .containsExactlyInAnyOrder("r-1", "r-2", "r-9");
    assertThat(store.verify()).isEqualTo(new Verification(6, 3, Optional.empty()));
  }

  @Test
  void two_appends_of_one_batch_to_one_version_do_not_both_succeed() {
    List<Result> results = store.commit(List.of(append("r-1", 0, 1), append("r-1", 0, 1)));

    assertThat(results).extracting(Result::kept).containsExactly(true, false);
    assertThat(store.read("r-1")).hasSize(1);
  }

  /** Two signatures in one call: the second was counted with the first, which was not written. */
  @Test
  void what_was_decided_on_an_append_that_is_left_out_is_left_out_though_its_version_fits() {
    keep(store, append("r-1", 0, 2)); // one more than the caller knew of

    List<Result> results =
        store.commit(List.of(append("r-1", 1, 1), append("r-1", 2, 1), append("r-2", 0, 1)));

    assertThat(results).extracting(Result::kept).containsExactly(false, false, true);
    assertThat(results.get(1).reason())
        .isEqualTo("it follows an append to run r-1 that was left out");
    assertThat(store.read("r-1")).hasSize(2);
  }

  @Test
  void an_append_without_events_still_writes_index_and_lock() {
    keep(store, append("r-1", 0, 1));
    LockChange take = new LockChange.Take(LOCK, "r-1", Optional.empty(), 1);

    keep(store, with(with(append("r-1", 1, 0), take), row("r-1", "WATCHING", T, 1)));

    assertThat(store.read("r-1")).hasSize(1);
    assertThat(store.runs(1).getFirst().state()).isEqualTo("WATCHING");
    assertThat(store.lock(LOCK).orElseThrow().run()).contains("r-1");
    assertThat(store.verify().firstBad()).isEmpty();
  }

  @Test
  void an_append_with_the_index_row_of_another_run_is_a_mistake_and_breaks_nothing() {
    assertThatThrownBy(
            () -> store.commit(List.of(with(append("r-1", 0, 1), row("r-2", "ACTIVE", T, 1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an append to run r-1 has the index row of run r-2");
    assertThatThrownBy(() -> store.commit(List.of(append("r\0", 0, 1))))
        .hasMessage("the run \"r?\" has a zero character in it");

    keep(store, append("r-1", 0, 1));
  }

  @Test
  void a_value_that_cannot_be_kept_is_a_mistake_and_breaks_nothing() {
    RunEvent bad = new RunEvent.WayBackFrozen(Map.of("v", new Object()), "");

    assertThatThrownBy(() -> store.commit(List.of(append("r-1", 0, bad))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("event way-back.frozen cannot be kept in the log");

    keep(store, append("r-1", 0, 1));
  }

  @Test
  void runs_are_listed_newest_first_and_open_ones_oldest_first() {
    for (int i = 0; i < 5; i++) {
      String run = "r-" + i;
      String state = i == 2 ? "CLOSED" : "ACTIVE";
      keep(store, with(append(run, 0, 1), row(run, state, T.plusMillis(500L * i), 1)));
    }

    assertThat(store.runs(10))
        .extracting(IndexRow::run)
        .containsExactly("r-4", "r-3", "r-2", "r-1", "r-0");
    assertThat(store.runs(2)).extracting(IndexRow::run).containsExactly("r-4", "r-3");
    assertThat(store.runs(0)).isEmpty();
    assertThat(store.open()).extracting(IndexRow::run).containsExactly("r-0", "r-1", "r-3", "r-4");
  }

  @Test
  void the_index_row_is_what_was_written_last_with_the_version_of_the_stream() {
    keep(store, append("r-1", 0, 3));
    IndexRow row =
        new IndexRow(
            "r-1",
            "p",
            "t",
            "l",
            "CLOSED",
            "SUCCEEDED",
            T,
            T.plusNanos(1),
            Optional.of(T.plusSeconds(9)),
            99);

    keep(store, with(append("r-1", 3, 1), row));
    reopen();

    assertThat(store.runs(1))
        .containsExactly(
            new IndexRow(
                "r-1",
                "p",
                "t",
                "l",
                "CLOSED",
                "SUCCEEDED",
                T,
                T.plusNanos(1),
                Optional.of(T.plusSeconds(9)),
                4));
    assertThat(store.open()).isEmpty();
  }

  @Test
  void the_epoch_rises_at_each_call_and_never_falls() {
    assertThat(store.nextEpoch()).isEqualTo(1);
    assertThat(store.nextEpoch()).isEqualTo(2);

    reopen();

    assertThat(store.nextEpoch()).isEqualTo(3);
  }

  @Test
  void outbox_rows_wait_oldest_first_until_they_are_delivered() {
    keep(store, with(append("r-1", 0, 1), notice("r-1", "n-1"), notice("r-1", "n-2")));
    keep(store, with(append("r-2", 0, 1), notice("r-2", "n-1")));
    List<OutboxRow> waiting = store.outbox(10);
    assertThat(waiting).extracting(OutboxRow::notice).containsExactly("n-1", "n-2", "n-1");
    assertThat(waiting).extracting(OutboxRow::id).isSorted().doesNotHaveDuplicates();
    assertThat(store.outbox(1)).hasSize(1);

    store.delivered(waiting.get(0).id(), T, "");
    store.delivered(waiting.get(1).id(), T, "connection refused");
    store.delivered(waiting.get(0).id(), T, "a late answer");
    store.delivered(4_711, T, "");
    reopen();

    assertThat(store.outbox(10))
        .containsExactly(
            new OutboxRow(waiting.get(1).id(), "r-1", "n-2", "terminal", "look: n-2", 1),
            waiting.get(2));
  }

  @Test
  void of_many_writers_at_one_version_exactly_one_succeeds() throws Exception {
    int writers = 8;
    int rounds = 40;
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      tasks.add(() -> {
        int kept = 0;
        for (long version = 0; version < rounds; version++) {
          kept += store.commit(List.of(append("r-1", version, 1))).getFirst().kept() ? 1 : 0;
        }
        return kept;
      });
    }

    int kept = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      for (Future<Integer> future : threads.invokeAll(tasks)) {
        kept += future.get();
      }
    }

    assertThat(store.read("r-1")).hasSize(kept);
    assertThat(kept).isBetween(1, rounds);
    assertThat(store.verify()).isEqualTo(new Verification(kept, 1, Optional.empty()));
  }

  @Test
  void readers_see_whole_commits_only_while_others_write() throws Exception {
    Callable<Boolean> write =
        () -> {
          for (long version = 0; version < 300; version += 3) {
            keep(store, append("r-1", version, 3));
          }
          return true;
        };
    Callable<Boolean> read =
        () -> {
          int seen = 0;
          while (seen < 300) {
            int now = store.read("r-1").size();
            assertThat(now % 3).isZero();
            assertThat(now).isGreaterThanOrEqualTo(seen);
            seen = now;
          }
          return true;
        };

    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      for (Future<Boolean> done : threads.invokeAll(List.of(read, read, read, read, write))) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  @Test
  void ten_thousand_events_of_a_hundred_runs_are_whole() {
    for (int round = 0; round < 10; round++) {
      List<EventStore.Append> batch = new ArrayList<>();
      for (int run = 0; run < 100; run++) {
        batch.add(append("r-" + run, round * 10L, 10));
      }
      assertThat(store.commit(batch)).allMatch(Result::kept);
    }

    reopen();

    assertThat(store.verify()).isEqualTo(new Verification(10_000, 100, Optional.empty()));
    assertThat(store.read("r-42")).extracting(Stored::version).hasSize(100).isSorted();
    assertThat(store.runs(1_000)).hasSize(100).allMatch(row -> row.version() == 100);
  }

  @Test
  void a_closed_store_says_so() {
    store.close();

    assertThatThrownBy(() -> store.read("r-1"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(" was closed");
    assertThatThrownBy(() -> store.commit(List.of(append("r-1", 0, 1))))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(" was closed");
  }
}
