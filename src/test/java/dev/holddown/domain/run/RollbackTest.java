package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Looking.at;
import static dev.holddown.domain.run.Looking.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way back outranks everything, waits for nothing, and proves itself. */
class RollbackTest {
  private static final Item DEPLOY = line("deploy").step();
  private static final Item ALIAS = line("alias").done().step();
  private static final Duration FIVE = Duration.ofMinutes(5);

  private static Book book(Item... back) {
    return Book.of(DEPLOY, line("smoke").check()).back("first", back);
  }

  private static Given rollingBack(Book book) {
    return Given.run(book).by("ann", new RunCommand.Rollback("errors in the log"));
  }

  @Test
  @Covers({"C-42", "I05", "I28"})
  void it_begins_while_a_forward_call_hangs_with_a_higher_token() {
    Given given = Given.run(book(ALIAS)).intend("deploy").at("10:00:05");
    given
        .by("ann", new RunCommand.Rollback("errors in the log"))
        .then(
            new RunEvent.RollbackDecided("ann: errors in the log"),
            new RunEvent.PhaseOpened("first"),
            new RunEvent.Opened("alias"));
    assertThat(given.todo())
        .containsExactly("ask alias BEFORE", "wake 11:00:05.001Z", "wake 10:01:30Z");
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "version is 2").intend("alias");
    assertThat(given.said(RunEvent.Intended.class))
        .extracting(e -> e.act().token())
        .containsExactly(new Token(1, 101), new Token(1, 102));
  }

  @Test
  void a_long_forward_act_is_asked_to_stop_and_not_waited_for() {
    Given given = Given.run(book(ALIAS)).intend("deploy");
    String op = given.op("deploy");
    given.when(new RunCommand.Begin("deploy", op, "job-7"));
    given
        .by("ann", new RunCommand.Rollback("errors in the log"))
        .thenHas(new RunEvent.StopIntended("deploy", op, "job-7"));
    assertThat(given.todo()).contains("stop deploy job-7", "ask alias BEFORE");
    given.end("deploy", Ending.FAILED, "stopped");
    assertThat(given.todo()).doesNotContain("stop deploy job-7");
  }

  @Test
  @Covers({"F-22", "I06"})
  void nothing_outranks_it() {
    Given given = Given.run(book(ALIAS).watch(at("errors").sustained(Duration.ZERO, rollback())));
    given.by("ann", new RunCommand.Hold("wait"));
    given.at("10:01").breach("errors").phase(Phase.ROLLING_BACK);
    assertThat(given.state().held()).isEmpty();
    given
        .by("bob", new RunCommand.Rollback("me too"))
        .refused("the run is rolling back already, since 2025-10-01T10:01:00Z");
    given
        .by("bob", new RunCommand.Abort("stop"))
        .refused("the run is rolling back; an abort does not interrupt that");
    given
        .by("bob", new RunCommand.Hold("stop"))
        .refused("the run is rolling back; nothing holds a rollback");
    given.when(new RunCommand.LoseLock("r9")).refused("run r1 is rolling back and keeps its lock");
    given.intend("deploy").refused("\"deploy\" is not to be done now");
    given.at("10:02").breach("errors").thenNothing();
    assertThat(given.said(RunEvent.RollbackDecided.class)).hasSize(1);
  }

  @Test
  void it_is_proved_and_says_how_long_it_took_and_why() {
    Given given = rollingBack(book(ALIAS));
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "2").at("10:01").lands("alias");
    given.at("10:02").answer("alias", Purpose.DONE, Verdict.PASSED, "version is 1");
    given.closed(
        Outcome.ROLLED_BACK, "ROLLED BACK and proved in 2m; cause: ann: errors in the log");
    assertThat(given.said(RunEvent.PhaseClosed.class))
        .containsExactly(new RunEvent.PhaseClosed("first", true));
  }

  @Test
  @Covers("I06")
  void an_act_that_lands_late_has_every_proof_asked_again_and_the_phase_applied_again() {
    Given given = Given.run(book(ALIAS)).intend("deploy").at("10:00:05");
    given.by("ann", new RunCommand.Rollback("errors in the log"));
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "still 1");
    given.phase(Phase.ROLLING_BACK).is("alias", ItemStatus.PASSED, "already so: still 1");
    assertThat(given.todo()).containsExactly("wake 10:01:30Z");
    given.at("10:00:50").end("deploy", Ending.LANDED, "version is 2");
    given.thenHas(
        new RunEvent.ReproofBegan(
            "a forward act was in flight when the rollback began; each proof is asked once more"));
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "version is 2");
    assertThat(given.todo()).contains("do alias");
    given.lands("alias").answer("alias", Purpose.DONE, Verdict.PASSED, "version is 1");
    given.phase(Phase.CLOSED);
    assertThat(given.said(RunEvent.Intended.class).getLast().act().op())
        .isEqualTo("r1/alias/2.0.0");
  }

  @Test
  void an_act_of_which_nothing_is_heard_keeps_the_proof_open_until_it_can_no_longer_land() {
    Given given = Given.run(book(ALIAS)).intend("deploy").at("10:00:05");
    given.by("ann", new RunCommand.Rollback("errors in the log"));
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "still 1");
    given.at("10:01:29").tick().thenNothing();
    given.at("10:01:30").tick();
    assertThat(given.todo()).contains("ask alias BEFORE");
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "still 1").phase(Phase.CLOSED);
    assertThat(given.said(RunEvent.ReproofBegan.class)).hasSize(1);
  }

  @Test
  void what_is_owed_is_undone_when_nothing_can_land_any_more() {
    Given given =
        Given.run(Book.of(line("open").undo().step()).back("first", ALIAS)).intend("open");
    given.by("ann", new RunCommand.Rollback("errors in the log"));
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "still 1");
    assertThat(given.todo()).containsExactly("wake 10:01:30Z");
    given.at("10:01:30").tick();
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "still 1");
    assertThat(given.todo()).containsExactly("do undo/open");
    given.lands("undo/open").phase(Phase.CLOSED);
  }

  // --- phases ---

  private static Book threePhases() {
    return Book.of(DEPLOY)
        .back("traffic", FIVE, List.of(), ALIAS)
        .back("restore", FIVE, List.of("traffic"), line("restore").done().step())
        .back("tell", FIVE, List.of(), line("tell").message());
  }

  @Test
  void phases_come_one_after_the_other() {
    Given given = rollingBack(threePhases());
    assertThat(given.todo()).containsExactly("ask alias BEFORE", "wake 10:05:00.001Z");
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "1");
    assertThat(given.todo()).containsExactly("ask restore BEFORE", "wake 10:05:00.001Z");
  }

  @Test
  void a_phase_that_is_overdue_pages_and_those_that_do_not_need_it_go_on() {
    Given given = rollingBack(threePhases());
    given.at("10:05").tick().thenNothing();
    given.at("10:05:00.001").tick();
    String late = "rollback phase \"traffic\" is not done after its 5m; it is tried on";
    given.thenHas(
        new RunEvent.PhaseOverdue("traffic", late),
        new RunEvent.Noticed("n1", "page", List.of(), late));
    assertThat(given.todo()).contains("ask alias BEFORE");
    assertThat(given.said(RunEvent.PhaseOpened.class))
        .extracting(RunEvent.PhaseOpened::phase)
        .containsExactly("traffic");
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "1");
    assertThat(given.todo()).contains("ask restore BEFORE");
    given.at("10:10:01").tick();
    assertThat(given.todo()).contains("ask restore BEFORE", "do tell");
    given.lands("tell");
    assertThat(given.todo()).containsExactly("ask restore BEFORE");
  }

  @Test
  void a_failing_step_is_tried_to_the_end_of_its_time_and_beyond() {
    Given given = rollingBack(threePhases());
    for (int i = 0; i < 30; i++) {
      given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "2").intend("alias");
      given.end("alias", Ending.FAILED, "503").after(Duration.ofMinutes(1)).tick();
      assertThat(given.todo()).contains("ask alias BEFORE");
    }
    assertThat(given.said(RunEvent.PhaseOverdue.class))
        .extracting(RunEvent.PhaseOverdue::phase)
        .containsExactly("traffic");
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "1");
    given.is("alias", ItemStatus.PASSED, "already so: 1");
  }

  @Test
  void an_unknown_outcome_on_the_way_back_is_not_waited_for() {
    Given given = rollingBack(book(ALIAS));
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "2").intend("alias");
    String op = given.op("alias");
    given.end("alias", Ending.UNKNOWN, "timeout");
    assertThat(given.todo()).contains("ask alias DONE");
    given.answer("alias", Purpose.DONE, Verdict.FAILED, "2").intend("alias");
    assertThat(given.op("alias")).isEqualTo(op);
  }

  @Test
  void a_check_that_does_not_pass_is_asked_again() {
    Given given = rollingBack(book(line("health").check()));
    given.check("health", Verdict.FAILED, "503").phase(Phase.ROLLING_BACK);
    given.thenHas(new RunEvent.RetryPlanned("health", Given.START.plusMillis(500), "503"));
    given.at("10:00:01").passes("health").phase(Phase.CLOSED);
  }

  @Test
  void what_cannot_be_told_is_asked_again_too() {
    Item.Otherwise page = new Item.Otherwise(List.of(), java.util.Optional.empty());
    Given given =
        rollingBack(
            book(
                line("health").when("saved.x").check(),
                line("which").choose(page, Line.way("Old", line("old").check()))));
    given.answer("health", Purpose.WHEN, Verdict.ERRORED, "no x").at("10:01").tick();
    assertThat(given.todo()).contains("ask health WHEN");
    given.answer("health", Purpose.WHEN, Verdict.FAILED, "x is false");
    assertThat(given.todo()).contains("ask which CHOOSE");
    given.when(new RunCommand.Choose("which", 1, -2, Finding.of(Verdict.ERRORED, "503")));
    given.at("10:02").tick();
    assertThat(given.todo()).contains("ask which CHOOSE");
    given.when(new RunCommand.Choose("which", 1, 0, Finding.of(Verdict.PASSED, "old")));
    given.passes("old").phase(Phase.CLOSED);
  }

  @Test
  void what_a_person_declines_or_skips_on_the_way_back_is_not_proved() {
    Given given =
        rollingBack(
            Book.of(DEPLOY)
                .back(
                    "first",
                    Duration.ZERO,
                    List.of(),
                    line("ok").sign(Rules.all("lead")).signoff()));
    given.by("lea", new RunCommand.Decline("ok", "lead", "not seen"));
    assertThat(given.todo())
        .containsExactly(
            "person operator at run: mend and recheck, or skip: Ok is FAILED (lea declined as"
                + " lead: not seen)");
    given.by("ann", new RunCommand.Skip("ok", "nobody can see it"));
    given.closed(
        Outcome.GAVE_UP,
        "ROLLBACK ENDED BY A PERSON without its proof after 0s; cause: ann: errors in the log");
  }

  @Test
  void a_message_that_cannot_be_sent_does_not_unprove_the_way_back() {
    Given given =
        rollingBack(book(line("both").group(Item.Order.LISTED, line("tell").message(), ALIAS)));
    for (int i = 0; i < 6; i++) {
      given.intend("tell").end("tell", Ending.FAILED, "no channel").after(FIVE).tick();
    }
    given.is("tell", ItemStatus.FAILED, "not delivered: no channel");
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "1");
    assertThat(given.state().outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  void what_is_on_the_other_way_is_neither_skipped_nor_rechecked() {
    Given given = Given.run(book(ALIAS));
    given
        .by("ann", new RunCommand.Skip("alias", "not needed"))
        .refused("\"alias\" is on the way back, and the run is FORWARD");
    given.by("ann", new RunCommand.Rollback("errors in the log"));
    given
        .by("ann", new RunCommand.Skip("smoke", "not needed"))
        .refused("\"smoke\" is on the way forward, and the run is ROLLING_BACK");
    given
        .by("ann", new RunCommand.Recheck("deploy", "again"))
        .refused("\"deploy\" is on the way forward, and the run is ROLLING_BACK");
  }

  // --- approval ---

  @Test
  void an_approval_is_asked_for_while_forward_work_is_frozen() {
    Given given = Given.run(book(ALIAS).approval(Rules.all("approver")));
    given.by("ann", new RunCommand.Rollback("errors in the log"));
    given.thenHas(new RunEvent.Proposed("", "ann: errors in the log")).phase(Phase.FORWARD);
    given.intend("deploy").refused("\"deploy\" is not to be done now");
    given
        .by("bob", new RunCommand.Rollback("me too"))
        .refused(
            "a rollback is proposed already (ann: errors in the log); approver approves it:"
                + " holddown sign r1 rollback/approval --role ROLE");
    given.sign("bob", "rollback/approval", "approver");
    given.thenHas(new RunEvent.RollbackDecided("ann: errors in the log"));
  }

  @Test
  void a_declined_rollback_is_held_until_it_is_resumed() {
    Given given = Given.run(book(ALIAS).approval(Rules.all("approver")));
    given.by("ann", new RunCommand.Rollback("errors in the log"));
    given
        .by("bob", new RunCommand.Decline("rollback/approval", "operator", "it is a test"))
        .refused("\"rollback/approval\" is signed by approver, not by the role operator");
    given.by("bob", new RunCommand.Decline("rollback/approval", "approver", "it is a test"));
    given.by("ann", new RunCommand.Resume("go on")).phase(Phase.FORWARD);
    assertThat(given.todo()).contains("do deploy");
  }

  // --- the linked run ---

  @Test
  void a_run_that_takes_back_another_does_nothing_forward() {
    Given given =
        Given.takesBack(
            Book.of(line("tell").message(), DEPLOY)
                .watch(at("errors").sustained(FIVE, rollback()))
                .back("first", ALIAS));
    assertThat(given.todo()).containsExactly("find way back");
    given
        .by("ann", new RunCommand.Hold("wait"))
        .refused("the run takes back run r0; nothing holds a rollback");
    given.when(new RunCommand.FreezeWayBack(java.util.Map.of("version", "1"), true, "frozen"));
    given.thenHas(new RunEvent.RollbackDecided("run r0 is taken back"));
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "1").phase(Phase.CLOSED);
  }

  @Test
  void a_linked_run_waits_with_its_proof_for_what_the_run_before_had_begun() {
    Given given = Given.takesBack(Book.of(DEPLOY).back("first", ALIAS), Duration.ofSeconds(90));
    given.when(new RunCommand.FreezeWayBack(java.util.Map.of("version", "1"), true, "frozen"));
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "1").phase(Phase.ROLLING_BACK);
    assertThat(given.todo()).containsExactly("wake 10:01:30Z");
    given
        .at("10:01:30")
        .tick()
        .thenHas(
            new RunEvent.ReproofBegan(
                "a forward act was in flight when the rollback began; each proof is asked once"
                    + " more"));
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "1").phase(Phase.CLOSED);
  }

  @Test
  void a_declined_linked_run_is_not_proposed_again_by_itself() {
    Given given =
        Given.takesBack(Book.of(DEPLOY).back("first", ALIAS).approval(Rules.all("approver")));
    given.when(new RunCommand.FreezeWayBack(java.util.Map.of("version", "1"), true, "frozen"));
    given.by("bob", new RunCommand.Decline("rollback/approval", "approver", "not now"));
    given.tick().thenNothing();
    assertThat(given.said(RunEvent.Proposed.class)).hasSize(1);
    given.by("ann", new RunCommand.Resume("now"));
    assertThat(given.said(RunEvent.Proposed.class)).hasSize(2);
    given.sign("bob", "rollback/approval", "approver").phase(Phase.ROLLING_BACK);
  }

  @Test
  void a_linked_run_whose_way_back_is_unknown_says_what_to_do() {
    Given given = Given.takesBack(Book.of(DEPLOY).back("first", ALIAS));
    given.when(new RunCommand.FreezeWayBack(java.util.Map.of(), false, "no run ended well"));
    assertThat(given.todo())
        .containsExactly(
            "person operator at run: mend and recheck rollback/to, or abort: the way back is not"
                + " known: no run ended well");
  }

  @Test
  void the_way_back_is_looked_for_on_the_way_back_too() {
    Given given = Given.queued(book(ALIAS));
    given.when(new RunCommand.TakeLock(1, 1));
    given.by("ann", new RunCommand.Rollback("errors in the log")).phase(Phase.ROLLING_BACK);
    assertThat(given.todo()).contains("find way back");
    given.when(new RunCommand.FreezeWayBack(java.util.Map.of("version", "1"), true, "found"));
    assertThat(given.state().wayBack()).containsEntry("version", "1");
  }

  @Test
  void a_playbook_without_a_way_back_says_so() {
    Given given = Given.run(Book.of(DEPLOY));
    given
        .by("ann", new RunCommand.Rollback("errors in the log"))
        .refused("the playbook has no rollback: block; abort leaves things as they are");
  }
}
