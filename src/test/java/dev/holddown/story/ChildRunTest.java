package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.Covers;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runbook is a run of its own: started once, inside the lock, and ended with its parent. */
class ChildRunTest {
  private static final String PARENT =
      """
      kind: playbook
      id: release
      title: Release
      subject: {service: checkout, environment: prod}
      inputs: {version: {type: version}}
      stages:
        - stage: Work
          id: work
          order: listed
          items:
            - {step: First, id: first, world.set_alias: {version: one}, repeatable: true}
            - runbook: Mend it
              id: mend
              use: mend_it
              with: {to: "${inputs.version}"}
            - {step: Last, id: last, world.set_alias: {version: three}, repeatable: true}
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - {step: Alias back, world.set_alias: {version: "${rollback.to.version}"}, repeatable: true}
      """;

  private static final String CHILD =
      """
      kind: playbook
      id: mend_it
      title: Mend it
      subject: {service: checkout, environment: prod}
      inputs: {to: {type: version}}
      stages:
        - stage: Look
          items:
            - {check: Somebody looks, id: look, sign: {role: operator}}
        - stage: Mend
          items:
            - {step: Alias, world.set_alias: {version: "${inputs.to}"}, repeatable: true}
      """;

  private static final String RUN = "run1-mend-1";

  @TempDir Path folder;
  private World world;

  /** Where it plays. */
  World newWorld(Path at) {
    return World.inMemory(at);
  }

  @BeforeEach
  void a_world() {
    world = newWorld(folder);
    world.beside("mend_it", CHILD);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private String started() {
    return world.start(PARENT, "version=2.0.0");
  }

  @Test
  @Covers("C-22")
  void the_line_takes_the_outcome_of_its_run_and_acts_are_in_one_order() {
    String run = started();
    assertThat(world.state(RUN).head().mode()).isEqualTo(RunHead.Mode.RUNBOOK);
    assertThat(world.state(RUN).head().linkedTo()).contains(run);
    assertThat(world.state(RUN).head().inputs()).containsEntry("to", "2.0.0");
    assertThat(world.state(run).item("mend").status().ended()).isFalse();

    assertThat(world.says("bob", RUN, new RunCommand.Sign("look", "operator", ""))).isEmpty();

    assertThat(world.state(RUN).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.state(run).item("mend").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(world.state(run).item("mend").reason()).startsWith("run run1-mend-1: SUCCEEDED");
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.target("alias").values()).containsExactly("one", "2.0.0", "three");
    Token first = token(run, "first");
    Token inside = world.log(RUN).the(RunEvent.Intended.class).act().token();
    Token last = token(run, "last");
    assertThat(first.compareTo(inside)).isNegative();
    assertThat(inside.compareTo(last)).isNegative();
  }

  private Token token(String run, String key) {
    return world.log(run).all(RunEvent.Intended.class).stream()
        .filter(e -> e.key().equals(key))
        .findFirst()
        .orElseThrow()
        .act()
        .token();
  }

  /** Somebody writes to the parent just before the engine tells it of the run that it starts. */
  private static EventStore interrupted(MemoryEventStore real) {
    List<String> done = new ArrayList<>();
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, args) -> {
              if (method.getName().equals("commit") && done.isEmpty()) {
                ((List<?>) args[0])
                    .stream()
                        .map(EventStore.Append.class::cast)
                        .filter(ChildRunTest::tellsOfChild)
                        .findFirst()
                        .ifPresent(told -> {
                          done.add(told.run());
                          real.commit(List.of(remark(told)));
                        });
              }
              return method.invoke(real, args);
            });
  }

  private static boolean tellsOfChild(EventStore.Append append) {
    return append.entries().stream().anyMatch(e -> e.event() instanceof RunEvent.ChildStarted);
  }

  private static EventStore.Append remark(EventStore.Append told) {
    Entry before =
        new Entry(
            told.entries().getFirst().at(),
            Actor.person("bob"),
            new RunEvent.Commented("mend", "bob", "wait"));
    return new EventStore.Append(
        told.run(), told.expected(), List.of(before), told.index(), Optional.empty(), List.of());
  }

  @Test
  @Covers("C-22")
  void a_run_is_started_together_with_the_word_to_its_parent_or_not_at_all() {
    try (World interrupted = World.with(folder, interrupted(new MemoryEventStore()))) {
      interrupted.beside("mend_it", CHILD);
      String run = interrupted.start(PARENT, "version=2.0.0");
      interrupted.advance(Duration.ofSeconds(2));

      Log log = interrupted.log(run);
      assertThat(log.has(RunEvent.Commented.class)).as("it was left out once").isTrue();
      assertThat(log.all(RunEvent.ChildStarted.class)).as("and done again").hasSize(1);
      assertThat(interrupted.says("bob", RUN, new RunCommand.Sign("look", "operator", "")))
          .isEmpty();
      assertThat(interrupted.state(run).outcome()).contains(Outcome.SUCCEEDED);
    }
  }

  @Test
  void a_run_that_does_not_succeed_fails_its_line_and_a_recheck_starts_another() {
    String run = started();
    assertThat(world.says("bob", run, new RunCommand.Skip("mend", "not needed")))
        .isEqualTo(
            "\"mend\" waits for run run1-mend-1; end that one first: holddown abort run1-mend-1");
    world.says("bob", RUN, new RunCommand.Abort("the wrong one"));
    assertThat(world.state(run).item("mend").status()).isEqualTo(ItemStatus.FAILED);
    assertThat(world.state(run).item("mend").reason()).startsWith("run run1-mend-1: ABORTED");
    assertThat(world.target("alias").values()).containsExactly("one");

    world.says("bob", run, new RunCommand.Recheck("mend", "again"));
    assertThat(world.store().find("run1-mend-2")).isPresent();
    world.says("bob", "run1-mend-2", new RunCommand.Sign("look", "operator", ""));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void a_rollback_ends_what_works_inside_and_outranks_it() {
    String run = started();
    long before = world.state(run).token().epoch();
    world.says("bob", run, new RunCommand.Rollback("orders fail"));

    assertThat(world.state(RUN).outcome()).contains(Outcome.ABORTED);
    assertThat(world.log(RUN).the(RunEvent.Aborted.class).reason())
        .isEqualTo("run run1, which started it, is ROLLING_BACK");
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(world.state(run).token().epoch()).isGreaterThan(before);
    assertThat(world.target("alias").values().getLast()).isEqualTo("1.0.0");
  }

  @Test
  void an_abort_ends_what_works_inside_too() {
    String run = started();
    world.says("bob", run, new RunCommand.Abort("enough"));
    assertThat(world.state(RUN).outcome()).contains(Outcome.ABORTED);
    assertThat(world.state(run).outcome()).contains(Outcome.ABORTED);
  }

  @Test
  @Covers("I07")
  void killed_at_any_event_there_is_one_run_and_it_goes_on() {
    String run = started();
    for (int i = 0; i < 3; i++) {
      world.kill();
      world.passes(Duration.ofSeconds(1));
      world.restart();
      world.advance(Duration.ofSeconds(1));
      assertThat(world.store().runs(100).stream().map(EventStore.IndexRow::run).toList())
          .containsExactlyInAnyOrder(run, RUN);
      assertThat(world.log(run).all(RunEvent.ChildStarted.class)).hasSize(1);
    }
    world.says("bob", RUN, new RunCommand.Sign("look", "operator", ""));
    world.advance(Duration.ofSeconds(1));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.target("alias").values()).containsExactly("one", "2.0.0", "three");
  }

  @Test
  void a_run_about_another_service_takes_that_lock_and_one_that_nobody_waits_for_goes_on() {
    String other = CHILD.replace("service: checkout", "service: cache");
    world.beside("mend_it", other.replace("world.set_alias", "world.deploy"));
    String parent = PARENT.replace("use: mend_it", "use: mend_it\n        wait: false");
    String run = world.start(parent, "version=2.0.0");
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.state(RUN).head().mode()).isEqualTo(RunHead.Mode.RELEASE);
    assertThat(world.state(RUN).phase()).isEqualTo(Phase.FORWARD);
    assertThat(world.state(RUN).head().lock()).isEqualTo("cache/prod");
    world.says("bob", RUN, new RunCommand.Sign("look", "operator", ""));
    assertThat(world.state(RUN).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void an_incident_waits_for_nobody() {
    String incident = CHILD.replace("title: Mend it", "title: Mend it\nmode: incident");
    assertThat(world.playbook(incident).linked()).isPresent();
    world.beside("mend_it", incident);
    started();
    assertThat(world.state(RUN).head().mode()).isEqualTo(RunHead.Mode.INCIDENT);
    assertThat(Optional.of(world.state(RUN).phase())).contains(Phase.FORWARD);
    assertThat(List.of(world.state(RUN).head().lock())).containsExactly("checkout/prod#" + RUN);
  }
}
