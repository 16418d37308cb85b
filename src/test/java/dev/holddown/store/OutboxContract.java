package dev.holddown.store;

import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.OutboxDue;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which messages every store gives out to be sent now. */
abstract class OutboxContract extends StoreContract {
  private static final String DEAD = "webhook:http://127.0.0.1:1/";
  private static final String LIVE = "file:notes.jsonl";

  @Test
  void a_row_that_was_tried_is_due_after_a_wait_that_its_tries_tell() {
    owe("r-1", DEAD, 4);
    List<OutboxRow> rows = store.outbox(10);
    fail(rows.get(1), 1);
    fail(rows.get(2), 2);
    fail(rows.get(3), 5);
    reopen();

    assertThat(due(T)).containsExactly("n-1");
    assertThat(due(T.plusSeconds(1).minusNanos(1))).containsExactly("n-1");
    assertThat(due(T.plusSeconds(1))).containsExactly("n-1", "n-2");
    assertThat(due(T.plusSeconds(2))).containsExactly("n-1", "n-2", "n-3");
    assertThat(due(T.plusSeconds(3))).containsExactly("n-1", "n-2", "n-3");
    assertThat(due(T.plusSeconds(4))).containsExactly("n-1", "n-2", "n-3", "n-4");
    assertThat(store.outbox(dueAt(T.plusSeconds(1), 10, 10)).getLast())
        .isEqualTo(new OutboxRow(rows.get(1).id(), "r-1", "n-2", DEAD, "look", 1));
  }

  @Test
  void a_row_that_a_clock_ahead_of_this_one_tried_is_due() {
    owe("r-1", DEAD, 1);
    fail(store.outbox(1).getFirst(), 1);

    assertThat(due(T)).isEmpty();
    assertThat(due(T.minusNanos(1))).containsExactly("n-1");
  }

  @Test
  void a_row_that_was_delivered_is_never_due() {
    owe("r-1", LIVE, 2);
    store.delivered(store.outbox(1).getFirst().id(), T, "");

    assertThat(due(T.plusSeconds(1_000))).containsExactly("n-2");
  }

  @Test
  void no_channel_has_more_rows_than_its_places_and_all_come_oldest_first() {
    owe("r-1", DEAD, 5);
    owe("r-2", LIVE, 2);
    owe("r-3", DEAD, 1);

    assertThat(store.outbox(dueAt(T, 3, 10)))
        .extracting(row -> row.run() + " " + row.notice())
        .containsExactly("r-1 n-1", "r-1 n-2", "r-1 n-3", "r-2 n-1", "r-2 n-2");
    assertThat(store.outbox(dueAt(T, 3, 2)))
        .as("every channel has its first place before one has its second")
        .extracting(row -> row.run() + " " + row.notice())
        .containsExactly("r-1 n-1", "r-2 n-1");
    assertThat(store.outbox(dueAt(T, 0, 10))).isEmpty();
    assertThat(store.outbox(dueAt(T, 10, 0))).isEmpty();
    assertThat(store.outbox(new OutboxDue(T, List.of(T), 10, 10))).hasSize(8);
  }

  private void owe(String run, String channel, int count) {
    OutboxRow[] rows =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> new OutboxRow(0, run, "n-" + i, channel, "look", 0))
            .toArray(OutboxRow[]::new);
    keep(store, with(append(run, 0, 1), rows));
  }

  private void fail(OutboxRow row, int times) {
    for (int i = 0; i < times; i++) {
      store.delivered(row.id(), T, "connection refused");
    }
  }

  private List<String> due(Instant now) {
    return store.outbox(dueAt(now, 10, 10)).stream().map(OutboxRow::notice).toList();
  }

  /** One second after the first try, two after the second, four after any more. */
  private static OutboxDue dueAt(Instant now, int ofOneMax, int rowsMax) {
    List<Instant> until = List.of(now.minusSeconds(1), now.minusSeconds(2), now.minusSeconds(4));
    return new OutboxDue(now, until, ofOneMax, rowsMax);
  }
}
