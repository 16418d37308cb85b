package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.testing.Covers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Acts: intended first, done once, proved after. */
class StepsTest {
  private static final Item LAST = line("last").check();

  private static Given step(Item step) {
    return Given.run(Book.of(step, LAST));
  }

  @Test
  void what_is_so_already_is_not_done() {
    Given given = step(line("alias").done().verify().step());
    assertThat(given.todo()).containsExactly("ask alias BEFORE");
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "version is 2");
    given.is("alias", ItemStatus.PASSED, "already so: version is 2");
    assertThat(given.said(RunEvent.Intended.class)).isEmpty();
  }

  @Test
  void in_place_is_not_the_same_as_it_works() {
    Given given = step(line("alias").done().verify().step());
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "version is 1").lands("alias");
    assertThat(given.todo()).containsExactly("ask alias DONE");
    given.answer("alias", Purpose.DONE, Verdict.PASSED, "version is 2");
    assertThat(given.todo()).containsExactly("ask alias VERIFY");
    given.answer("alias", Purpose.VERIFY, Verdict.FAILED, "503");
    given.is("alias", ItemStatus.FAILED, "it is in place but does not work: 503");
  }

  @Test
  void a_step_that_landed_and_is_not_in_place_has_failed() {
    Given given = step(line("alias").done().step());
    given.answer("alias", Purpose.BEFORE, Verdict.ERRORED, "no answer").lands("alias");
    given.answer("alias", Purpose.DONE, Verdict.INCONCLUSIVE, "no data");
    given.is("alias", ItemStatus.INCONCLUSIVE, "after acting, it is not in place: no data");
  }

  @Test
  @Covers("I01")
  void an_intent_has_its_deadline_and_token_before_anything_is_done() {
    Given given = step(line("deploy").step());
    assertThat(given.todo()).containsExactly("do deploy");
    Instant deadline = Given.time("10:01");
    given
        .intend("deploy")
        .then(
            new RunEvent.Intended(
                "deploy",
                new Act(
                    "r1/deploy/1.0.0",
                    "do.deploy",
                    new Token(1, 101),
                    deadline,
                    deadline.plus(Given.GRACE),
                    1)));
    given.intend("deploy").refused("\"deploy\" is not to be done now");
    assertThat(given.todo()).containsExactly("do deploy");
    given.end("deploy", Ending.LANDED, "200").is("deploy", ItemStatus.PASSED, "200");
  }

  @Test
  void a_report_on_another_act_changes_nothing() {
    Given given = step(line("deploy").step()).intend("deploy");
    given
        .when(new RunCommand.End("deploy", "r0/x", Ending.LANDED, "200", Optional.empty()))
        .thenNothing();
    given.when(new RunCommand.Begin("deploy", "r0/x", "ref")).thenNothing();
  }

  @Test
  void a_long_act_is_looked_after_until_it_ends() {
    Given given = step(line("deploy").step()).intend("deploy");
    given.when(new RunCommand.Begin("deploy", given.op("deploy"), "job-7"));
    assertThat(given.todo()).containsExactly("look after deploy job-7");
    given.end("deploy", Ending.LANDED, "over").is("deploy", ItemStatus.PASSED, "over");
  }

  @Test
  @Covers({"I04", "I03"})
  void an_unknown_outcome_waits_until_it_can_no_longer_land_then_asks_then_repeats() {
    Given given = step(line("alias").done().step());
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "1").intend("alias");
    String op = given.op("alias");
    given.end("alias", Ending.UNKNOWN, "connection reset");
    assertThat(given.todo()).containsExactly("wake 10:01:30Z");
    given.answer("alias", Purpose.DONE, Verdict.FAILED, "1").thenNothing();
    given.at("10:01:29").tick().thenNothing();
    given.at("10:01:30").tick();
    assertThat(given.todo()).containsExactly("ask alias DONE");
    given
        .answer("alias", Purpose.DONE, Verdict.FAILED, "still 1")
        .thenHas(new RunEvent.Settled("alias", op, false, "it did not land"));
    given.intend("alias");
    assertThat(given.op("alias")).isEqualTo(op);
    assertThat(given.said(RunEvent.Intended.class).getLast().act().token())
        .isEqualTo(new Token(1, 102));
  }

  @Test
  @Covers("F-24")
  void an_unknown_outcome_that_did_land_is_not_repeated() {
    Given given = step(line("alias").done().verify().step());
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "1").intend("alias");
    given.end("alias", Ending.UNKNOWN, "connection reset").at("10:02").tick();
    given.answer("alias", Purpose.DONE, Verdict.PASSED, "2");
    assertThat(given.todo()).containsExactly("ask alias VERIFY");
    given.answer("alias", Purpose.VERIFY, Verdict.PASSED, "200");
    given.is("alias", ItemStatus.PASSED, "200");
    assertThat(given.said(RunEvent.Intended.class)).hasSize(1);
  }

  @Test
  void a_repeatable_step_without_done_is_repeated_under_the_same_name() {
    Given given = step(line("warm").repeatable().step()).intend("warm");
    String op = given.op("warm");
    given.end("warm", Ending.UNKNOWN, "timeout").at("10:01:30").tick();
    assertThat(given.todo()).containsExactly("do warm");
    given.intend("warm");
    assertThat(given.op("warm")).isEqualTo(op);
  }

  @Test
  void three_unknown_outcomes_in_a_row_are_an_error_and_a_recheck_tries_anew() {
    Given given = step(line("warm").repeatable().step());
    for (int i = 0; i < 3; i++) {
      given.intend("warm").end("warm", Ending.UNKNOWN, "timeout");
      given.after(java.time.Duration.ofMinutes(2)).tick();
    }
    given.is("warm", ItemStatus.ERRORED, "the outcome of do.warm was unknown 3 times: timeout");
    given.by("ann", new RunCommand.Recheck("warm", "the network is back"));
    assertThat(given.todo()).containsExactly("do warm");
    given.lands("warm").is("warm", ItemStatus.PASSED, "done");
  }

  @Test
  void without_done_and_not_repeatable_a_person_settles_what_became_of_it() {
    Given given = step(line("pay").step()).intend("pay");
    given
        .by("ann", new RunCommand.Settle("pay", true, "seen in the console"))
        .refused("\"pay\" has no act of unknown outcome");
    given.end("pay", Ending.UNKNOWN, "timeout");
    given
        .by("ann", new RunCommand.Settle("pay", true, "seen in the console"))
        .refused("the act may still land until 2025-10-01T10:01:30Z; it is settled after that");
    given.at("10:01:30").tick();
    assertThat(given.todo())
        .containsExactly(
            "person operator at pay: say whether do.pay landed (settle): it has neither done nor"
                + " repeatable");
    given.by("ann", new RunCommand.Settle("pay", true, "seen in the console"));
    given.is("pay", ItemStatus.PASSED, "said by ann: seen in the console");
    assertThat(given.said(RunEvent.Intended.class)).hasSize(1);
  }

  @Test
  void what_a_person_settles_as_not_landed_has_failed() {
    Given given = step(line("pay").step()).intend("pay");
    given.end("pay", Ending.UNKNOWN, "timeout").at("10:02");
    given.by("ann", new RunCommand.Settle("pay", false, "nothing in the console"));
    given.is("pay", ItemStatus.FAILED, "said by ann: nothing in the console");
  }

  @Test
  void a_failed_step_has_as_many_attempts_as_it_says() {
    Given given = step(line("deploy").attempts(2).step());
    given.intend("deploy").end("deploy", Ending.FAILED, "409");
    given.thenHas(new RunEvent.RetryPlanned("deploy", Given.START.plusMillis(500), "409"));
    assertThat(given.todo()).containsExactly("wake 10:00:00.500Z");
    given.intend("deploy").refused("\"deploy\" is not to be done now");
    given.at("10:00:01").intend("deploy").end("deploy", Ending.FAILED, "409 again");
    given.is("deploy", ItemStatus.FAILED, "409 again");
  }

  @Test
  void a_recheck_gives_a_failed_step_all_its_attempts_again() {
    Given given = step(line("deploy").attempts(2).step());
    given.intend("deploy").end("deploy", Ending.FAILED, "409");
    given.at("10:00:01").intend("deploy").end("deploy", Ending.FAILED, "409");
    given.by("ann", new RunCommand.Recheck("deploy", "the lock is gone"));
    given.intend("deploy");
    assertThat(given.op("deploy")).isEqualTo("r1/deploy/2.0.0");
    given.end("deploy", Ending.FAILED, "409");
    assertThat(given.item("deploy").status()).isEqualTo(ItemStatus.RUNNING);
  }

  @Test
  void what_is_under_way_is_neither_rechecked_nor_skipped() {
    Given given = step(line("deploy").step()).intend("deploy");
    given.by("ann", new RunCommand.Recheck("deploy", "hurry")).refused("\"deploy\" is under way");
    given
        .by("ann", new RunCommand.Skip("deploy", "no time"))
        .refused("\"deploy\" has an act in flight; it is settled first");
  }

  @Test
  void a_signature_before_it_starts() {
    Given given = step(line("drop").sign(Rules.all("owner")).step());
    assertThat(given.todo()).containsExactly("person owner at drop: sign before it starts");
    given.intend("drop").refused("\"drop\" is not to be done now");
    given.sign("ann", "drop", "owner");
    assertThat(given.todo()).containsExactly("do drop", "wake 10:00:00.001Z");
  }

  @Test
  void a_failed_step_that_goes_on_lets_the_next_one_begin() {
    Given given = step(line("warm").goesOn().step()).intend("warm");
    given.end("warm", Ending.FAILED, "409");
    assertThat(given.todo()).containsExactly("ask last CHECK");
  }

  // --- undo ---

  @Test
  void an_undo_is_owed_before_the_run_may_close() {
    Given given =
        Given.run(
            Book.of(line("open").undo().step(), line("mute").undo().step(), line("lint").check()));
    given.lands("open").lands("mute").passes("lint").phase(Phase.FORWARD);
    assertThat(given.todo()).containsExactly("do undo/mute");
    given.lands("undo/mute");
    assertThat(given.todo()).containsExactly("do undo/open");
    given.intend("undo/open").end("undo/open", Ending.FAILED, "409");
    assertThat(given.todo()).containsExactly("wake 10:00:00.500Z");
    given.at("10:00:01").lands("undo/open").phase(Phase.CLOSED);
  }

  @Test
  void what_was_never_done_needs_no_undo() {
    Given given = Given.run(Book.of(line("open").done().undo().step()));
    given.answer("open", Purpose.BEFORE, Verdict.PASSED, "open").phase(Phase.CLOSED);
    given.is("undo/open", ItemStatus.NOT_APPLICABLE, "what it undoes was never done");
  }

  // --- messages ---

  @Test
  void an_undelivered_message_is_not_passed() {
    Given given = Given.run(Book.of(line("tell").message()));
    for (String time : new String[] {"10:00", "10:01", "10:02"}) {
      given.at(time).intend("tell").end("tell", Ending.FAILED, "no such channel");
    }
    given.is("tell", ItemStatus.FAILED, "not delivered: no such channel");
  }

  @Test
  void a_message_of_which_nothing_is_known_is_sent_again_under_the_same_name() {
    Given given = Given.run(Book.of(line("tell").message())).intend("tell");
    String op = given.op("tell");
    given.end("tell", Ending.UNKNOWN, "timeout").at("10:01").tick();
    assertThat(given.todo()).containsExactly("do tell");
    given.intend("tell");
    assertThat(given.op("tell")).isEqualTo(op);
    given.end("tell", Ending.LANDED, "sent").is("tell", ItemStatus.PASSED, "delivered: sent");
  }

  @Test
  void nothing_is_done_without_the_lock() {
    Given given = Given.queued(Book.of(line("deploy").step()));
    given.when(new RunCommand.Queue("r0"));
    assertThat(given.todo()).containsExactly("lock r0");
    given.intend("deploy").refused("\"deploy\" is not to be done now");
    given.when(new RunCommand.TakeLock(3, 200)).intend("deploy");
    assertThat(given.state().token()).isEqualTo(new Token(3, 201));
    assertThat(given.state().touchedTheWorld()).isTrue();
  }

  @Test
  void a_held_run_begins_nothing_and_takes_what_comes_back() {
    Given given = step(line("deploy").step()).intend("deploy");
    given.by("ann", new RunCommand.Hold("wait for the call"));
    given
        .by("ann", new RunCommand.Hold("again"))
        .refused("the run is held already: wait for the call");
    given.end("deploy", Ending.LANDED, "200");
    given.is("deploy", ItemStatus.RUNNING, "");
    assertThat(given.todo())
        .containsExactly(
            "person operator at run: resume, abort or roll back; held: wait for the call");
    given.by("ann", new RunCommand.Resume("go on"));
    given.is("deploy", ItemStatus.PASSED, "200");
    assertThat(given.todo()).containsExactly("ask last CHECK");
    given.by("ann", new RunCommand.Resume("go on")).refused("the run is not held");
  }

  @Test
  void nothing_is_changed_before_the_way_back_is_known() {
    Given given =
        Given.queued(
            Book.of(line("deploy").step(), LAST).back("alias", line("back").done().step()));
    given.when(new RunCommand.TakeLock(1, 0));
    assertThat(given.todo()).containsExactly("find way back");
    given.intend("deploy").refused("\"deploy\" is not to be done now");
    given.when(new RunCommand.FreezeWayBack(Map.of(), false, "no run of it ended well"));
    assertThat(given.todo())
        .containsExactly(
            "person operator at run: mend and recheck, skip, abort or roll back: NO-GO: 2 of 2"
                + " open: Deploy, Last; the way back (rollback.to): no run of it ended well");
    given.by("ann", new RunCommand.Recheck("rollback/to", "adopted one"));
    given.when(new RunCommand.FreezeWayBack(Map.of("version", "1.0"), true, "adopted"));
    assertThat(given.todo()).containsExactly("do deploy");
    given
        .by("ann", new RunCommand.Recheck("rollback/to", "another one"))
        .refused("\"rollback/to\" is frozen (adopted); it stays as it is");
  }
}
