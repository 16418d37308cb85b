package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Line.percent;
import static dev.holddown.domain.run.Looking.at;
import static dev.holddown.domain.run.Looking.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bake counts only calm time that fresh OK samples cover. */
class BakesTest {
  private static final Duration TEN = Duration.ofMinutes(10);

  /** 10 % for ten minutes, then 100 %, watched by p99 (two minutes, then rollback). */
  private static Given ramp(Item.OnBreach onBreach) {
    Given given =
        Given.run(
            Book.of(
                    line("ramp")
                        .watched("p99")
                        .onBreach(onBreach)
                        .rollout(percent(10, TEN), percent(100, Duration.ZERO)))
                .watch(at("p99").sustained(Duration.ofMinutes(2)))
                .back("back", line("zero").done().step()));
    return given.ok("p99").lands("ramp").answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %");
  }

  private static Given ramp() {
    return ramp(Item.OnBreach.PAUSE);
  }

  private static Duration covered(Given given) {
    return given.item("ramp").covered(given.now());
  }

  @Test
  void the_weights_follow_each_other_each_read_back() {
    Given given =
        Given.run(
            Book.of(line("ramp").rollout(percent(5, Duration.ZERO), percent(100, Duration.ZERO))));
    assertThat(given.todo()).containsExactly("do ramp");
    given.lands("ramp");
    assertThat(given.todo()).containsExactly("ask ramp DONE");
    given.answer("ramp", Purpose.DONE, Verdict.PASSED, "5 %");
    given.thenHas(new RunEvent.BakeBegan("ramp", 0), new RunEvent.StepPassed("ramp", 0));
    assertThat(given.todo()).containsExactly("do ramp");
    given.intend("ramp");
    assertThat(given.op("ramp")).isEqualTo("r1/ramp/1.1.0");
    given.end("ramp", Ending.LANDED, "done").answer("ramp", Purpose.DONE, Verdict.PASSED, "100");
    given.is("ramp", ItemStatus.PASSED, "all 2 steps are in place").phase(Phase.CLOSED);
  }

  @Test
  void a_router_that_shows_another_weight_has_failed() {
    Given given = Given.run(Book.of(line("ramp").rollout(percent(5, Duration.ZERO))));
    given.lands("ramp").answer("ramp", Purpose.DONE, Verdict.FAILED, "gives 0 %");
    given.is("ramp", ItemStatus.FAILED, "the router does not show it: gives 0 %");
    given.by("ann", new RunCommand.Recheck("ramp", "the router is back"));
    assertThat(given.todo()).containsExactly("do ramp");
  }

  @Test
  @Covers({"D-52", "I25"})
  void a_bake_is_over_when_its_time_is_covered_by_good_samples() {
    Given given = ramp().calmUntil("10:09:50", "p99").at("10:10").tick();
    assertThat(given.item("ramp").step()).isZero();
    assertThat(given.todo()).contains("look p99").doesNotContain("do ramp");
    given
        .ok("p99")
        .tick()
        .thenHas(
            new RunEvent.BakePassed("ramp", 0, "10m covered by good samples"),
            new RunEvent.StepPassed("ramp", 0));
    assertThat(given.todo()).contains("do ramp");
  }

  @Test
  @Covers("I25")
  void time_alone_promotes_nothing() {
    Given given = ramp().calmUntil("10:05", "p99").at("10:30").tick();
    given.thenNone(RunEvent.BakePassed.class);
  }

  @Test
  @Covers({"S-D2", "D-52"})
  void a_signature_for_the_next_step_is_refused_before_the_bake_is_over() {
    Given given =
        Given.run(
            Book.of(
                    line("ramp")
                        .watched("p99")
                        .rollout(
                            percent(10, TEN, Rules.all("operator")), percent(100, Duration.ZERO)))
                .watch(at("p99").sustained(Duration.ofMinutes(2), rollback()))
                .back("back", line("zero").done().step()));
    given.ok("p99").lands("ramp").answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %");
    given
        .calmUntil("10:09:59", "p99")
        .sign("ann", "ramp", "operator")
        .refused("\"ramp\" has baked 9m 59s of 10m; it is signed when the bake is over");
    given.calmUntil("10:10:09", "p99").tick();
    assertThat(given.todo()).contains("person operator at ramp: sign for the step after 10 %");
    given.sign("ann", "ramp", "operator");
    assertThat(given.todo()).contains("do ramp");
  }

  @Test
  void an_open_window_stops_the_clock_until_it_is_clear() {
    Given given = ramp().calmUntil("10:04", "p99").at("10:04:10").breach("p99");
    given.at("10:05").breach("p99");
    assertThat(covered(given)).isEqualTo(Duration.ofSeconds(250));
    given.at("10:05:10").ok("p99");
    given.at("10:05:20").ok("p99");
    assertThat(covered(given)).isEqualTo(Duration.ofSeconds(260));
  }

  @Test
  @Covers("F-25")
  void a_blind_watch_stops_the_clock_from_its_last_good_sample() {
    Given given = ramp().calmUntil("10:04", "p99").at("10:04:10").error("p99", "refused");
    given.then(new RunEvent.Blinded("p99", Given.time("10:04"), "error", "refused"));
    given.at("10:06");
    assertThat(covered(given)).isEqualTo(Duration.ofMinutes(4));
    given.ok("p99").then(new RunEvent.Sighted("p99", Given.time("10:06")));
    given.at("10:06:30");
    assertThat(covered(given)).isEqualTo(Duration.ofSeconds(270));
  }

  @Test
  void time_without_samples_counts_for_nothing_though_both_ends_are_good() {
    Given given = ramp().calmUntil("10:02", "p99").at("10:09").ok("p99");
    given.then(
        new RunEvent.Blinded("p99", Given.time("10:02"), "gap", "no sample for 7m"),
        new RunEvent.Sighted("p99", Given.time("10:09")));
    assertThat(covered(given)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void a_gap_as_long_as_allowed_counts() {
    Given given = ramp().calmUntil("10:02", "p99").at("10:02:30").ok("p99").thenNothing();
    assertThat(covered(given)).isEqualTo(Duration.ofSeconds(150));
  }

  @Test
  @Covers("F-24")
  void a_restart_stops_the_clock_until_the_next_good_sample() {
    Given given = ramp().calmUntil("10:04", "p99").at("10:07");
    given.when(new RunCommand.Own(2, "node", Given.time("10:04"), Optional.of(Duration.ZERO)));
    assertThat(covered(given)).isEqualTo(Duration.ofMinutes(4));
    given.at("10:07:10").ok("p99").at("10:07:40");
    assertThat(covered(given)).isEqualTo(Duration.ofSeconds(270));
    assertThat(given.item("ramp").step()).isZero();
  }

  @Test
  void a_bake_that_begins_before_its_watch_has_seen_anything_does_not_count_yet() {
    Given given =
        Given.run(
            Book.of(line("ramp").watched("p99").rollout(percent(10, TEN)))
                .watch(at("p99").sustained(Duration.ofMinutes(2))));
    given.lands("ramp").answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %").at("10:05");
    assertThat(covered(given)).isZero();
    given.ok("p99").at("10:06");
    assertThat(covered(given)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void a_bake_whose_watch_is_not_armed_asks_a_person() {
    Given given =
        Given.run(
            Book.of(line("ramp").watched("p99").rollout(percent(10, TEN)), line("x").check())
                .watch(at("p99").from("x").sustained(Duration.ofMinutes(2))));
    given.lands("ramp").answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %");
    assertThat(given.todo())
        .containsExactly(
            "person operator at ramp: skip it or abort: it looks at p99, which is not armed yet");
  }

  @Test
  void a_held_run_is_not_promoted_though_its_bake_is_over() {
    Given given = ramp().by("ann", new RunCommand.Hold("wait"));
    given.calmUntil("10:11", "p99").thenNone(RunEvent.BakePassed.class);
    given.by("ann", new RunCommand.Resume("go on"));
    given.tick();
    assertThat(given.item("ramp").step()).isEqualTo(1);
  }

  // --- on-breach ---

  private static Given breached(Item.OnBreach onBreach) {
    Given given = ramp(onBreach).calmUntil("10:02", "p99");
    for (String time : new String[] {"10:02:30", "10:03", "10:03:30", "10:04", "10:04:30"}) {
      given.at(time).breach("p99");
    }
    return given;
  }

  private static final String CAUSE = "watch p99: 1.2 > 1 for 2m (limit 2m)";

  @Test
  void a_breach_pauses_the_run() {
    Given given = breached(Item.OnBreach.PAUSE).thenHas(new RunEvent.Held(CAUSE));
    assertThat(given.todo())
        .contains("person operator at run: resume, abort or roll back; held: " + CAUSE);
  }

  @Test
  void a_breach_restarts_the_bake() {
    Given given = breached(Item.OnBreach.RESTART);
    given.thenHas(new RunEvent.BakeRestarted("ramp", 0, CAUSE));
    assertThat(covered(given)).isZero();
    given.at("10:05").ok("p99").at("10:06");
    assertThat(covered(given)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void a_breach_fails_the_rollout() {
    breached(Item.OnBreach.FAIL).is("ramp", ItemStatus.FAILED, CAUSE);
  }

  @Test
  void a_breach_rolls_back() {
    breached(Item.OnBreach.ROLLBACK)
        .thenHas(new RunEvent.RollbackDecided(CAUSE))
        .phase(Phase.ROLLING_BACK);
  }

  // --- what a step is made of ---

  @Test
  void the_items_of_a_step_come_after_its_bake_and_before_the_next_weight() {
    Given given =
        Given.run(
            Book.of(
                line("ramp")
                    .rollout(
                        percent(10, TEN, line("smoke").check()), percent(100, Duration.ZERO))));
    given.lands("ramp").answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %");
    assertThat(given.todo()).containsExactly("wake 10:10:00Z");
    given.at("10:10").tick();
    assertThat(given.todo()).containsExactly("ask smoke CHECK");
    given.check("smoke", Verdict.FAILED, "503");
    assertThat(given.state().place("work").sentence())
        .isEqualTo("NO-GO: 1 of 1 open: Ramp; inside it: Smoke is FAILED (503)");
    given.by("ann", new RunCommand.Recheck("smoke", "again")).passes("smoke");
    assertThat(given.todo()).containsExactly("do ramp");
  }

  // --- holds ---

  @Test
  @Covers({"S-C4", "C-51"})
  void thirty_minutes_of_silence_begin_again_when_the_alarm_is_clear() {
    Given given =
        Given.run(
            Book.of(
                    line("silence")
                        .watched("alarms")
                        .onBreach(Item.OnBreach.RESTART)
                        .hold(Duration.ofMinutes(30)),
                    line("fleet").step())
                .watch(at("alarms").sustained(Duration.ZERO, Looking.tell("slack:#ops"))));
    given.ok("alarms").calmUntil("10:26:50", "alarms");
    given
        .at("10:27")
        .breach("alarms", "1 alarm > 0", "breach")
        .thenHas(new RunEvent.BakeRestarted("silence", 0, "watch alarms: 1 alarm > 0 at once"));
    given.at("10:27:30").breach("alarms", "1 alarm > 0", "breach");
    given.at("10:28").ok("alarms");
    given.calmUntil("10:57:50", "alarms");
    assertThat(given.item("silence").status()).isNotEqualTo(ItemStatus.PASSED);
    given.intend("fleet").refused("\"fleet\" is not to be done now");
    given.calmUntil("10:58", "alarms").is("silence", ItemStatus.PASSED, "quiet for 30m");
    assertThat(given.todo()).contains("do fleet");
  }

  @Test
  void a_hold_without_a_watch_is_time_alone() {
    Given given = Given.run(Book.of(line("wait").hold(TEN)));
    assertThat(given.todo()).containsExactly("wake 10:10:00Z");
    given.at("10:09:59").tick().thenNothing();
    given.at("10:10").tick().phase(Phase.CLOSED);
  }
}
