package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Looking.at;
import static dev.holddown.domain.run.Looking.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.watch.Reading;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run has at most 50,000 events; room for its way back is kept. */
class RunLimitsTest {
  private static final String FULL =
      "run r1 has 50000 events, which is the most a run may have; abort it or roll it back";

  private static Given full() {
    Given given =
        Given.run(
            Book.empty()
                .gated("work", line("deploy").step(), line("lint").check())
                .watch(at("errors").sustained(Duration.ofMinutes(1), rollback()))
                .back("first", line("alias").done().step()));
    given.intend("deploy").breach("errors").after(Duration.ofSeconds(30)).breach("errors");
    given.state().version = Run.EVENTS_MAX;
    return given;
  }

  private static void take(Given given, RunCommand command) {
    Decision decision = Run.decide(given.state(), command, Actor.person("ann"), given.now());
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
  }

  private static String refusal(Given given, RunCommand command) {
    Decision decision = Run.decide(given.state(), command, Actor.person("ann"), given.now());
    return decision instanceof Decision.Refused refused ? refused.sentence() : "accepted";
  }

  @Test
  void a_full_run_goes_no_further() {
    Given given = full();
    assertThat(refusal(given, new RunCommand.Hold("wait"))).isEqualTo(FULL);
    assertThat(refusal(given, new RunCommand.Skip("lint", "no time"))).isEqualTo(FULL);
    assertThat(
            refusal(
                given,
                new RunCommand.Answer("lint", Purpose.CHECK, 1, Finding.of(Verdict.PASSED, "x"))))
        .isEqualTo(FULL);
    assertThat(given.todo())
        .contains("person operator at run: abort or roll back: the run has 50000 events");
  }

  @Test
  @Covers("F-24")
  void a_full_run_takes_what_ends_it_and_what_becomes_of_its_acts() {
    Given given = full();
    take(given, new RunCommand.Abort("enough"));
    take(given, new RunCommand.Rollback("take it back"));
    take(given, new RunCommand.LoseLock("r9"));
    take(given, new RunCommand.Own(2, "node", given.now(), Optional.of(Duration.ZERO)));
    take(
        given,
        new RunCommand.End("deploy", given.op("deploy"), Ending.LANDED, "200", Optional.empty()));
  }

  @Test
  void a_breach_that_rolls_back_is_taken_by_a_full_run() {
    Given given = full();
    given.after(Duration.ofSeconds(30));
    Reading last = new Reading(given.now(), Reading.Kind.SEEN, 1, 1, "x", List.of("breach"));
    Decision decision =
        Run.decide(
            given.state(),
            new RunCommand.Observe(
                "errors",
                last,
                java.util.Optional.of(given.now().minusSeconds(30)),
                Optional.empty()),
            Actor.watch("errors"),
            given.now());
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Accepted.class,
            a -> assertThat(a.after().phase()).isEqualTo(Phase.ROLLING_BACK));
  }

  @Test
  void the_way_back_of_a_full_run_is_gone_to_its_end() {
    RunState state =
        ((Decision.Accepted)
                Run.decide(
                    full().state(),
                    new RunCommand.Rollback("take it back"),
                    Actor.person("ann"),
                    Given.START.plusSeconds(40)))
            .after();
    RunCommand answer =
        new RunCommand.Answer("alias", Purpose.BEFORE, 1, Finding.of(Verdict.PASSED, "1"));
    RunState proved =
        ((Decision.Accepted) Run.decide(state, answer, Actor.engine(), Given.START.plusSeconds(40)))
            .after();
    Decision late =
        Run.decide(
            proved, new RunCommand.Tick(Map.of()), Actor.engine(), Given.START.plusSeconds(120));
    assertThat(((Decision.Accepted) late).entries()).isNotEmpty();
  }
}
