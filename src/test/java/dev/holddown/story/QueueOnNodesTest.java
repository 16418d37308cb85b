package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run queues at one process while another lets the lock go, and has not heard of it. */
class QueueOnNodesTest {
  private static final String WAITING =
      """
      kind: playbook
      id: waiting
      title: Wait
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Wait
          items:
            - {signoff: Say yes, id: yes, sign: {role: approver}}
      """;

  @TempDir Path folder;
  private Cluster cluster;
  private Cluster.Node a;
  private Cluster.Node b;
  private String service = "";

  @BeforeEach
  void two_nodes() {
    cluster = new Cluster(folder);
    a = cluster.node("a");
    b = cluster.node("b");
    cluster.advance(Duration.ofSeconds(8));
    service = cluster.serviceOf(a);
  }

  @AfterEach
  void the_end() {
    cluster.close();
  }

  private Phase phase(String run) {
    return b.office().stored(run).orElseThrow().phase();
  }

  @Test
  void a_run_that_queued_for_a_lock_just_before_it_was_let_go_does_not_wait_for_ever() {
    String first = a.start(WAITING, service);
    String second = b.start(WAITING, service);
    assertThat(a.hears("ann", first, new RunCommand.Abort("not today"))).isEmpty();
    assertThat(phase(first)).isEqualTo(Phase.CLOSED);
    assertThat(phase(second)).as("a has not heard of it").isEqualTo(Phase.QUEUED);

    cluster.advance(Duration.ofSeconds(1));

    assertThat(phase(second)).isEqualTo(Phase.FORWARD);
    assertThat(a.office().inMemory()).containsKey(second);
  }

  @Test
  void nor_when_somebody_says_something_of_it_where_the_lock_was_let_go() {
    String first = a.start(WAITING, service);
    String second = b.start(WAITING, service);
    assertThat(a.hears("ann", first, new RunCommand.Abort("not today"))).isEmpty();
    assertThat(a.hears("ann", second, new RunCommand.Comment("yes", "why does it wait?")))
        .isEmpty();

    cluster.advance(Duration.ofSeconds(1));

    assertThat(phase(second)).isEqualTo(Phase.FORWARD);
    assertThat(cluster.log(second).all(RunEvent.LockTaken.class)).hasSize(1);
  }

  @Test
  void of_two_that_queued_so_the_first_goes_and_the_second_stays_queued_behind_it() {
    String first = a.start(WAITING, service);
    String second = b.start(WAITING, service);
    String third = b.start(WAITING, service);
    assertThat(a.hears("ann", first, new RunCommand.Abort("not today"))).isEmpty();

    cluster.advance(Duration.ofSeconds(1));

    assertThat(phase(second)).isEqualTo(Phase.FORWARD);
    assertThat(phase(third)).isEqualTo(Phase.QUEUED);
    assertThat(cluster.log(second).all(RunEvent.LockTaken.class)).hasSize(1);
    assertThat(cluster.log(third).has(RunEvent.LockTaken.class)).isFalse();

    assertThat(b.hears("bob", second, new RunCommand.Abort("nor this"))).isEmpty();
    cluster.advance(Duration.ofSeconds(1));
    assertThat(phase(third)).isEqualTo(Phase.FORWARD);
  }
}
