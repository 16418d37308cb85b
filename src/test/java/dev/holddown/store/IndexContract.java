package dev.holddown.store;

import static dev.holddown.store.Given.LOCK;
import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.row;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore.Change;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.engine.port.EventStore.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How every event store tells what is due, what waits, and what changed. */
abstract class IndexContract extends StoreContract {
  private static final Set<Integer> ALL =
      IntStream.range(0, Claims.PARTITIONS).boxed().collect(Collectors.toSet());

  @Test
  void what_changed_since_a_position_is_told_once_for_each_run() {
    assertThat(store.head()).isZero();
    keep(store, append("r-1", 0, 2));
    keep(store, append("r-2", 0, 1));
    keep(store, append("r-1", 2, 1));

    assertThat(store.head()).isEqualTo(4);
    assertThat(store.changedSince(0, 10))
        .containsExactly(new Change("r-2", 1, 3), new Change("r-1", 3, 4));
    assertThat(store.changedSince(0, 1)).containsExactly(new Change("r-2", 1, 3));
    assertThat(store.changedSince(3, 10)).containsExactly(new Change("r-1", 3, 4));
    assertThat(store.changedSince(4, 10)).isEmpty();
  }

  @Test
  void the_newest_run_of_a_lock_with_an_outcome_is_found_among_the_newest_runs() {
    keep(store, with(append("r-1", 0, 1), ended("r-1", LOCK, "SUCCEEDED", 1)));
    keep(store, with(append("r-2", 0, 1), ended("r-2", LOCK, "SUCCEEDED", 2)));
    keep(store, with(append("r-3", 0, 1), ended("r-3", LOCK, "ABORTED", 3)));
    keep(store, with(append("r-4", 0, 1), ended("r-4", "other/prod", "SUCCEEDED", 4)));
    keep(store, with(append("r-5", 0, 1), ended("r-5", LOCK, "SUCCEEDED", 2)));

    assertThat(store.newest(LOCK, "SUCCEEDED", 9).map(IndexRow::run)).contains("r-5");
    assertThat(store.newest(LOCK, "ABORTED", 9).map(IndexRow::run)).contains("r-3");
    assertThat(store.newest("other/prod", "SUCCEEDED", 1).map(IndexRow::run)).contains("r-4");
    assertThat(store.newest(LOCK, "SUCCEEDED", 2)).isEmpty();
    assertThat(store.newest(LOCK, "GAVE_UP", 9)).isEmpty();
  }

  private static IndexRow ended(String run, String lock, String outcome, int second) {
    Instant at = T.plusSeconds(second);
    return new IndexRow(run, "p", "P", lock, "CLOSED", outcome, at, at, Optional.empty(), 1);
  }

  @Test
  void what_is_due_is_listed_by_time_and_run_and_can_be_paged_through() {
    for (int i = 0; i < 6; i++) {
      String state = i == 3 ? "CLOSED" : "FORWARD";
      Optional<Instant> due =
          i == 4 ? Optional.empty() : Optional.of(T.plusSeconds(i == 1 ? 2 : i));
      keep(store, with(append("r-" + i, 0, 1), due("r-" + i, "l-" + i + "/prod", state, due)));
    }

    List<IndexRow> due = store.due(ALL, Moment.first(), T.plusSeconds(4), 10);

    assertThat(due).extracting(IndexRow::run).containsExactly("r-0", "r-1", "r-2");
    assertThat(store.due(ALL, Moment.of(due.get(1)), T.plusSeconds(5), 10))
        .extracting(IndexRow::run)
        .containsExactly("r-2", "r-5");
    assertThat(store.due(ALL, Moment.first(), T.plusSeconds(9), 2))
        .extracting(IndexRow::run)
        .containsExactly("r-0", "r-1");
    assertThat(store.due(Set.of(Claims.partition("l-2/prod")), Moment.first(), T.plusSeconds(9), 9))
        .extracting(IndexRow::run)
        .containsExactly("r-2");
  }

  @Test
  void a_row_is_found_and_those_that_wait_for_a_lock_are_listed_oldest_first() {
    for (int i = 0; i < 4; i++) {
      String run = "r-" + i;
      String state = i == 0 ? "FORWARD" : "QUEUED";
      keep(store, with(append(run, 0, 1), row(run, state, T.minusSeconds(i), 1)));
    }
    keep(store, with(append("r-9", 0, 1), due("r-9", "other/prod", "QUEUED", Optional.empty())));

    assertThat(store.queued(LOCK)).extracting(IndexRow::run).containsExactly("r-3", "r-2", "r-1");
    assertThat(store.queued("none/prod")).isEmpty();
    assertThat(store.find("r-2").orElseThrow().startedAt()).isEqualTo(T.minusSeconds(2));
    assertThat(store.find("r-7")).isEmpty();
  }

  private static IndexRow due(String run, String lock, String state, Optional<Instant> due) {
    return new IndexRow(run, "p", "t", lock, state, "", T, T, due, 1);
  }
}
