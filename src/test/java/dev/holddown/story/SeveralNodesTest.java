package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.watch.Reading;
import dev.holddown.spi.Operation;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two or three processes over one store: one owner of each run, whatever happens to them. */
class SeveralNodesTest {
  private static final String RELEASE =
      RestartTest.RELEASE.replace("service: checkout", "service: SERVICE");

  private static final String WAITING =
      """
      kind: playbook
      id: waiting
      title: Wait, then deploy
      subject: {service: SERVICE, environment: prod}
      metrics:
        errors: {world.metric: {name: errors}, unit: ratio, min-samples: 100}
      watches:
        - {watch: Errors, id: errors, metric: errors, armed: start .. end, breach: "result.value > percent(1)", for: 2m, then: [{notify: ["terminal"]}]}
      stages:
        - stage: Wait
          items:
            - {hold: A moment, id: moment, for: 60s, watch: [errors], on-breach: restart}
            - {step: Deploy, id: deploy, world.deploy: {version: 1.1.0}, timeout: 30s, done: {world.deployed: {}, expect: result.version == '1.1.0'}}
            - {signoff: Say yes, id: yes, sign: {role: approver}}
      """;

  @TempDir Path folder;
  private Cluster cluster;
  private Target version;
  private Target weight;

  @BeforeEach
  void targets() {
    cluster = new Cluster(folder);
    version = cluster.target("version");
    weight = cluster.target("weight");
    version.is("1.0.0");
    weight.is(0L);
    cluster.metric("errors").on(5_000).was(0.001);
  }

  @AfterEach
  void the_end() {
    cluster.close();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void partitions_are_shared_fairly_when_a_node_joins_and_when_one_leaves() {
    Cluster.Node a = cluster.node("a");
    assertThat(a.partitions()).isEqualTo(256);

    Cluster.Node b = cluster.node("b");
    cluster.advance(seconds(8));
    assertThat(List.of(a.partitions(), b.partitions())).containsExactly(128L, 128L);

    Cluster.Node c = cluster.node("c");
    cluster.advance(seconds(10));
    assertThat(a.partitions() + b.partitions() + c.partitions()).isEqualTo(256);
    assertThat(List.of(a.partitions(), b.partitions(), c.partitions()))
        .allMatch(n -> n >= 84 && n <= 86);

    b.leaves();
    cluster.advance(seconds(3));
    assertThat(List.of(a.partitions(), c.partitions())).containsExactly(128L, 128L);
  }

  @Test
  @Covers({"L34", "F-24"})
  void when_a_node_dies_another_arms_its_watches_within_15_seconds() {
    Cluster.Node a = cluster.node("a");
    String run = a.start(RELEASE, "checkout");
    Cluster.Node b = cluster.node("b");
    cluster.advance(seconds(30));
    Cluster.Node owner = a.owns("checkout") ? a : b;
    Cluster.Node other = owner == a ? b : a;
    Instant death = cluster.now();

    owner.dies();
    cluster.advance(seconds(15));

    assertThat(other.owns("checkout")).isTrue();
    assertThat(cluster.samples(run, "errors", death.plusSeconds(1))).isNotEmpty();
    cluster.metric("errors").is(0.05);
    cluster.advance(seconds(131));
    assertThat(cluster.log(run).the(RunEvent.Fired.class).watch()).isEqualTo("errors");
    assertThat(weight.values()).isEqualTo(List.of(10L, 0L));
    assertThat(version.values()).containsExactly("1.1.0", "1.0.0");
    cluster.advance(seconds(60));
    assertThat(other.office().stored(run).orElseThrow().outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  @Covers({"I03", "I05", "I13"})
  void a_node_that_is_stopped_for_longer_than_its_lease_acts_no_more_when_it_goes_on() {
    Cluster.Node a = cluster.node("a");
    String run = a.start(WAITING, "checkout");
    cluster.advance(seconds(58));
    Cluster.Node b = cluster.node("b");
    a.stops();
    cluster.advance(seconds(15));
    assertThat(b.owns("checkout")).isTrue();
    assertThat(cluster.owners(run)).containsExactly("b");
    cluster.advance(seconds(30));
    assertThat(version.calls()).as("the moment is over, and b deploys").hasSize(1);

    a.goesOn();
    cluster.advance(seconds(30));

    assertThat(version.calls()).hasSize(1);
    assertThat(cluster.log(run).all(RunEvent.Intended.class)).hasSize(1);
    assertThat(a.partitions() + b.partitions()).isEqualTo(256);
  }

  @Test
  @Covers({"I13", "I17"})
  void an_answer_that_reaches_a_node_after_its_lease_is_judged_by_nobody_and_not_kept() {
    Cluster.Node a = cluster.node("a");
    String run = a.start(WAITING, "checkout");
    cluster.advance(seconds(20));
    Cluster.Node b = cluster.node("b");
    a.stops();
    Instant sampled = cluster.now().plusMillis(1_500);
    cluster.advance(seconds(15));
    assertThat(cluster.owners(run)).containsExactly("b");
    assertThat(a.office().inMemory()).as("it does not know yet").containsKey(run);
    List<Entry> log = cluster.log(run).entries();

    a.office().observed(run, "errors", calm(sampled), Optional.empty());
    a.goesOn();
    cluster.advance(seconds(3));

    assertThat(cluster.samples(run, "errors", Instant.EPOCH))
        .as("who takes over would build on it")
        .isNotEmpty()
        .noneMatch(sample -> sample.reading().at().equals(sampled));
    assertThat(cluster.log(run).entries()).isEqualTo(log);
    assertThat(b.office().stored(run).orElseThrow().watch("errors").sighted()).isTrue();
  }

  private static Reading calm(Instant at) {
    return new Reading(at, Reading.Kind.SEEN, 0.001, 5_000, "", List.of());
  }

  @Test
  @Covers({"I03", "I13"})
  void a_node_stopped_between_two_acts_does_not_do_the_second_one_late() {
    Cluster.Node a = cluster.node("a");
    version.takesCalls(Target.Mood.HANGS);
    String run = a.start(RELEASE, "checkout");
    cluster.advance(seconds(3));
    Cluster.Node b = cluster.node("b");
    a.stops();
    cluster.advance(seconds(16));
    assertThat(cluster.owners(run)).containsExactly("b");
    version.takesCalls(Target.Mood.ANSWERS);
    version.theHangingRequestArrives();

    a.goesOn();
    cluster.advance(seconds(60));

    assertThat(version.values()).as("what was on the wire landed once").containsExactly("1.1.0");
    assertThat(weight.values()).isEqualTo(List.of(10L));
    assertThat(cluster.log(run).the(RunEvent.Settled.class).landed()).isTrue();
  }

  @Test
  @Covers({"I04", "F-24"})
  void an_act_under_way_when_its_partition_is_handed_over_is_settled_and_not_repeated_blindly() {
    Cluster.Node a = cluster.node("a");
    String service = "checkout";
    version.takesCalls(Target.Mood.CHANGES_AND_HANGS);
    String run = a.start(RELEASE, service);
    cluster.advance(seconds(1));
    assertThat(version.hanging() + version.calls().size()).isEqualTo(1);

    a.leaves();
    version.takesCalls(Target.Mood.ANSWERS);
    Cluster.Node b = cluster.node("b");
    cluster.advance(seconds(4));
    assertThat(b.owns(service)).isTrue();
    assertThat(cluster.owners(run)).containsExactly("b");
    assertThat(cluster.log(run).has(RunEvent.Settled.class)).as("it may still land").isFalse();
    cluster.advance(seconds(35));

    RunEvent.Settled settled = cluster.log(run).the(RunEvent.Settled.class);
    assertThat(settled.landed()).isTrue();
    assertThat(version.calls()).hasSize(1);
    assertThat(weight.values()).isEqualTo(List.of(10L));
  }

  @Test
  void a_partition_goes_to_a_node_that_joins_while_an_act_is_under_way() {
    Cluster.Node a = cluster.node("a");
    version.takesCalls(Target.Mood.HANGS);
    List<String> runs = new java.util.ArrayList<>();
    for (int i = 0; i < 12; i++) {
      runs.add(a.start(RELEASE, "s" + i));
    }
    cluster.advance(seconds(1));
    assertThat(version.calls()).hasSize(12);
    version.takesCalls(Target.Mood.ANSWERS);

    Cluster.Node b = cluster.node("b");
    cluster.advance(seconds(50));

    List<String> moved = runs.stream().filter(r -> !cluster.owners(r).isEmpty()).toList();
    assertThat(moved).as("some of the twelve are in b's half").isNotEmpty();
    assertThat(moved)
        .allSatisfy(run -> {
          Log log = cluster.log(run);
          assertThat(cluster.owners(run)).containsExactly("b");
          RunEvent.Intended first = log.all(RunEvent.Intended.class).getFirst();
          assertThat(log.the(RunEvent.Settled.class).landed()).isFalse();
          assertThat(log.when(RunEvent.Settled.class))
              .as("the whole life of the act by b's clock, which nobody knows beside a's")
              .isEqualTo(log.when(RunEvent.Owned.class).plusSeconds(35));
          assertThat(version.calls().stream().filter(o -> o.id().equals(first.act().op())))
              .hasSize(2);
        });
    assertThat(b.partitions()).isEqualTo(128);
    assertThat(version.calls()).as("the others still hang").hasSize(12 + moved.size());
  }

  @Test
  @Covers("C29")
  void a_persons_rollback_at_a_node_that_does_not_own_the_run_begins_within_a_second() {
    Cluster.Node a = cluster.node("a");
    Cluster.Node b = cluster.node("b");
    cluster.advance(seconds(8));
    String service = cluster.serviceOf(a);
    String run = a.start(RELEASE, service);
    cluster.advance(seconds(30));
    assertThat(b.owns(service)).isFalse();
    Instant asked = cluster.now();

    assertThat(b.hears("bob", run, new RunCommand.Rollback("it smells"))).isEmpty();
    cluster.advance(Duration.ofMillis(999));

    assertThat(weight.values()).isEqualTo(List.of(10L, 0L));
    assertThat(weight.landings().getLast().at()).isBefore(asked.plusSeconds(1));
    assertThat(cluster.owners(run)).as("nobody took it over").isEmpty();
    cluster.advance(seconds(30));
    assertThat(b.office().stored(run).orElseThrow().outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  void every_command_of_a_person_may_come_to_any_node() {
    Cluster.Node a = cluster.node("a");
    Cluster.Node b = cluster.node("b");
    cluster.advance(seconds(8));
    String service = cluster.serviceOf(a);

    String run = b.start(WAITING, service);
    cluster.advance(seconds(1));
    assertThat(a.office().inMemory()).as("started at b, and a goes on with it").containsKey(run);
    assertThat(b.office().inMemory()).doesNotContainKey(run);
    assertThat(b.hears("bob", run, new RunCommand.Hold("wait"))).isEmpty();
    assertThat(a.hears("bob", run, new RunCommand.Hold("wait"))).isNotEmpty();
    assertThat(a.hears("bob", run, new RunCommand.Resume("go"))).isEmpty();
    cluster.advance(seconds(70));
    assertThat(version.values()).containsExactly("1.1.0");
    assertThat(b.hears("bob", run, new RunCommand.Sign("yes", "approver", ""))).isEmpty();
    cluster.advance(seconds(1));

    assertThat(a.office().stored(run).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
    assertThat(b.hears("bob", run, new RunCommand.Hold("late")))
        .isEqualTo("run " + run + " is closed (SUCCEEDED); nothing was changed");
    assertThat(b.hears("bob", "nobody", new RunCommand.Hold("late")))
        .isEqualTo("no run nobody; see: holddown status --all");
  }

  @Test
  @Covers({"I25", "C29"})
  void what_a_person_says_elsewhere_while_the_owner_is_dead_is_not_time_looked_at() {
    Cluster.Node a = cluster.node("a");
    String run = a.start(WAITING, "checkout");
    cluster.advance(seconds(42));
    Cluster.Node b = cluster.node("b");
    cluster.metric("errors").is(0.05);
    a.dies();
    Instant death = cluster.now();
    cluster.advance(seconds(9));
    assertThat(b.owns("checkout")).as("the lease of the dead node still lasts").isFalse();

    assertThat(b.hears("bob", run, new RunCommand.Comment("moment", "still quiet?"))).isEmpty();
    cluster.metric("errors").is(0.001);
    cluster.advance(seconds(6));

    RunEvent.Owned owned = cluster.log(run).the(RunEvent.Owned.class);
    assertThat(owned.node()).isEqualTo("b");
    assertThat(owned.lastSeen()).as("nobody looked after that").isBeforeOrEqualTo(death);
    cluster.advance(seconds(60));
    RunEvent.Sighted again = cluster.log(run).all(RunEvent.Sighted.class).getLast();
    RunEvent.Sighted first = cluster.log(run).all(RunEvent.Sighted.class).getFirst();
    Duration seen = Duration.between(first.sampleAt(), owned.lastSeen());
    assertThat(cluster.log(run).when(RunEvent.BakePassed.class))
        .as("sixty seconds of samples, without the time in which nobody looked")
        .isAfterOrEqualTo(again.sampleAt().plus(seconds(60)).minus(seen));
  }

  @Test
  void a_run_queued_at_one_node_follows_when_the_lock_is_let_go_at_another() {
    Cluster.Node a = cluster.node("a");
    Cluster.Node b = cluster.node("b");
    cluster.advance(seconds(8));
    String service = cluster.serviceOf(a);
    String first = a.start(WAITING, service);
    String second = b.start(WAITING, service);
    cluster.advance(seconds(1));
    assertThat(b.office().stored(second).orElseThrow().phase()).isEqualTo(Phase.QUEUED);

    assertThat(b.hears("bob", first, new RunCommand.Abort("not today"))).isEmpty();
    cluster.advance(seconds(1));

    assertThat(b.office().stored(second).orElseThrow().phase()).isEqualTo(Phase.FORWARD);
    assertThat(a.office().inMemory()).containsKey(second);
  }

  @Test
  @Covers("I32")
  void clocks_that_are_minutes_apart_neither_end_leases_nor_lose_a_window() {
    Cluster.Node a = cluster.node("a", Duration.ofMinutes(5));
    String run = a.start(RELEASE, "checkout");
    cluster.advance(seconds(10));
    Cluster.Node b = cluster.node("b", Duration.ofMinutes(-5));
    cluster.advance(seconds(60));
    assertThat(a.lapsesSoFar() + b.lapsesSoFar()).as("both leases are renewed").isZero();
    Cluster.Node owner = a.owns("checkout") ? a : b;
    cluster.advance(seconds(10));

    owner.dies();
    cluster.advance(Duration.ofMinutes(12));
    cluster.metric("errors").is(0.05);
    cluster.advance(Duration.ofMinutes(14));

    List<Entry> entries = cluster.log(run).entries();
    assertThat(entries).extracting(Entry::at).isSorted();
    assertThat(version.calls().stream().map(Operation::id)).doesNotHaveDuplicates();
    assertThat(cluster.log(run).entries().stream().map(Entry::event))
        .anyMatch(e -> e instanceof RunEvent.Closed);
  }

  @Test
  @Covers({"I13", "I15"})
  void a_node_that_cannot_renew_stops_acting_before_its_lease_ends_and_comes_back_by_itself() {
    Cluster.Node a = cluster.node("a");
    version.takesCalls(Target.Mood.HANGS);
    String run = a.start(RELEASE, "checkout");
    cluster.advance(seconds(2));
    assertThat(version.hanging()).isEqualTo(1);

    a.isCutOff(true);
    cluster.advance(seconds(9));
    assertThat(a.lapsesSoFar()).as("before the ten seconds are over").isEqualTo(1);
    assertThat(a.owns("checkout")).isFalse();
    version.takesCalls(Target.Mood.ANSWERS);
    cluster.advance(seconds(60));
    assertThat(version.calls()).hasSize(1);
    a.isCutOff(false);
    cluster.advance(seconds(60));

    assertThat(a.owns("checkout")).isTrue();
    assertThat(cluster.owners(run)).containsExactly("a");
    assertThat(version.calls().stream().map(Operation::id).distinct()).hasSize(1);
    assertThat(version.values()).containsExactly("1.1.0");
  }
}
