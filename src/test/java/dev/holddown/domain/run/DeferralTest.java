package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.testing.Covers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run is put off to another hour, and goes on by itself. */
class DeferralTest {
  private static final String HELD =
      "deferred until 2025-10-01T22:30:00Z by ann: the quota is amber";

  private static Given amber() {
    return Given.run(Book.of(line("quota").check(), line("later").check()))
        .answer("quota", Purpose.CHECK, Verdict.FAILED, "163 of 200");
  }

  private static Given deferred() {
    return amber().by("ann", new RunCommand.Defer("22:30", "the quota is amber"));
  }

  @Test
  @Covers("A-21")
  void it_says_until_when_by_whom_and_why_and_does_nothing_meanwhile() {
    Given given = deferred();
    assertThat(given.state().held()).contains(HELD);
    assertThat(given.state().deferredUntil()).contains(Given.time("22:30"));
    assertThat(given.todo())
        .contains("person operator at run: resume, abort or roll back; held: " + HELD)
        .anyMatch(job -> job.startsWith("wake") && job.contains("22:30"));
    given.at("22:29:59").tick();
    assertThat(given.state().held()).isPresent();
  }

  @Test
  @Covers("A-21")
  void when_the_time_has_come_it_asks_anew_what_had_not_passed_and_goes_on() {
    Given given = deferred().at("22:30").tick();
    assertThat(given.state().held()).isEmpty();
    assertThat(given.state().deferredUntil()).isEmpty();
    given.is("quota", ItemStatus.OPEN, "the run was deferred until now");
    assertThat(given.todo()).contains("ask quota CHECK");
    given.answer("quota", Purpose.CHECK, Verdict.PASSED, "12 of 200");
    assertThat(given.todo()).containsExactly("ask later CHECK");
  }

  @Test
  void a_person_lets_it_go_on_before() {
    Given given = deferred().by("bob", new RunCommand.Resume("it is calm already"));
    assertThat(given.state().held()).isEmpty();
    assertThat(given.todo()).contains("ask quota CHECK");
    given.at("22:30").tick();
    assertThat(given.said(RunEvent.Resumed.class)).hasSize(1);
  }

  @Test
  void it_may_be_put_off_again_and_a_hold_of_a_person_stays_one() {
    Given given = deferred().by("bob", new RunCommand.Defer("23:30", "still amber"));
    assertThat(given.state().deferredUntil()).contains(Given.time("23:30"));
    amber()
        .by("ann", new RunCommand.Hold("wait"))
        .by("bob", new RunCommand.Defer("23:30", "still amber"))
        .refused("the run is held already: wait");
  }

  @Test
  void a_person_who_holds_a_deferred_run_keeps_it_whatever_the_hour() {
    Given given = deferred().by("bob", new RunCommand.Hold("not tonight"));
    assertThat(given.state().held()).contains("not tonight");
    assertThat(given.state().deferredUntil()).isEmpty();
    given.at("22:30").tick();
    assertThat(given.said(RunEvent.Resumed.class)).isEmpty();
  }

  @Test
  void a_time_that_is_none_is_over_or_too_far_is_refused_and_so_is_no_reason() {
    Given given = amber();
    given
        .by("ann", new RunCommand.Defer("noonish", "quota"))
        .refused(
            "\"noonish\" is no time: write 2026-01-31T22:00:00Z, or 22:00 for the next time that it"
                + " is so late, UTC; the run goes on");
    given
        .by("ann", new RunCommand.Defer("2025-10-01T09:00:00Z", "quota"))
        .refused("2025-10-01T09:00:00Z is over; now is " + Given.START + "; the run goes on");
    given
        .by("ann", new RunCommand.Defer("2025-10-17T09:00", "quota"))
        .refused("2025-10-17T09:00:00Z is more than 14 days ahead, which is the most");
    given
        .by("ann", new RunCommand.Defer("22:30", " "))
        .refused("a reason of at least 3 characters is needed");
    given.by("ann", new RunCommand.Defer("9:30", "tomorrow morning"));
    assertThat(given.state().deferredUntil())
        .contains(Given.time("09:30").plus(Duration.ofDays(1)));
  }

  @Test
  void a_rollback_of_a_deferred_run_begins_at_once_and_the_time_changes_nothing() {
    Given given =
        Given.run(Book.of(line("deploy").step()).back("first", line("alias").done().step()))
            .by("ann", new RunCommand.Defer("22:30", "off-peak"));
    given.by("ann", new RunCommand.Rollback("orders fail"));
    assertThat(given.state().phase()).isNotEqualTo(Phase.FORWARD);
    given.at("22:30").tick();
    assertThat(given.said(RunEvent.Resumed.class)).isEmpty();
  }
}
