package dev.holddown.store;

import static dev.holddown.store.Given.LOCK;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.Claims.Claim;
import dev.holddown.engine.port.Claims.Member;
import dev.holddown.engine.port.Claims.Partition;
import dev.holddown.engine.port.EventStore;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of claims does. */
abstract class ClaimsContract {
  private static final Set<Integer> ALL =
      IntStream.range(0, Claims.PARTITIONS).boxed().collect(Collectors.toSet());
  private static final int P = Claims.partition(LOCK);

  Claims claims;
  EventStore store;

  /** Claims beside {@link #openStore}, in the same database; empty the first time of a test. */
  abstract Claims openClaims();

  abstract EventStore openStore();

  /** Lets the store's clock go on, or its leases grow older, which is the same. */
  abstract void passes(Duration by);

  @BeforeEach
  void open_them() {
    store = openStore();
    claims = openClaims();
  }

  @AfterEach
  void close_them() {
    claims.close();
    store.close();
  }

  private Partition partition(Member by, int number) {
    return claims.renew(by).partitions().get(number);
  }

  @Test
  void the_partition_of_a_lock_is_the_same_for_ever() {
    assertThat(Claims.partition("checkout/prod")).isEqualTo(134);
    assertThat(Claims.partition("a/b")).isEqualTo(28);
    assertThat(Claims.partition("größe/prod")).isEqualTo(217);
    assertThat(IntStream.range(0, 5_000).map(i -> Claims.partition("s" + i + "/prod")).distinct())
        .as("locks spread over all partitions")
        .hasSize(256);
  }

  @Test
  void nobody_owns_anything_in_a_new_store() {
    Member a = claims.join("a");

    Claims.Roster roster = claims.renew(a);

    assertThat(roster.renewed()).isTrue();
    assertThat(roster.members()).containsExactly(a);
    assertThat(roster.partitions()).hasSize(256);
    assertThat(roster.partitions()).extracting(Partition::number).isSorted();
    assertThat(roster.partitions().get(7)).isEqualTo(new Partition(7, 0, Optional.empty(), true));
  }

  @Test
  void a_member_of_the_same_name_is_another_member() {
    Member first = claims.join("a");
    Member second = claims.join("a");

    assertThat(second.number()).isGreaterThan(first.number());
    assertThat(claims.renew(first).members()).containsExactly(first, second);
    assertThat(first).hasToString("a#" + first.number());
  }

  @Test
  void what_is_free_is_taken_at_an_epoch_that_rises_with_every_owner() {
    Member a = claims.join("a");
    Member b = claims.join("b");

    assertThat(claims.take(a, Set.of(3))).containsExactly(new Claim(3, 1));
    assertThat(claims.take(b, Set.of(3))).as("it has an owner").isEmpty();
    assertThat(claims.take(a, Set.of(3))).as("it is not taken twice").isEmpty();
    claims.release(a, List.of(new Claim(3, 1)));
    assertThat(partition(a, 3)).isEqualTo(new Partition(3, 1, Optional.empty(), true));

    assertThat(claims.take(b, Set.of(3, 4)))
        .containsExactlyInAnyOrder(new Claim(3, 2), new Claim(4, 1));
    assertThat(partition(a, 3)).isEqualTo(new Partition(3, 2, Optional.of(b), false));
  }

  @Test
  void a_release_at_an_older_epoch_or_by_somebody_else_changes_nothing() {
    Member a = claims.join("a");
    Member b = claims.join("b");
    claims.take(a, Set.of(3));

    claims.release(a, List.of(new Claim(3, 0)));
    claims.release(b, List.of(new Claim(3, 1)));

    assertThat(partition(a, 3).owner()).contains(a);
  }

  @Test
  @Covers("I13")
  void others_take_over_when_lease_and_grace_are_over_and_not_before() {
    Member a = claims.join("a");
    Member b = claims.join("b");
    claims.take(a, Set.of(3));

    passes(Duration.ofSeconds(9));
    claims.renew(b);
    assertThat(claims.take(b, Set.of(3))).isEmpty();
    passes(Duration.ofSeconds(2));
    assertThat(claims.renew(b).members()).as("the lease of a is over").containsExactly(b);
    assertThat(claims.take(b, Set.of(3))).as("its grace is not").isEmpty();
    passes(Duration.ofSeconds(2));

    assertThat(partition(b, 3).lapsed()).isTrue();
    assertThat(claims.take(b, Set.of(3))).containsExactly(new Claim(3, 2));
  }

  @Test
  void a_renewed_lease_goes_on() {
    Member a = claims.join("a");
    Member b = claims.join("b");
    claims.take(a, Set.of(3));

    for (int i = 0; i < 5; i++) {
      passes(Duration.ofSeconds(6));
      assertThat(claims.renew(a).renewed()).isTrue();
      assertThat(claims.renew(b).renewed()).isTrue();
    }

    assertThat(claims.take(b, Set.of(3))).isEmpty();
  }

  @Test
  @Covers("I13")
  void a_lease_that_ended_is_not_renewed_although_nobody_took_over() {
    Member a = claims.join("a");
    claims.take(a, Set.of(3));

    passes(Duration.ofSeconds(11));

    assertThat(claims.renew(a).renewed()).isFalse();
    assertThat(claims.take(a, Set.of(4))).isEmpty();
    Member again = claims.join("a");
    passes(Duration.ofSeconds(2));
    assertThat(claims.take(again, Set.of(3))).containsExactly(new Claim(3, 2));
  }

  @Test
  void who_leaves_makes_everything_free_at_once() {
    Member a = claims.join("a");
    Member b = claims.join("b");
    claims.take(a, ALL);

    claims.leave(a);

    assertThat(claims.renew(a).renewed()).isFalse();
    assertThat(claims.renew(b).members()).containsExactly(b);
    assertThat(claims.take(b, ALL)).hasSize(256).allMatch(claim -> claim.epoch() == 2);
  }

  @Test
  void an_append_is_kept_while_its_claim_holds() {
    Member a = claims.join("a");
    Claim claim = claims.take(a, Set.of(P)).getFirst();

    keep(store, append("r-1", 0, 1).on(Optional.of(claim)));

    assertThat(store.read("r-1")).hasSize(1);
  }

  @Test
  @Covers({"I09", "I13"})
  void an_append_of_an_owner_that_was_stopped_and_continued_is_left_out() {
    Member a = claims.join("a");
    Claim claim = claims.take(a, Set.of(P)).getFirst();
    passes(Duration.ofSeconds(13));
    Member b = claims.join("b");
    claims.take(b, Set.of(P));

    assertThat(refused(store, append("r-1", 0, 1).on(Optional.of(claim))))
        .isEqualTo(
            "partition 134 is owned at epoch 2, no longer held at 1: another node goes on with its"
                + " runs");
    assertThat(store.read("r-1")).isEmpty();
    keep(store, append("r-1", 0, 1).on(Optional.of(new Claim(P, 2))));
  }

  @Test
  void an_append_on_a_partition_that_was_handed_back_is_left_out() {
    Member a = claims.join("a");
    Claim claim = claims.take(a, Set.of(P)).getFirst();
    claims.release(a, List.of(claim));

    assertThat(refused(store, append("r-1", 0, 1).on(Optional.of(claim))))
        .isEqualTo(
            "partition 134 is free at epoch 1, no longer held at 1: another node goes on with its"
                + " runs");
    assertThat(refused(store, append("r-1", 0, 1).on(Optional.of(new Claim(9, 4)))))
        .startsWith("partition 9 is free at epoch 0, no longer held at 4");
    keep(store, append("r-1", 0, 1));
  }

  @Test
  @Covers("I13")
  void of_many_that_take_one_partition_exactly_one_gets_it() throws Exception {
    int nodes = 8;
    List<Callable<List<Claim>>> tasks = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      Member member = claims.join("n" + i);
      tasks.add(() -> claims.take(member, ALL));
    }

    List<Claim> taken = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
      for (Future<List<Claim>> future : threads.invokeAll(tasks)) {
        taken.addAll(future.get());
      }
    }

    assertThat(taken).hasSize(256).allMatch(claim -> claim.epoch() == 1);
    assertThat(new HashSet<>(taken)).hasSize(256);
  }

  @Test
  void members_and_epochs_outlive_the_process() {
    Member a = claims.join("a");
    claims.take(a, Set.of(3));
    claims.close();
    store.close();

    open_them();

    assertThat(claims.renew(a).renewed()).isTrue();
    assertThat(partition(a, 3)).isEqualTo(new Partition(3, 1, Optional.of(a), false));
    assertThat(claims.join("b").number()).isGreaterThan(a.number());
  }
}
