package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Line.way;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.testing.Covers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line becomes by its answer, and how it is asked again. */
class VerdictsTest {
  private final Given lint = Given.run(Book.of(line("lint").check()));

  @ParameterizedTest
  @CsvSource({"PASSED", "FAILED", "INCONCLUSIVE", "ERRORED"})
  @Covers("F-10")
  void a_verdict_is_never_a_boolean(Verdict verdict) {
    assertThat(lint.todo()).containsExactly("ask lint CHECK");
    lint.check("lint", verdict, "because")
        .is("lint", ItemStatus.valueOf(verdict.name()), "because");
    assertThat(lint.state().closed()).isEqualTo(verdict == Verdict.PASSED);
  }

  @Test
  void a_run_ends_when_every_line_is_good() {
    lint.passes("lint").closed(Outcome.SUCCEEDED, "SUCCEEDED: 1 item closed in 1 stage");
  }

  @Test
  @Covers("I27")
  void a_failed_verdict_is_sticky_for_its_attempt() {
    lint.check("lint", Verdict.FAILED, "3 errors");
    lint.passes("lint").thenNothing().is("lint", ItemStatus.FAILED, "3 errors");
    assertThat(lint.todo())
        .containsExactly(
            "person operator at run: mend and recheck, skip, abort or roll back: NO-GO: 1 of 1"
                + " failed: Lint is FAILED (3 errors)");
  }

  @Test
  @Covers("F-03")
  void a_recheck_reopens_the_line_as_a_new_attempt_with_its_reason() {
    lint.check("lint", Verdict.FAILED, "3 errors")
        .by("ann", new RunCommand.Recheck("lint", "mended"))
        .then(new RunEvent.Reopened("lint", 2, "mended"));
    assertThat(lint.todo()).containsExactly("ask lint CHECK");
    lint.passes("lint").closed(Outcome.SUCCEEDED, "SUCCEEDED: 1 item closed in 1 stage");
    assertThat(lint.said(RunEvent.Turned.class))
        .extracting(RunEvent.Turned::status)
        .containsExactly(ItemStatus.FAILED, ItemStatus.PASSED);
  }

  @Test
  void an_answer_of_the_attempt_before_changes_nothing() {
    lint.check("lint", Verdict.FAILED, "3 errors")
        .by("ann", new RunCommand.Recheck("lint", "mended"));
    Finding old = Finding.of(Verdict.PASSED, "from before");
    lint.when(new RunCommand.Answer("lint", Purpose.CHECK, 1, old)).thenNothing();
  }

  @Test
  void an_answer_that_nobody_asked_for_changes_nothing() {
    lint.answer("lint", Purpose.DONE, Verdict.PASSED, "?").thenNothing();
    lint.answer("nothing", Purpose.CHECK, Verdict.PASSED, "?").thenNothing();
  }

  @Test
  void what_is_unknown_or_has_not_begun_is_not_rechecked() {
    Given two = Given.run(Book.of(line("lint").check(), line("scan").check()));
    two.by("ann", new RunCommand.Recheck("lind", "mended"))
        .refused("no item \"lind\" in this run; see: holddown show r1");
    two.by("ann", new RunCommand.Recheck("scan", "mended")).refused("\"scan\" has not begun");
  }

  @Test
  void what_a_closed_stage_was_decided_on_is_not_rechecked() {
    Given two = Given.run(Book.of(line("lint").check()).stage("next", line("scan").check()));
    two.passes("lint")
        .by("ann", new RunCommand.Recheck("lint", "again"))
        .refused(
            "the stage of \"lint\" is closed; what was decided on it stays; to take its Go back:"
                + " holddown reopen r1 lint")
        .by("ann", new RunCommand.Skip("lint", "not needed"))
        .refused("\"lint\" is closed (PASSED)");
  }

  @Test
  void when_is_asked_first_and_false_makes_the_line_not_applicable() {
    Given given = Given.run(Book.of(line("migrate").when("inputs.sql").check()));
    assertThat(given.todo()).containsExactly("ask migrate WHEN");
    given.answer("migrate", Purpose.WHEN, Verdict.FAILED, "no sql file");
    given.is("migrate", ItemStatus.NOT_APPLICABLE, "no sql file").phase(Phase.CLOSED);
  }

  @Test
  @Covers("F-10")
  void when_in_error_blocks_and_never_skips() {
    Given given = Given.run(Book.of(line("migrate").when("inputs.sql").check()));
    given.answer("migrate", Purpose.WHEN, Verdict.ERRORED, "no such key");
    given.is("migrate", ItemStatus.ERRORED, "no such key").phase(Phase.FORWARD);
  }

  @Test
  void a_line_for_each_target_passes_when_every_row_does() {
    Given given = Given.run(Book.of(line("health").each().check()).targets("lambda", "alb"));
    assertThat(given.todo()).containsExactly("ask health[lambda] CHECK", "ask health[alb] CHECK");
    given.passes("health[alb]").check("health[lambda]", Verdict.FAILED, "503");
    given.is("health", ItemStatus.OPEN, "").phase(Phase.FORWARD);
    given.by("ann", new RunCommand.Recheck("health[lambda]", "restarted"));
    given.passes("health[lambda]").is("health", ItemStatus.PASSED, "2 of 2").phase(Phase.CLOSED);
  }

  @Test
  @Covers("F-10")
  void an_empty_list_of_targets_proves_nothing() {
    Given given = Given.run(Book.of(line("health").each().check()));
    given
        .tick()
        .is(
            "health",
            ItemStatus.INCONCLUSIVE,
            "there is nothing in it; an empty list proves nothing");
  }

  @Test
  void a_failed_check_with_a_way_out_is_resolved_when_the_way_is_done() {
    Given given =
        Given.run(Book.of(line("quota").otherwise(way("Ask", line("ask").check())).check()));
    given.check("quota", Verdict.FAILED, "91 %");
    assertThat(given.todo()).containsExactly("ask quota CHOOSE");
    given.when(new RunCommand.Choose("quota", 1, 0, Finding.of(Verdict.PASSED, "x")));
    assertThat(given.todo()).containsExactly("ask ask CHECK");
    given.passes("ask").is("quota", ItemStatus.RESOLVED, "way out taken: Ask");
  }

  @Test
  void a_check_whose_ways_out_are_all_closed_has_failed() {
    Given given =
        Given.run(Book.of(line("quota").otherwise(way("Ask", line("ask").check())).check()));
    given.check("quota", Verdict.FAILED, "91 %");
    given.when(new RunCommand.Choose("quota", 1, -1, Finding.of(Verdict.FAILED, "none")));
    given.is("quota", ItemStatus.FAILED, "91 %");
  }

  @Test
  void a_way_out_that_cannot_be_told_is_not_asked_for_ever() {
    Given given =
        Given.run(Book.of(line("quota").otherwise(way("Ask", line("ask").check())).check()));
    given.check("quota", Verdict.FAILED, "91 %");
    given.when(new RunCommand.Choose("quota", 1, -2, Finding.of(Verdict.ERRORED, "no field x")));
    given.is("quota", ItemStatus.FAILED, "91 %; its way out could not be told: no field x");
  }

  @Test
  void a_choice_takes_the_lines_of_its_case_and_no_other() {
    Item.Otherwise page = new Item.Otherwise(java.util.List.of(), java.util.Optional.of("lead"));
    Given given =
        Given.run(
            Book.of(
                line("which")
                    .choose(
                        page, way("Old", line("old").check()), way("New", line("new").check()))));
    given.when(new RunCommand.Choose("which", 1, 1, Finding.of(Verdict.PASSED, "v2")));
    assertThat(given.todo()).containsExactly("ask new CHECK");
    given.passes("new").is("which", ItemStatus.PASSED, "case: New").phase(Phase.CLOSED);
  }

  @Test
  void a_choice_without_a_true_case_pages_and_fails() {
    Item.Otherwise page = new Item.Otherwise(java.util.List.of(), java.util.Optional.of("lead"));
    Given given = Given.run(Book.of(line("which").choose(page, way("Old", line("old").check()))));
    given.when(new RunCommand.Choose("which", 1, -1, Finding.of(Verdict.FAILED, "v3")));
    given.thenHas(
        new RunEvent.Noticed(
            "n1",
            "page",
            java.util.List.of("lead"),
            "no case is true at \"which\"; a person has to decide"));
    given.is("which", ItemStatus.FAILED, "no case is true; paged lead");
  }

  @Test
  void a_choice_that_cannot_be_told_is_errored() {
    Item.Otherwise page = new Item.Otherwise(java.util.List.of(), java.util.Optional.of("lead"));
    Given given = Given.run(Book.of(line("which").choose(page, way("Old", line("old").check()))));
    given.when(new RunCommand.Choose("which", 1, -2, Finding.of(Verdict.ERRORED, "no answer")));
    given.is("which", ItemStatus.ERRORED, "no answer");
  }

  @Test
  void a_group_is_over_with_its_lines() {
    Given given =
        Given.run(
            Book.of(line("all").group(Item.Order.ANY, line("lint").check(), line("scan").check())));
    assertThat(given.todo()).containsExactly("ask lint CHECK", "ask scan CHECK");
    given.passes("scan").passes("lint").is("all", ItemStatus.PASSED, "2 of 2");
  }
}
