package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines wait for others and for their time; what is not done by its time is late, and said so. */
class TimingTest {
  private static final Duration TEN = Duration.ofMinutes(10);

  private static Given needing() {
    return Given.run(
        Book.empty()
            .gated(
                "before",
                line("scan").check(),
                line("look").needs("scan").sign(Rules.all("operator")).manual())
            .stage("next", line("after").check()));
  }

  private static RunEvent page(String text) {
    return new RunEvent.Noticed("n1", "page", List.of(), text);
  }

  @Test
  void a_line_is_locked_until_what_it_needs_is_closed() {
    Given given = needing();
    assertThat(Run.locked(given.state(), given.now()))
        .containsEntry("look", "it needs \"scan\"")
        .containsEntry("after", "its stage is not open")
        .doesNotContainKey("scan");
    given
        .by("ann", new RunCommand.Sign("look", "operator", ""))
        .refused("\"look\" is not to be signed yet; what comes before it is open");
    given.passes("scan").thenHas(new RunEvent.Opened("look"));
    assertThat(Run.locked(given.state(), given.now())).doesNotContainKey("look");
  }

  @Test
  void what_was_passed_over_does_not_unlock_and_a_person_is_told() {
    Given given = needing().check("scan", Verdict.FAILED, "3 critical");
    given.by("ann", new RunCommand.Skip("scan", "no time"));
    assertThat(Run.locked(given.state(), given.now()))
        .containsEntry("look", "it needs \"scan\", which is SKIPPED");
    assertThat(Run.todo(given.state(), given.now())).anyMatch(j -> j.lane() == Lane.PERSON);
    given.by("ann", new RunCommand.Recheck("scan", "there is time")).passes("scan");
    given.thenHas(new RunEvent.Opened("look"));
  }

  @Test
  void the_lines_of_a_list_unlock_one_after_the_other() {
    Given given = Given.run(Book.of(line("one").check(), line("two").check()));
    assertThat(Run.locked(given.state(), given.now()))
        .containsEntry("two", "what comes before it is open");
    given.passes("one");
    assertThat(Run.locked(given.state(), given.now())).isEmpty();
  }

  @Test
  void a_stage_and_a_line_open_at_their_moment_and_not_before() {
    Given given =
        Given.run(
            Book.empty()
                .stage("before", line("scan").check())
                .stage("change", line("deploy").opens("change", TEN).step())
                .timed(Line.moment("before", TEN), Optional.empty()));
    given.at("10:05").passes("scan").thenNone(RunEvent.StageOpened.class);
    assertThat(Run.todo(given.state(), given.now()))
        .anyMatch(j -> j.notBefore().equals(Optional.of(Given.time("10:15"))));
    given.at("10:14:59").tick().thenNothing();
    given.at("10:15").tick().thenHas(new RunEvent.StageOpened("change"));
    assertThat(Run.locked(given.state(), given.now()))
        .containsEntry("deploy", "it opens at change + 10m, which was not reached");
  }

  @Test
  @Covers("F-15")
  void what_is_not_closed_by_its_time_is_late_and_paged_once() {
    String text = "\"Look\" is late: it was due at 2025-10-01T10:10:00Z";
    Given given =
        Given.run(Book.of(line("look").due("start", TEN).sign(Rules.all("operator")).manual()));
    given.at("10:10").tick().thenNothing();
    given
        .at("10:10:01")
        .tick()
        .then(new RunEvent.Late("look", Given.time("10:10"), text), page(text));
    given.at("10:20").tick().thenNothing();
    assertThat(given.state().late("look")).contains(Given.time("10:10"));
    given.by("ann", new RunCommand.Sign("look", "operator", ""));
    assertThat(given.state().closed()).isTrue();
  }

  @Test
  void the_gate_of_a_late_stage_says_no_go_until_a_person_lets_it_be_late() {
    Given given =
        Given.run(
            Book.empty()
                .gated("before", line("scan").check())
                .timed(Optional.empty(), Line.moment("start", TEN))
                .stage("next", line("after").check()));
    given
        .at("10:11")
        .passes("scan")
        .thenHas(
            new RunEvent.GateDecided(
                "before",
                false,
                "NO-GO: it is late, due at 2025-10-01T10:10:00Z; to let it be late: holddown"
                    + " reopen r1 gate/before --reason WHY"));
    given
        .by("ann", new RunCommand.Reopen("gate/before", "the freeze was moved"))
        .thenHas(new RunEvent.GateDecided("before", true, "GO: 1 of 1 passed"));
  }

  @Test
  void a_moment_said_at_the_start_is_what_is_counted_from() {
    assertThat(
            Moments.at(
                needing().state(),
                new dev.holddown.domain.playbook.Watch.Moment("t0", Duration.ofMinutes(-30)),
                false))
        .contains(Given.START.minus(Duration.ofMinutes(30)));
  }

  @Test
  void a_group_that_is_left_out_does_not_keep_its_gate_shut() {
    Given given =
        Given.run(
            Book.empty()
                .gated(
                    "before",
                    line("scan").check(),
                    line("sql").when("inputs.sql").group(Item.Order.ANY, line("rows").check())));
    given
        .passes("scan")
        .answer("sql", Purpose.WHEN, Verdict.FAILED, "inputs.sql is false")
        .thenHas(new RunEvent.GateDecided("before", true, "GO: 1 of 2 passed, 1 not applicable"));
  }
}
