package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What is owed begins, is due, is late and is met, while a run goes on and long after it closed.
 */
class ObligationsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final String REPORT = "owed/report";

  private static Instant in(Duration after) {
    return Given.START.plus(after);
  }

  private static Given closing(dev.holddown.domain.playbook.Obligation... owed) {
    return Given.run(Book.of(line("scan").check()).owes(owed));
  }

  private static RunEvent notice(int number, String deed, String text, String... to) {
    return new RunEvent.Noticed("n" + number, deed, List.of(to), text);
  }

  @Test
  @Covers("D-49")
  void a_run_that_has_closed_owes_a_report_until_somebody_fills_it_in() {
    Given run = closing(Owes.by("report", "ended", HOUR)).passes("scan");
    run.thenHas(new RunEvent.Owing(REPORT, 1, Given.START, in(HOUR)));
    assertThat(run.state().outcome()).contains(Outcome.SUCCEEDED);
    assertThat(run.state().over()).isFalse();
    run.by("olga", new RunCommand.Fill(REPORT, "lead", Map.of("cause", "x")))
        .refused("\"cause\" is filled in by operator, not by lead; nothing was filled in");
    run.by("olga", new RunCommand.Fill(REPORT, "operator", Map.of("cause", " ")))
        .refused("\"cause\" is empty; nothing was filled in");
    run.by("olga", new RunCommand.Fill(REPORT, "operator", Map.of("cause", "a full disk")))
        .thenHas(new RunEvent.Turned(REPORT, ItemStatus.PASSED, "recorded in book"));
    assertThat(run.state().over()).isTrue();
    run.replayed();
    run.after(HOUR.multipliedBy(9)).tick().thenNothing();
    run.by("olga", new RunCommand.Fill(REPORT, "operator", Map.of("cause", "more")))
        .refused("run r1 is closed (SUCCEEDED); nothing was changed");
  }

  @Test
  void what_is_not_met_in_time_is_overdue_once_and_its_owner_is_paged() {
    Given run = closing(Owes.by("report", "ended", HOUR)).passes("scan");
    assertThat(Run.todo(run.state(), run.now()))
        .anyMatch(j -> j.notBefore().equals(Optional.of(in(HOUR).plusMillis(1))));
    run.after(HOUR).tick().thenNothing();
    String text = "\"Owed/report\" is overdue: operator owed it by " + in(HOUR);
    run.after(Duration.ofSeconds(1))
        .tick()
        .then(new RunEvent.Late(REPORT, in(HOUR), text), notice(1, "page", text, "lead"));
    run.after(HOUR).tick().thenNothing();
    assertThat(run.state().owed(REPORT).orElseThrow().late()).isTrue();
    run.by("olga", new RunCommand.Fill(REPORT, "operator", Map.of("cause", "late but true")));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  @Covers({"D-50", "X-20"})
  void a_meeting_is_booked_before_its_span_and_lies_in_it_and_its_owner_is_reminded() {
    var meeting = line("owed/meeting").record(Duration.ZERO, "meeting operator TIME");
    Duration day = Duration.ofHours(24);
    Given run =
        closing(Owes.between(meeting, "ended", day, day.multipliedBy(2), Duration.ofHours(12)));
    run.passes("scan").thenHas(new RunEvent.Owing("owed/meeting", 1, Given.START, in(day)));
    String text = "\"Owed/meeting\" is owed by operator, due at " + in(day);
    run.after(Duration.ofHours(12))
        .tick()
        .then(new RunEvent.Reminded("owed/meeting", 1, text), notice(1, "remind", text));
    run.by("ida", meeting("2025-10-02T09:59:00Z"))
        .refused(
            "\"meeting\" lies between 2025-10-02T10:00:00Z and 2025-10-03T10:00:00Z (1d to 2d"
                + " after ended); nothing was filled in");
    run.by("ida", meeting("2025-10-03T10:00:01Z"));
    assertThat(run.refusal().orElseThrow()).contains("lies between");
    run.by("ida", meeting("2025-10-02T14:00:00+02:00"));
    assertThat(run.state().over()).isTrue();
  }

  private static RunCommand meeting(String at) {
    return new RunCommand.Fill("owed/meeting", "operator", Map.of("meeting", at));
  }

  @Test
  @Covers({"B-185", "B-186", "B-187", "B-188", "B-120", "B-123", "X-34"})
  void a_report_of_thirty_days_later_is_not_taken_before_and_its_owner_is_told_when_it_may() {
    Duration month = Duration.ofDays(30);
    Given run =
        closing(
            Owes.between(
                line(REPORT).record(Duration.ZERO, "minutes operator NUMBER"),
                "ended",
                month,
                Duration.ofDays(37),
                Duration.ZERO));
    run.passes("scan");
    RunCommand fill = new RunCommand.Fill(REPORT, "operator", Map.of("minutes", "2.5"));
    run.by("dora", fill).refused("\"owed/report\" is not to be filled in yet");
    String text = "\"Owed/report\" is owed by operator, due at " + in(Duration.ofDays(37));
    run.after(month).tick().then(new RunEvent.Reminded(REPORT, 1, text), notice(1, "remind", text));
    run.tick().thenNothing();
    run.by("dora", fill);
    assertThat(run.state().item(REPORT).values()).containsEntry("minutes", 2.5);
    assertThat(run.state().over()).isTrue();
  }

  private static Given updating() {
    return Given.run(
        Book.of(line("deploy").done().step())
            .back("traffic", line("zero").done().step())
            .owes(Owes.every("update", QUARTER, "rollback.decided", "rollback.ended")));
  }

  @Test
  @Covers("B-157")
  void while_a_rollback_goes_on_an_update_is_sent_every_fifteen_minutes() {
    Given run = updating();
    run.by("olga", new RunCommand.Rollback("it burns"))
        .thenHas(new RunEvent.Owing("owed/update", 1, Given.START, in(QUARTER)));
    run.after(Duration.ofMinutes(13)).tick().thenNothing();
    assertThat(asked(run)).isFalse();
    run.after(Duration.ofMinutes(1)).tick();
    assertThat(asked(run)).isTrue();
    Instant sent = run.now();
    run.lands("owed/update");
    run.thenHas(new RunEvent.Owing("owed/update", 2, sent, sent.plus(QUARTER)));
    assertThat(run.state().token().sequence()).as("it raises no token").isEqualTo(100);
  }

  @Test
  void an_update_that_does_not_go_out_is_overdue_and_tried_again() {
    Given run = updating();
    run.by("olga", new RunCommand.Rollback("it burns")).after(Duration.ofMinutes(14)).tick();
    run.intend("owed/update").end("owed/update", Ending.FAILED, "no such channel");
    assertThat(run.said(RunEvent.RetryPlanned.class)).hasSize(1);
    run.after(Duration.ofMinutes(2)).tick();
    assertThat(run.said(RunEvent.Late.class)).hasSize(1);
    assertThat(asked(run)).isTrue();
  }

  private static boolean asked(Given run) {
    return Run.todo(run.state(), run.now()).stream()
        .anyMatch(j ->
            j.work() instanceof Job.Work.Perform perform && perform.key().equals("owed/update"));
  }

  @Test
  void nothing_more_is_owed_once_its_end_was_reached() {
    Given run = updating();
    run.by("olga", new RunCommand.Rollback("it burns"));
    run.answer("zero", Purpose.BEFORE, Verdict.FAILED, "not yet")
        .lands("zero")
        .answer("zero", Purpose.DONE, Verdict.PASSED, "back");
    assertThat(run.state().outcome()).contains(Outcome.ROLLED_BACK);
    run.thenHas(
        new RunEvent.Turned(
            "owed/update",
            ItemStatus.NOT_APPLICABLE,
            "no more is owed: rollback.ended was reached"));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void an_abort_that_changed_nothing_owes_no_report() {
    Given run = closing(Owes.by("report", "ended", HOUR));
    run.by("olga", new RunCommand.Abort("not today"));
    assertThat(run.state().outcome()).contains(Outcome.ABORTED);
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void a_person_may_give_up_what_is_owed_with_a_reason() {
    Given run = closing(Owes.by("report", "ended", HOUR)).passes("scan");
    run.by("olga", new RunCommand.Skip(REPORT, " "));
    assertThat(run.refusal().orElseThrow()).contains("a reason of at least");
    run.by("olga", new RunCommand.Skip(REPORT, "nobody was harmed"));
    assertThat(run.state().item(REPORT).status()).isEqualTo(ItemStatus.SKIPPED);
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void a_closed_run_takes_nothing_but_what_is_owed() {
    Given run = closing(Owes.by("report", "ended", HOUR)).passes("scan");
    run.by("olga", new RunCommand.Recheck("scan", "again"))
        .refused("run r1 is closed (SUCCEEDED); nothing was changed");
    run.by("olga", new RunCommand.Skip("scan", "because"))
        .refused("run r1 is closed (SUCCEEDED); nothing was changed");
  }

  @Test
  void a_check_that_is_owed_is_asked_until_it_passes() {
    Given run = closing(Owes.by(line("owed/drift").check(), "ended", HOUR)).passes("scan");
    run.check("owed/drift", Verdict.FAILED, "2 drifted");
    assertThat(run.said(RunEvent.RetryPlanned.class)).hasSize(1);
    assertThat(run.state().item("owed/drift").status().ended()).isFalse();
    run.after(QUARTER).tick();
    run.passes("owed/drift")
        .thenHas(new RunEvent.Turned("owed/drift", ItemStatus.PASSED, "as it should be"));
    assertThat(run.state().over()).isTrue();
  }

  @Test
  void an_act_of_which_nobody_told_the_end_is_done_again() {
    Given run = closing(Owes.by(line("owed/words").message(), "ended", Duration.ofMinutes(1)));
    run.passes("scan").after(Duration.ofMinutes(1)).intend("owed/words");
    assertThat(run.state().lockHeld()).isFalse();
    run.after(Duration.ofMinutes(10)).tick();
    assertThat(run.said(RunEvent.RetryPlanned.class)).hasSize(1);
    run.after(Duration.ofMinutes(1)).tick();
    run.lands("owed/words");
    assertThat(run.state().over()).isTrue();
    assertThat(run.history().stream().map(Entry::actor).distinct()).contains(Actor.engine());
  }

  private static List<RunEvent> ticked(Given run) {
    Decision decision =
        Run.decide(run.state(), new RunCommand.Tick(Map.of()), Actor.engine(), run.now());
    return decision instanceof Decision.Accepted accepted
        ? accepted.entries().stream().map(Entry::event).toList()
        : List.of();
  }

  @Test
  void a_run_that_is_full_reminds_no_more_and_tells_once_what_is_overdue() {
    Duration day = Duration.ofDays(1);
    var item = line(REPORT).record(Duration.ZERO, "cause operator");
    Given run = closing(Owes.between(item, "ended", HOUR, day, HOUR)).passes("scan");
    run.state().version = 60_000;
    run.after(HOUR.multipliedBy(2));
    assertThat(ticked(run)).isEmpty();
    assertThat(Run.todo(run.state(), run.now()))
        .anyMatch(j -> j.notBefore().equals(Optional.of(in(day).plusMillis(1))))
        .noneMatch(j -> j.notBefore().filter(in(day)::isAfter).isPresent());
    run.after(day);
    String text = "\"Owed/report\" is overdue: operator owed it by " + in(day);
    assertThat(ticked(run))
        .containsExactly(new RunEvent.Late(REPORT, in(day), text), notice(1, "page", text, "lead"));
  }

  @Test
  void a_run_that_is_full_does_not_try_again_and_is_not_woken_for_it() {
    Given run = closing(Owes.by(line("owed/drift").check(), "ended", HOUR)).passes("scan");
    run.state().version = 60_000;
    Decision decision =
        Run.decide(
            run.state(),
            new RunCommand.Answer(
                "owed/drift", Purpose.CHECK, 1, Finding.of(Verdict.FAILED, "2 drifted")),
            Actor.engine(),
            run.now());
    RunState after = ((Decision.Accepted) decision).after();
    assertThat(((Decision.Accepted) decision).entries())
        .extracting(Entry::event)
        .noneMatch(RunEvent.RetryPlanned.class::isInstance);
    assertThat(Run.todo(after, run.now()))
        .allMatch(j -> j.notBefore().filter(run.now()::isBefore).isPresent());
  }

  @Test
  void a_full_run_that_is_open_tells_what_is_overdue() {
    Given run = Given.run(Book.of(line("scan").check()).owes(Owes.by("report", "start", HOUR)));
    run.state().version = Run.EVENTS_MAX;
    run.after(HOUR.multipliedBy(2));
    assertThat(ticked(run)).hasAtLeastOneElementOfType(RunEvent.Late.class);
  }
}
