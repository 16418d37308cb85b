package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run and the run that it started, of which each belongs to another process. */
class ChildOnNodesTest {
  private static final String PARENT =
      """
      kind: playbook
      id: release
      title: Release
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Work
          id: work
          order: listed
          items:
            - {step: First, id: first, world.set_alias: {version: one}, repeatable: true}
            - {runbook: Mend it, id: mend, use: mend_it}
            - {step: Last, id: last, world.set_alias: {version: three}, repeatable: true}
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - {step: Alias back, world.set_alias: {version: "${rollback.to.version}"}, repeatable: true}
      """;

  private static final String WORD =
      """
      kind: playbook
      id: mend_it
      title: Mend it
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Look
          items:
            - {check: Somebody looks, id: look, sign: {role: operator}}
      """;

  private static final String CHILD =
      WORD
          + """
            - stage: Mend
              items:
                - {step: Deploy, world.set_alias: {version: two}, repeatable: true}
          """;

  @TempDir Path folder;
  private Cluster cluster;
  private Cluster.Node a;
  private Cluster.Node b;
  private String run = "";
  private String child = "";

  @BeforeEach
  void a_run_of_one_node_has_started_one_of_the_other() {
    cluster = new Cluster(folder);
    a = cluster.node("a");
    b = cluster.node("b");
    cluster.advance(Duration.ofSeconds(8));
    String theirs = cluster.serviceOf(b);
    cluster.beside("mend_it", CHILD.replace("SERVICE", theirs));
    run = a.start(PARENT, cluster.serviceOf(a));
    child = run + "-mend-1";
    cluster.advance(Duration.ofSeconds(2));
    assertThat(a.owns(state(run).head().service())).isTrue();
    assertThat(b.owns(state(child).head().service())).isTrue();
  }

  @AfterEach
  void the_end() {
    cluster.close();
  }

  private RunState state(String id) {
    return a.office().stored(id).orElseThrow();
  }

  private void signed(Cluster.Node at) {
    assertThat(at.hears("bob", child, new RunCommand.Sign("look", "operator", ""))).isEmpty();
    cluster.advance(Duration.ofSeconds(3));
  }

  @Test
  @Covers({"C-22", "F-24"})
  void the_line_of_one_node_waits_for_the_run_of_the_other_and_takes_its_outcome() {
    assertThat(b.office().inMemory()).containsKey(child).doesNotContainKey(run);
    assertThat(a.office().inMemory()).containsKey(run).doesNotContainKey(child);
    assertThat(state(run).item("mend").status().ended()).isFalse();

    signed(a);

    assertThat(state(child).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(state(run).item("mend").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(state(run).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(cluster.target("alias").values()).containsExactly("one", "two", "three");
    assertThat(cluster.log(run).all(RunEvent.ChildStarted.class)).hasSize(1);
  }

  @Test
  @Covers({"I03", "I07", "F-24"})
  void when_the_parents_node_dies_the_other_goes_on_with_both_and_starts_nothing_twice() {
    a.dies();
    cluster.advance(Duration.ofSeconds(15));
    assertThat(b.office().inMemory()).containsKeys(run, child);

    signed(b);

    assertThat(b.office().stored(run).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
    assertThat(cluster.log(run).all(RunEvent.ChildStarted.class)).hasSize(1);
    assertThat(cluster.target("alias").values()).containsExactly("one", "two", "three");
  }

  @Test
  @Covers({"I03", "F-24"})
  void when_the_childs_node_dies_the_parents_takes_it_over_and_its_line_ends_with_it() {
    b.dies();
    cluster.advance(Duration.ofSeconds(15));
    assertThat(cluster.owners(child)).containsExactly("a");

    signed(a);

    assertThat(state(child).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(state(run).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(cluster.target("alias").values()).containsExactly("one", "two", "three");
  }

  /** A run of the other node that ends with the word of a person, which is heard anywhere. */
  private void endsWithAWord() {
    cluster.beside("mend_it", WORD.replace("SERVICE", another(b, child)));
    run = a.start(PARENT, another(a, run));
    child = run + "-mend-1";
    cluster.advance(Duration.ofSeconds(2));
    assertThat(b.office().inMemory()).containsKey(child).doesNotContainKey(run);
  }

  /** A service of this node whose lock the first run does not hold. */
  private String another(Cluster.Node of, String than) {
    String taken = state(than).head().service();
    return Cluster.serviceWhere(service -> of.owns(service) && !service.equals(taken));
  }

  @Test
  @Covers({"L35", "F-24"})
  void the_parent_hears_of_an_end_that_was_said_at_its_node_when_the_childs_is_gone() {
    endsWithAWord();
    b.dies();

    assertThat(a.hears("bob", child, new RunCommand.Sign("look", "operator", ""))).isEmpty();
    assertThat(state(child).outcome()).contains(Outcome.SUCCEEDED);
    cluster.advance(Duration.ofSeconds(1));

    assertThat(state(run).item("mend").status()).isEqualTo(ItemStatus.PASSED);
    cluster.advance(Duration.ofSeconds(2));
    assertThat(state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers({"L35", "F-24"})
  void the_parent_hears_of_an_end_that_was_said_at_a_third_node_when_the_childs_is_gone() {
    endsWithAWord();
    Cluster.Node c = cluster.node("c");
    b.dies();

    assertThat(c.hears("bob", child, new RunCommand.Sign("look", "operator", ""))).isEmpty();
    assertThat(c.office().inMemory()).as("neither is its own").doesNotContainKeys(run, child);
    assertThat(state(child).outcome()).contains(Outcome.SUCCEEDED);
    cluster.advance(Duration.ofSeconds(1));

    assertThat(state(run).item("mend").status()).isEqualTo(ItemStatus.PASSED);
    cluster.advance(Duration.ofSeconds(2));
    assertThat(state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void a_rollback_of_the_parent_begins_at_once_whatever_the_run_of_the_other_node_does() {
    assertThat(b.hears("bob", run, new RunCommand.Rollback("orders fail"))).isEmpty();
    cluster.advance(Duration.ofSeconds(2));

    assertThat(state(run).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(cluster.target("alias").values()).containsExactly("one", "1.0.0");
    assertThat(state(child).phase()).as("a run about another service").isEqualTo(Phase.FORWARD);
  }
}
