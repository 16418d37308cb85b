package dev.holddown.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What did not pass is let through for a while, by another person than its owner. */
class WaiversTest {
  private static final Waiver.Reasons REASONS =
      new Waiver.Reasons("the score is 0.79 for a day", "low", "SEC-7");

  private static Book book() {
    return Book.empty()
        .waivable("before", Map.of("score", List.of("security_lead")), Line.line("score").check())
        .stage("canary", Line.line("deploy").step(), Line.line("widen").step());
  }

  private static Given failed() {
    return Given.run(book()).tick().check("score", Verdict.FAILED, "0.79 < 0.8");
  }

  private static PermitCommand.Waive until(String expires) {
    return new PermitCommand.Waive(
        "score", new Waiver("", "", REASONS, Instant.EPOCH, Instant.parse("2025-10-" + expires)));
  }

  private static Given waived(String expires) {
    return failed().by("ann", until(expires)).sign("bob", "waiver/score", "security_lead");
  }

  @Test
  @Covers({"E-20", "E-78"})
  void what_failed_is_waived_by_another_person_and_never_called_passed() {
    Given run = failed();
    assertThat(run.state().place("before").sentence())
        .isEqualTo("NO-GO: 1 of 1 failed: Score is FAILED (0.79 < 0.8)");

    run.by("ann", until("02T10:00:00Z"));
    assertThat(run.item("score").status()).isEqualTo(ItemStatus.FAILED);
    assertThat(run.todo())
        .contains(
            "person security_lead at waiver/score: approve waiver W1 of \"score\", owned by ann"
                + " until 2025-10-02T10:00:00Z: the score is 0.79 for a day");

    run.sign("bob", "waiver/score", "security_lead");
    run.is(
        "score",
        ItemStatus.WAIVED,
        "W1 by bob (security_lead) until 2025-10-02T10:00:00Z: the score is 0.79 for a day; it was"
            + " FAILED (0.79 < 0.8)");
    assertThat(run.state().place("before").go()).contains(true);
    assertThat(run.state().place("before").sentence())
        .startsWith("GO: 0 of 1 passed, 1 waived (Score W1 by bob");
    assertThat(run.todo()).contains("do deploy", "wake 10:00:00Z");
  }

  @Test
  @Covers("E-78")
  void neither_owner_nor_asker_nor_another_role_approves() {
    Given run = failed().by("ann", until("02T10:00:00Z"));

    run.sign("ann", "waiver/score", "security_lead")
        .refused(
            "ann owns or asked for waiver W1; another person in the role security_lead has to"
                + " approve it");
    run.sign("bob", "waiver/score", "approver")
        .refused("waivers of \"score\" are approved by security_lead, not by the role approver");
    run.by("bob", new RunCommand.Decline("waiver/score", "security_lead", "mend it"))
        .is("score", ItemStatus.FAILED, "0.79 < 0.8");
    run.sign("cleo", "waiver/score", "security_lead")
        .refused("no waiver of \"score\" waits for approval; ask for one with: holddown waive");
  }

  @Test
  @Covers("E-76")
  void a_waiver_lasts_168_hours_at_most() {
    failed()
        .by("ann", until("08T10:00:01Z"))
        .refused(
            "waiver W1: it would count for 7d 1s, to 2025-10-08T10:00:01Z; a waiver lasts 7d at"
                + " most");
    failed()
        .by("ann", until("08T10:00:00Z"))
        .thenHas(
            new PermitEvent.WaiverAsked(
                "score",
                new Waiver(
                    "W1", "ann", REASONS, Given.START, Instant.parse("2025-10-08T10:00:00Z")),
                failed()
                    .by("ann", until("08T10:00:00Z"))
                    .said(PermitEvent.WaiverAsked.class)
                    .getFirst()
                    .content()));
    failed()
        .by("ann", until("01T10:00:00Z"))
        .refused("waiver W1: it expired at 2025-10-01T10:00:00Z");
  }

  @Test
  @Covers({"E-76", "S-E1"})
  void a_waiver_that_expires_during_the_run_turns_go_into_no_go_exactly_then() {
    Given run = waived("01T11:00:00Z").lands("deploy");
    assertThat(run.todo()).contains("wake 11:00:00Z");

    run.at("10:59:59").tick().thenNone(PermitEvent.WaiverEnded.class);
    run.at("11:00").tick();

    assertThat(run.said(PermitEvent.WaiverEnded.class))
        .containsExactly(
            new PermitEvent.WaiverEnded("score", "W1", "expired at 2025-10-01T11:00:00Z"));
    assertThat(run.state().place("before").go()).contains(false);
    assertThat(run.state().held().orElseThrow())
        .startsWith("the Go of \"before\" is void: NO-GO: 1 of 1 failed: Score is FAILED");
    run.intend("widen").refused("\"widen\" is not to be done now");
    run.by("ann", new RunCommand.Resume("go on")).refused(run.refusal().orElse(""));
    assertThat(run.refusal().orElse("")).contains("waive it anew (holddown waive), abort, or roll");

    run.by("ann", until("01T12:00:00Z")).sign("bob", "waiver/score", "security_lead");
    assertThat(run.state().place("before").go()).contains(true);
    run.by("ann", new RunCommand.Resume("waived anew"));
    run.lands("widen").replayed();
    assertThat(run.state().outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void a_waiver_is_bound_to_the_verdict_that_it_was_asked_for() {
    Given run = failed().by("ann", until("02T10:00:00Z"));
    run.by("ann", new RunCommand.Recheck("score", "again"));
    run.check("score", Verdict.FAILED, "0.31 < 0.8");

    run.sign("bob", "waiver/score", "security_lead")
        .refused("\"score\" is not what it was when waiver W1 was asked for; ask again");
  }

  @Test
  void only_what_the_playbook_lets_be_waived_is() {
    Given.run(Book.empty().gated("before", Line.line("scan").check()))
        .tick()
        .check("scan", Verdict.FAILED, "3 > 0")
        .by("ann", new PermitCommand.Waive("scan", until("02T10:00:00Z").waiver()))
        .refused(
            "\"scan\" may not be waived: it is not waivable: true behind a gate with waivers:"
                + " allowed");
    Given.run(book())
        .tick()
        .by("ann", until("02T10:00:00Z"))
        .refused("\"score\" is not decided yet; a waiver is for what did not pass");
    Given.run(book())
        .tick()
        .passes("score")
        .by("ann", until("02T10:00:00Z"))
        .refused("\"score\" is closed (PASSED)");
  }

  @Test
  @Covers({"E-20", "E-72"})
  void an_exception_that_was_approved_beforehand_lets_its_line_through_by_itself() {
    ExceptionRow row =
        new ExceptionRow(
            "EX-7",
            new ExceptionRow.Subject("score", new Scope(List.of("checkout"), List.of())),
            "ann",
            REASONS,
            Given.START.plus(Duration.ofDays(6)));
    Granted bob = new Granted("security_lead", "bob", "signed", "");
    House house = house(new ExceptionRow.Approved(row, bob, Given.START));

    failed()
        .in(house)
        .tick()
        .is(
            "score",
            ItemStatus.WAIVED,
            "EX-7 by bob (security_lead) until 2025-10-07T10:00:00Z: the score is 0.79 for a day;"
                + " it was FAILED (0.79 < 0.8)");
    failed()
        .at("10:00")
        .after(Duration.ofDays(6))
        .in(house)
        .tick()
        .is("score", ItemStatus.FAILED, "0.79 < 0.8");
    Granted ann = new Granted("security_lead", "ann", "signed", "");
    failed()
        .in(house(new ExceptionRow.Approved(row, ann, Given.START)))
        .tick()
        .is("score", ItemStatus.FAILED, "0.79 < 0.8");
  }

  private static House house(ExceptionRow.Approved approved) {
    return new House(List.of(), List.of(approved), Map.of(), List.of(), House.Here.nothing());
  }
}
