package dev.holddown.store;

import static dev.holddown.store.Given.LOCK;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.refused;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.LockRow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every event store keeps locks. */
abstract class LockContract {
  private EventStore store;

  abstract EventStore open();

  @BeforeEach
  void r_1_holds_the_lock_at_3_0() {
    store = open();
    keep(store, with(append("r-1", 0, 1), take("r-1", Optional.empty(), 3)));
  }

  @AfterEach
  void close_the_store() {
    store.close();
  }

  @Test
  void an_append_that_needs_another_is_kept_only_with_it() {
    assertThat(store.commit(List.of(append("log", 0, 1), append("r-2", 0, 1).with("log"))))
        .allMatch(EventStore.Result::kept);
    List<EventStore.Result> results =
        store.commit(
            List.of(append("log", 0, 1), append("r-3", 0, 1).with("log"), append("r-4", 0, 1)));
    assertThat(results).extracting(EventStore.Result::kept).containsExactly(false, false, true);
    assertThat(results.get(1).reason())
        .isEqualTo("it follows an append to run log that was left out");
    assertThat(store.read("r-3")).isEmpty();
    assertThat(store.read("log")).hasSize(1);
  }

  @Test
  void a_free_lock_is_taken() {
    assertThat(store.lock(LOCK)).contains(new LockRow(LOCK, Optional.of("r-1"), 3, 0));
    assertThat(store.lock("other/prod")).isEmpty();
  }

  @Test
  void a_held_lock_is_not_taken_from_somebody_who_does_not_hold_it() {
    assertThat(refused(store, with(append("r-2", 0, 1), take("r-2", Optional.empty(), 4))))
        .isEqualTo("lock checkout/prod is held by run r-1");
    assertThat(refused(store, with(append("r-2", 0, 1), take("r-2", Optional.of("r-7"), 4))))
        .isEqualTo("lock checkout/prod is held by run r-1");
    assertThat(store.read("r-2")).isEmpty();
  }

  @Test
  void a_lock_is_taken_from_its_holder_at_a_higher_epoch_and_keeps_its_sequence() {
    keep(store, with(append("r-1", 1, 1), raise("r-1", 3, 0, 5)));

    keep(store, with(append("r-2", 0, 1), take("r-2", Optional.of("r-1"), 4)));

    assertThat(store.lock(LOCK)).contains(new LockRow(LOCK, Optional.of("r-2"), 4, 5));
  }

  @Test
  void the_epoch_of_a_lock_never_falls_or_stays() {
    assertThat(refused(store, with(append("r-2", 0, 1), take("r-2", Optional.of("r-1"), 3))))
        .isEqualTo("lock checkout/prod is at epoch 3 already, so it cannot be taken at epoch 3");
    keep(store, with(append("r-1", 1, 1), new LockChange.Free(LOCK, "r-1")));
    assertThat(refused(store, with(append("r-2", 0, 1), take("r-2", Optional.empty(), 2))))
        .isEqualTo("lock checkout/prod is at epoch 3 already, so it cannot be taken at epoch 2");
  }

  @Test
  void a_lock_that_was_freed_in_between_is_taken_all_the_same() {
    keep(store, with(append("r-1", 1, 1), new LockChange.Free(LOCK, "r-1")));

    keep(store, with(append("r-2", 0, 1), take("r-2", Optional.of("r-1"), 4)));

    assertThat(store.lock(LOCK)).contains(new LockRow(LOCK, Optional.of("r-2"), 4, 0));
  }

  @Test
  void the_holder_raises_the_sequence_from_where_it_is() {
    keep(store, with(append("r-1", 1, 1), raise("r-1", 3, 0, 1)));
    keep(store, with(append("r-1", 2, 1), raise("r-1", 3, 1, 2)));

    assertThat(store.lock(LOCK)).contains(new LockRow(LOCK, Optional.of("r-1"), 3, 2));
  }

  @Test
  void a_raise_by_an_old_owner_or_from_an_old_token_is_left_out() {
    assertThat(refused(store, with(append("r-1", 1, 1), raise("r-1", 2, 0, 1))))
        .isEqualTo("lock checkout/prod is at 3.0, not at 2.0");
    assertThat(refused(store, with(append("r-1", 1, 1), raise("r-1", 3, 1, 2))))
        .isEqualTo("lock checkout/prod is at 3.0, not at 3.1");
    assertThat(refused(store, with(append("r-2", 0, 1), raise("r-2", 3, 0, 1))))
        .isEqualTo("lock checkout/prod is held by run r-1, not by r-2");
    assertThat(refused(store, with(append("r-1", 1, 1), raise("r-1", 3, 0, 0))))
        .isEqualTo("the sequence of lock checkout/prod can only rise, not go from 0 to 0");
    assertThat(store.read("r-1")).hasSize(1);
    assertThat(store.lock(LOCK)).contains(new LockRow(LOCK, Optional.of("r-1"), 3, 0));
  }

  @Test
  void only_the_holder_frees_a_lock_and_its_token_stays() {
    keep(store, with(append("r-1", 1, 1), raise("r-1", 3, 0, 8)));
    assertThat(refused(store, with(append("r-2", 0, 1), new LockChange.Free(LOCK, "r-2"))))
        .isEqualTo("lock checkout/prod is held by run r-1, not by r-2");

    keep(store, with(append("r-1", 2, 1), new LockChange.Free(LOCK, "r-1")));

    assertThat(store.lock(LOCK)).contains(new LockRow(LOCK, Optional.empty(), 3, 8));
    assertThat(refused(store, with(append("r-1", 3, 1), new LockChange.Free(LOCK, "r-1"))))
        .isEqualTo("lock checkout/prod is free, run r-1 does not hold it");
    assertThat(refused(store, with(append("r-1", 3, 1), raise("r-1", 3, 8, 9))))
        .isEqualTo("lock checkout/prod is free, run r-1 does not hold it");
  }

  @Test
  void lock_and_token_are_the_same_after_a_restart() {
    keep(store, with(append("r-1", 1, 1), raise("r-1", 3, 0, 8)));
    store.close();
    store = open();

    assertThat(store.lock(LOCK)).contains(new LockRow(LOCK, Optional.of("r-1"), 3, 8));
  }

  private static LockChange take(String run, Optional<String> from, long epoch) {
    return new LockChange.Take(LOCK, run, from, epoch);
  }

  private static LockChange raise(String run, long epoch, long from, long to) {
    return new LockChange.Raise(LOCK, run, epoch, from, to);
  }
}
