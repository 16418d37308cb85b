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

/** Forward work stops, the world stays as it is, and the last sentence says how that is. */
class AbortTest {
  private static final Item ALIAS = line("alias").done().step();

  private static Book book() {
    return Book.of(
            line("warm").step(),
            line("deploy").attempts(3).step(),
            line("ramp").rollout(percent(10, Duration.ofMinutes(10))),
            line("last").step())
        .back("first", ALIAS);
  }

  @Test
  void an_abort_in_the_queue_changes_nothing() {
    Given.queued(book())
        .by("ann", new RunCommand.Abort("not today"))
        .closed(Outcome.ABORTED, "ABORTED in the queue; nothing was changed");
  }

  @Test
  void an_abort_says_what_is_in_place_and_what_is_not() {
    Given given = Given.run(book()).lands("warm").lands("deploy").lands("ramp");
    given.answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %");
    given.by("ann", new RunCommand.Abort("enough"));
    given.closed(
        Outcome.ABORTED,
        "ABORTED; in place: Warm, Deploy, Ramp (at 10 %); not in place: Last; nothing was taken"
            + " back: holddown rollback r1 does that");
  }

  @Test
  void an_act_that_failed_is_not_in_place() {
    Given given = Given.run(book()).lands("warm").intend("deploy");
    given.end("deploy", Ending.FAILED, "409").by("ann", new RunCommand.Abort("enough"));
    given.closed(
        Outcome.ABORTED,
        "ABORTED; in place: Warm; not in place: Deploy, Ramp, Last; nothing was taken back:"
            + " holddown rollback r1 does that");
  }

  @Test
  void an_abort_before_any_act_has_nothing_in_place() {
    Given.run(book())
        .by("ann", new RunCommand.Abort("enough"))
        .closed(
            Outcome.ABORTED, "ABORTED; in place: nothing; not in place: Warm, Deploy, Ramp, Last");
  }

  @Test
  void an_abort_waits_until_what_is_in_flight_has_landed_or_never_will() {
    Given given = Given.run(book()).intend("warm").at("10:00:10");
    given.by("ann", new RunCommand.Abort("enough")).phase(Phase.ABORTING);
    given
        .by("ann", new RunCommand.Abort("enough"))
        .refused("the run is being aborted already; it waits for acts in flight");
    assertThat(given.todo()).containsExactly("wake 10:01:30Z");
    given.at("10:01:30").tick();
    given.closed(
        Outcome.ABORTED,
        "ABORTED; in place: nothing; not in place: Deploy, Ramp, Last; of unknown outcome: Warm;"
            + " nothing was taken back: holddown rollback r1 does that");
  }

  @Test
  void an_abort_takes_what_comes_back_from_an_act_in_flight() {
    Given given = Given.run(book()).intend("warm");
    given.by("ann", new RunCommand.Abort("enough")).end("warm", Ending.LANDED, "200");
    given.closed(
        Outcome.ABORTED,
        "ABORTED; in place: Warm (not proved); not in place: Deploy, Ramp, Last; nothing was taken"
            + " back: holddown rollback r1 does that");
  }

  @Test
  @Covers("F-22")
  void a_rollback_outranks_an_abort_under_way() {
    Given given = Given.run(book()).intend("warm");
    given.by("ann", new RunCommand.Abort("enough"));
    given.by("ann", new RunCommand.Rollback("take it back")).phase(Phase.ROLLING_BACK);
  }

  @Test
  void an_abort_under_way_asks_nobody_to_approve_a_rollback() {
    Given given = Given.run(book().approval(Rules.all("approver"))).intend("warm");
    given.by("ann", new RunCommand.Abort("enough"));
    given
        .by("ann", new RunCommand.Rollback("take it back"))
        .refused(
            "the run is being aborted and its rollback needs approval; when it is closed:"
                + " holddown rollback r1");
  }

  @Test
  void watches_look_no_more() {
    Given given = Given.run(book().watch(at("errors").sustained(Duration.ZERO, rollback())));
    given.intend("warm").by("ann", new RunCommand.Abort("enough"));
    given.thenHas(new RunEvent.Disarmed("errors"));
    given.at("10:00:10").breach("errors").thenNothing();
  }

  // --- the lock is taken by a rollback run ---

  @Test
  void who_loses_the_lock_to_a_rollback_run_acts_no_more() {
    Given given = Given.run(book().watch(at("errors").sustained(Duration.ZERO, rollback())));
    given.intend("warm").when(new RunCommand.LoseLock("r9"));
    given.thenHas(new RunEvent.LockLost("checkout/prod", "r9"), new RunEvent.Disarmed("errors"));
    given.phase(Phase.ABORTING);
    given
        .by("ann", new RunCommand.Rollback("me too"))
        .refused("another run has taken the lock of checkout/prod; roll back there");
    given.at("10:00:10").breach("errors").thenNothing();
    given.intend("deploy").refused("\"deploy\" is not to be done now");
    given.end("warm", Ending.LANDED, "200").phase(Phase.CLOSED);
  }

  @Test
  void who_has_no_lock_loses_none() {
    Given.queued(book())
        .when(new RunCommand.LoseLock("r9"))
        .refused("run r1 does not hold the lock");
  }

  // --- restarts ---

  @Test
  @Covers({"F-24", "I03"})
  void a_new_owner_does_not_know_what_became_of_acts_and_never_repeats_blindly() {
    Given given = Given.run(book()).intend("warm").at("10:00:20");
    given.when(new RunCommand.Own(2, "node", Given.time("10:00:10"), Optional.of(Duration.ZERO)));
    given.then(new RunEvent.Owned(2, "node", Given.time("10:00:10"), Optional.of(Duration.ZERO)));
    assertThat(given.item("warm").act().orElseThrow().status())
        .isEqualTo(ActState.Status.UNSETTLED);
    assertThat(given.todo()).containsExactly("wake 10:01:30Z");
    given.at("10:01:30").tick();
    assertThat(given.todo())
        .containsExactly(
            "person operator at warm: say whether do.warm landed (settle): it has neither done nor"
                + " repeatable");
    given.end("warm", Ending.LANDED, "the old engine lived on");
    given.is("warm", ItemStatus.PASSED, "the old engine lived on");
  }

  @Test
  @Covers("I03")
  void a_new_owner_whose_clock_nobody_knows_waits_the_whole_life_of_an_act() {
    Given given = Given.run(book()).intend("warm").at("10:30");
    given.when(new RunCommand.Own(2, "node", Given.time("10:00:10"), Optional.empty()));
    assertThat(given.todo()).containsExactly("wake 10:31:30Z");
    given.at("10:31:29").tick();
    assertThat(given.todo()).containsExactly("wake 10:31:30Z");
    given.when(new RunCommand.Own(3, "node", Given.time("10:31:29"), Optional.empty()));
    assertThat(given.todo()).as("and again after the next takeover").contains("wake 10:32:59Z");
  }

  @Test
  @Covers("I03")
  void a_clock_that_was_set_on_by_an_hour_ends_no_act_sooner() {
    Given given = Given.run(book()).intend("warm").at("11:00:10");
    Optional<Duration> anHour = Optional.of(Duration.ofHours(1));
    given.when(new RunCommand.Own(2, "node", Given.time("10:00:05"), anHour));
    assertThat(given.todo()).as("90 s from the intent").containsExactly("wake 11:01:30Z");
  }

  @Test
  @Covers("I03")
  void no_act_is_over_by_the_clock_of_a_node_that_does_not_own_the_run() {
    Given given = Given.run(book()).intend("warm");
    given.end("warm", Ending.UNKNOWN, "no answer");
    RunState state = given.state();

    assertThat(state.toOthers(Given.time("10:01:29"))).isEqualTo(Given.time("10:01:29"));
    assertThat(state.toOthers(Given.time("10:01:40")))
        .isEqualTo(Given.time("10:01:30").minusMillis(1));
    assertThat(state.toOthers(Given.time("10:02:29")))
        .isEqualTo(Given.time("10:01:30").minusMillis(1));
    assertThat(state.toOthers(Given.time("10:02:30"))).isEqualTo(Given.time("10:02:30"));
  }

  @Test
  @Covers("F-24")
  void a_new_owner_goes_on_with_the_rollback_at_once() {
    Given given = Given.run(book()).by("ann", new RunCommand.Rollback("errors"));
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "2").intend("alias");
    given
        .when(new RunCommand.Own(2, "node", given.now(), Optional.of(Duration.ZERO)))
        .phase(Phase.ROLLING_BACK);
    assertThat(given.todo()).contains("ask alias DONE");
    given.answer("alias", Purpose.DONE, Verdict.FAILED, "2").intend("alias");
    assertThat(given.state().token().epoch()).isEqualTo(2);
  }

  @Test
  @Covers("I32")
  void time_never_runs_behind_the_last_event() {
    Given given = Given.run(book()).at("10:30").lands("warm").at("09:00").intend("deploy");
    assertThat(given.history().getLast().at()).isEqualTo(Given.time("10:30"));
  }
}
