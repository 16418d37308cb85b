package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Line.percent;
import static dev.holddown.domain.run.Looking.at;
import static dev.holddown.domain.run.Looking.later;
import static dev.holddown.domain.run.Looking.page;
import static dev.holddown.domain.run.Looking.propose;
import static dev.holddown.domain.run.Looking.rollback;
import static dev.holddown.domain.run.Looking.tell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a breach does: the stronger of what the watch and what the line says. */
class TriggersTest {
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Item SOAK = line("soak").sign(Rules.all("operator")).manual();

  private static Book book(Looking watch) {
    return Book.of(SOAK).watch(watch).back("back", line("zero").done().step());
  }

  private static Given lasts(Given given, Duration lasting, String watch, String... levels) {
    for (long s = 0; s <= lasting.toSeconds(); s += 10) {
      given.breach(watch, "6 %", levels);
      given.after(Duration.ofSeconds(10));
    }
    return given;
  }

  private static Looking twoLevels() {
    return at("errors")
        .level("warn", FIVE, tell("slack:#ops"))
        .level("critical", FIVE, page("on_call"), later(FIVE, propose()));
  }

  @Test
  void each_level_has_its_own_window_and_its_own_deeds() {
    Given given = Given.run(book(twoLevels()));
    lasts(given, FIVE, "errors", "warn")
        .thenHas(
            new RunEvent.Noticed(
                "n1", "notify", List.of("slack:#ops"), "watch errors: 6 % for 5m (limit 5m)"));
    assertThat(given.said(RunEvent.Fired.class)).hasSize(1);
    lasts(given, FIVE, "errors", "warn", "critical")
        .thenHas(
            new RunEvent.Noticed(
                "n2", "page", List.of("on_call"), "watch errors: 6 % for 5m (limit 5m)"));
    given.phase(Phase.FORWARD);
  }

  @Test
  void a_later_deed_follows_only_while_the_breach_goes_on() {
    Given given = Given.run(book(twoLevels()));
    lasts(given, FIVE, "errors", "warn", "critical");
    assertThat(given.todo()).contains("wake 10:10:00Z");
    given.at("10:09").ok("errors").at("10:10").tick();
    assertThat(given.state().proposal()).isEmpty();
  }

  @Test
  void a_later_deed_follows_once_when_its_time_has_come() {
    Given given = Given.run(book(twoLevels()));
    lasts(given, FIVE, "errors", "warn", "critical");
    lasts(given, Duration.ofSeconds(280), "errors", "warn", "critical");
    assertThat(given.state().proposal()).isEmpty();
    given.at("10:10").tick();
    assertThat(given.state().proposal()).contains("watch errors: 6 %, and still so 5m later");
    assertThat(given.todo())
        .contains(
            "person operator at rollback/approval: roll back (holddown rollback r1) or decline:"
                + " watch errors: 6 %, and still so 5m later");
    given.at("10:11").tick().thenNothing();
  }

  @Test
  @Covers("I29")
  void a_level_fires_once_as_long_as_its_window_lasts() {
    Given given = Given.run(book(at("errors").sustained(FIVE, page("on_call"))));
    lasts(given, Duration.ofMinutes(20), "errors", "breach");
    assertThat(given.said(RunEvent.Fired.class)).hasSize(1);
    given.ok("errors").after(Duration.ofSeconds(10));
    lasts(given, FIVE, "errors", "breach");
    assertThat(given.said(RunEvent.Fired.class)).hasSize(2);
  }

  // --- a line that names the watch ---

  private static Given baking(Item.OnBreach onBreach, Looking watch) {
    Given given =
        Given.run(
            Book.of(
                    line("ramp")
                        .watched("errors")
                        .onBreach(onBreach)
                        .rollout(percent(10, Duration.ofHours(1))))
                .watch(watch)
                .back("back", line("zero").done().step()));
    given.ok("errors").lands("ramp").answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %");
    return given.after(Duration.ofSeconds(10));
  }

  @Test
  void the_stronger_of_then_and_on_breach_wins() {
    Looking pages = at("errors").sustained(Duration.ZERO, page("on_call"));
    baking(Item.OnBreach.ROLLBACK, pages).breach("errors").phase(Phase.ROLLING_BACK);
    Looking rolls = at("errors").sustained(Duration.ZERO, rollback());
    baking(Item.OnBreach.RESTART, rolls).breach("errors").phase(Phase.ROLLING_BACK);
    Looking proposes = at("errors").sustained(Duration.ZERO, propose());
    Given given = baking(Item.OnBreach.FAIL, proposes).breach("errors");
    assertThat(given.state().proposal()).contains("watch errors: 1.2 > 1 at once");
    assertThat(given.item("ramp").status()).isEqualTo(ItemStatus.RUNNING);
  }

  @Test
  void a_level_that_only_warns_stops_the_clock_and_does_no_more() {
    Looking watch =
        at("errors")
            .level("warn", Duration.ZERO, tell("slack:#ops"))
            .level("critical", Duration.ZERO, page("on_call"));
    Given given = baking(Item.OnBreach.ROLLBACK, watch).breach("errors", "3 %", "warn");
    given.phase(Phase.FORWARD);
    assertThat(given.item("ramp").counting()).isFalse();
    given.after(Duration.ofSeconds(10)).breach("errors", "6 %", "warn", "critical");
    given.phase(Phase.ROLLING_BACK);
  }

  @Test
  @Covers("I26")
  void a_provider_that_is_down_is_no_breach_however_long() {
    Looking watch =
        at("errors")
            .onError(new Watch.Policy(false, FIVE, Optional.of(page("lead"))))
            .sustained(Duration.ZERO, page("on_call"));
    Given given = baking(Item.OnBreach.ROLLBACK, watch);
    for (int i = 0; i < 60; i++) {
      given.error("errors", "refused").after(Duration.ofSeconds(10));
    }
    given.phase(Phase.FORWARD);
    assertThat(given.said(RunEvent.Noticed.class))
        .containsExactly(
            new RunEvent.Noticed("n1", "page", List.of(), "watch errors: blind for 20s: refused"),
            new RunEvent.Noticed(
                "n2", "page", List.of("lead"), "watch errors: still blind after 5m: refused"));
  }

  @Test
  void a_later_deed_does_not_pause_again_what_a_person_resumed() {
    Looking watch =
        at("errors").sustained(Duration.ZERO, page("on_call"), later(FIVE, page("lead")));
    Given given = baking(Item.OnBreach.PAUSE, watch).breach("errors");
    assertThat(given.state().held()).contains("watch errors: 1.2 > 1 at once");
    given.by("ann", new RunCommand.Resume("known, goes on"));
    given.at("10:06").tick();
    assertThat(given.said(RunEvent.Noticed.class)).hasSize(2);
    assertThat(given.state().held()).isEmpty();
  }

  // --- declared ---

  private static Given declared() {
    return Given.run(
        book(at("corruption").declaredBy("lead").sustained(Duration.ZERO, rollback())));
  }

  @Test
  void a_person_in_its_role_pulls_a_declared_watch() {
    Given given = declared();
    given
        .by("ann", new RunCommand.Declare("corruption", "operator", "rows are gone"))
        .refused("\"corruption\" is pulled by the role lead, not by operator");
    given
        .by("ann", new RunCommand.Declare("errors", "lead", "rows are gone"))
        .refused("\"errors\" is not a watch that a person pulls");
    given.ok("corruption").refused("no watch corruption in run r1");
    given
        .by("ann", new RunCommand.Declare("corruption", "lead", "rows are gone"))
        .thenHas(new RunEvent.RollbackDecided("watch corruption: declared by ann: rows are gone"));
    given
        .by("ann", new RunCommand.Declare("corruption", "lead", "again"))
        .refused("the run is rolling back already, since 2025-10-01T10:00:00Z");
  }

  @Test
  void a_watch_pulled_while_the_run_waits_for_the_lock_is_refused() {
    Given given =
        Given.queued(
            book(at("corruption").declaredBy("lead").sustained(Duration.ZERO, rollback())));
    given
        .by("ann", new RunCommand.Declare("corruption", "lead", "rows are gone"))
        .refused("the run waits for the lock and has changed nothing; abort it instead");
  }

  // --- proposals ---

  @Test
  void a_proposed_rollback_without_an_approval_rule_is_decided_by_who_rolls_back() {
    Given given = Given.run(book(at("errors").sustained(Duration.ZERO, propose())));
    given.breach("errors");
    given.thenHas(
        new RunEvent.Held("rollback is proposed: watch errors: 1.2 > 1 at once"),
        new RunEvent.Proposed("errors", "watch errors: 1.2 > 1 at once"),
        new RunEvent.Noticed(
            "n1", "page", List.of(), "rollback is proposed: watch errors: 1.2 > 1 at once"));
    given.by("ann", new RunCommand.Rollback("yes")).phase(Phase.ROLLING_BACK);
  }

  @Test
  void a_proposed_rollback_without_an_approval_rule_can_be_declined_and_the_run_resumed() {
    Given given = Given.run(book(at("errors").sustained(Duration.ZERO, propose())));
    given.breach("errors");
    given
        .by("ann", new RunCommand.Resume("a known spike"))
        .refused(
            "a rollback is proposed (watch errors: 1.2 > 1 at once); approve it, or abort. To go"
                + " on, decline it: holddown decline r1 rollback/approval --role ROLE --reason"
                + " WHY");
    given.by("ann", new RunCommand.Decline("rollback/approval", "operator", "a known spike"));
    assertThat(given.state().held()).contains("rollback declined by ann: a known spike");
    given.by("ann", new RunCommand.Resume("go on"));
    assertThat(given.state().proposal()).isEmpty();
    given.after(Duration.ofSeconds(10)).breach("errors").thenNothing();
  }

  @Test
  void each_page_has_an_id_of_its_own() {
    Given given =
        Given.run(book(at("errors").sustained(Duration.ZERO, page("on_call"), propose())));
    given.breach("errors");
    assertThat(given.said(RunEvent.Noticed.class))
        .extracting(RunEvent.Noticed::id)
        .containsExactly("n1", "n2");
  }

  // --- after the last stage ---

  private static Given after(Looking watch) {
    Given given = Given.run(book(watch.to("end", Duration.ofMinutes(30))));
    return given.ok("errors").at("10:10").sign("ann", "soak", "operator").phase(Phase.WATCHING);
  }

  @Test
  void watches_look_on_after_the_last_stage_without_the_lock() {
    Given given = after(at("errors").sustained(FIVE, rollback()));
    assertThat(given.state().lockHeld()).isFalse();
    assertThat(given.todo()).containsExactly("look errors", "wake 10:40:00Z");
    given.at("10:40").tick().closed(Outcome.SUCCEEDED, "SUCCEEDED: 1 item closed in 1 stage");
  }

  @Test
  void a_breach_after_the_last_stage_hands_the_run_to_a_rollback_run() {
    Given given = after(at("errors").sustained(Duration.ZERO, rollback()));
    given.at("10:11").breach("errors").closed(Outcome.TAKEN_BACK, "watch errors: 1.2 > 1 at once");
  }

  @Test
  void a_proposal_after_the_last_stage_pages_with_what_to_do() {
    Given given = after(at("errors").sustained(Duration.ZERO, propose()));
    given
        .at("10:11")
        .breach("errors")
        .phase(Phase.WATCHING)
        .thenHas(
            new RunEvent.Noticed(
                "n1",
                "page",
                List.of(),
                "rollback is proposed: watch errors: 1.2 > 1 at once; holddown rollback r1 does"
                    + " it"));
  }
}
