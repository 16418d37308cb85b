package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was decided is taken back by a person with a reason, and all that stood on it is void. */
class ReopeningTest {
  private static Given twoGates() {
    return Given.run(
        Book.empty()
            .gated(
                "before",
                Duration.ZERO,
                Optional.of(Rules.all("manager")),
                line("scan").check(),
                line("look").sign(Rules.all("operator")).manual())
            .gated(
                "ready",
                line("approval").sign(Rules.all("approver")).signoff(),
                line("review").sign(Rules.all("lead")).manual())
            .stage("change", line("deploy").step()));
  }

  private static Given go() {
    return twoGates()
        .passes("scan")
        .by("ann", new RunCommand.Sign("look", "operator", ""))
        .by("mia", new RunCommand.Sign("gate/before", "manager", ""));
  }

  @Test
  @Covers("F-15")
  void a_go_is_taken_back_with_every_signature_that_was_given_on_it() {
    Given given = go().by("bob", new RunCommand.Sign("review", "lead", ""));
    String content = given.state().item("review").signatures().getFirst().content();
    String why = "\"scan\" was reopened: the wrong image was scanned";

    given
        .by("ann", new RunCommand.Reopen("scan", "the wrong image was scanned"))
        .thenHas(new RunEvent.StageReopened("before", why))
        .thenHas(new RunEvent.Reopened("scan", 2, "the wrong image was scanned"))
        .thenHas(
            new RunEvent.SignatureVoided(
                "review", "bob", "lead", content, "the Go before it was taken back; " + why));

    assertThat(given.state().place("before").go()).isEmpty();
    assertThat(given.state().item("gate/before").signatures())
        .as("who signed the gate signed other content")
        .isEmpty();
    assertThat(given.state().item("look").status()).isEqualTo(ItemStatus.SIGNED);

    given.passes("scan").thenNone(RunEvent.StageClosed.class);
    given
        .by("mia", new RunCommand.Sign("gate/before", "manager", ""))
        .thenHas(new RunEvent.GateDecided("before", true, "GO: 1 of 2 passed, 1 signed"));
    given.replayed();
  }

  @Test
  void what_was_begun_on_a_go_is_not_undone_by_a_click() {
    Given given =
        go().by("cyd", new RunCommand.Sign("review", "lead", ""))
            .by("bob", new RunCommand.Sign("approval", "approver", ""))
            .intend("deploy");

    given
        .by("ann", new RunCommand.Reopen("scan", "the wrong image was scanned"))
        .refused(
            "\"Deploy\" was begun on the Go of the stage of \"scan\", which stays; what is in"
                + " place is taken back by a rollback: holddown rollback r1");
  }

  @Test
  void a_recheck_says_how_a_go_is_taken_back() {
    go().by("ann", new RunCommand.Recheck("scan", "again"))
        .refused(
            "the stage of \"scan\" is closed; what was decided on it stays; to take its Go back:"
                + " holddown reopen r1 scan");
  }

  @Test
  void a_reason_is_needed_and_so_is_something_to_take_back() {
    Given given = twoGates();
    given
        .by("ann", new RunCommand.Reopen("scan", " "))
        .refused("a reason of at least 3 characters is needed");
    given
        .by("ann", new RunCommand.Reopen("approval", "mistaken"))
        .refused("\"approval\" has not begun");
    given
        .by("ann", new RunCommand.Reopen("sacn", "mistaken"))
        .refused("no item \"sacn\" in this run; see: holddown show r1");
  }

  @Test
  void a_signed_line_is_reopened_and_signed_again_by_anybody_who_may() {
    Given given =
        twoGates()
            .check("scan", Verdict.FAILED, "3 critical")
            .by("ann", new RunCommand.Sign("look", "operator", "fine"))
            .by("bob", new RunCommand.Reopen("look", "the graph was of yesterday"));
    assertThat(given.state().item("look").signatures()).isEmpty();
    assertThat(given.state().item("look").status()).isEqualTo(ItemStatus.OPEN);
    given.by("ann", new RunCommand.Sign("look", "operator", "today's"));
    assertThat(given.state().item("look").status()).isEqualTo(ItemStatus.SIGNED);
  }
}
