package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.testing.Covers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A way back by hand beside a forward act of another run that may land behind its back. */
class OvertakenTest {
  private static final String WHY = "a forward act of another run could land until ";

  /** The alias is back and proved at 10:00; what run r0 had begun may land until 10:05. */
  private static Given back() {
    return Given.byHand(
            Book.of(line("alias").done().step(), line("serves").check()), Duration.ofMinutes(5))
        .answer("alias", Purpose.BEFORE, Verdict.FAILED, "version is 2")
        .lands("alias")
        .answer("alias", Purpose.DONE, Verdict.PASSED, "version is 1")
        .check("serves", Verdict.PASSED, "version 1 serves");
  }

  @Test
  @Covers("I05")
  void it_acts_at_once_and_does_not_close_before_nothing_can_land_any_more() {
    Given given = back();
    given.is("alias", ItemStatus.PASSED, "version is 1");
    assertThat(given.state().closed()).isFalse();
    assertThat(given.todo()).containsExactly("wake 10:05:00Z");
    given.at("10:04:59").tick();
    assertThat(given.state().closed()).isFalse();
    assertThat(given.said(RunEvent.Reopened.class)).isEmpty();
  }

  @Test
  @Covers("I05")
  void an_act_that_landed_late_is_found_by_the_second_proof_and_taken_back_again() {
    Given given = back().at("10:05").tick();
    assertThat(given.said(RunEvent.Reopened.class))
        .extracting(RunEvent.Reopened::key)
        .containsExactly("alias", "serves");
    assertThat(given.said(RunEvent.Reopened.class))
        .allMatch(event -> event.reason().startsWith(WHY));
    given.answer("alias", Purpose.BEFORE, Verdict.FAILED, "version is 2: it landed late");
    assertThat(given.todo()).contains("do alias");
    given.lands("alias").answer("alias", Purpose.DONE, Verdict.PASSED, "version is 1");
    given.check("serves", Verdict.PASSED, "version 1 serves");
    assertThat(given.said(RunEvent.Intended.class)).as("it was put back twice").hasSize(2);
    assertThat(given.state().outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void where_nothing_landed_the_second_proof_closes_it_and_nothing_is_done_twice() {
    Given given = back().at("10:05").tick();
    given.answer("alias", Purpose.BEFORE, Verdict.PASSED, "version is 1");
    given.check("serves", Verdict.PASSED, "version 1 serves");
    assertThat(given.said(RunEvent.Intended.class)).hasSize(1);
    assertThat(given.state().outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void what_was_proved_after_nothing_could_land_any_more_is_not_asked_again() {
    Given given =
        Given.byHand(Book.of(line("serves").check()), Duration.ofMinutes(5))
            .at("10:06")
            .check("serves", Verdict.PASSED, "version 1 serves");
    assertThat(given.said(RunEvent.Reopened.class)).isEmpty();
    assertThat(given.state().outcome()).contains(Outcome.SUCCEEDED);
  }
}
