package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Looking.at;
import static dev.holddown.domain.run.Looking.page;
import static dev.holddown.domain.run.Looking.propose;
import static dev.holddown.domain.run.Looking.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Watch;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a breach has lasted, by the times of its samples. */
class WindowsTest {
  private static final Duration TWO = Duration.ofMinutes(2);
  private static final Duration FIVE = Duration.ofMinutes(5);

  private static Given watching(Looking... watches) {
    Book book =
        Book.of(line("soak").sign(Rules.all("operator")).manual())
            .back("back", line("zero").done().step());
    for (Looking watch : watches) {
      book.watch(watch);
    }
    return Given.run(book);
  }

  /** Samples every ten seconds from now until then, both included. */
  private static Given lasts(Given given, String until, String watch, String reason) {
    while (!given.now().isAfter(Given.time(until))) {
      given.breach(watch, reason, Looking.BREACH);
      given.after(Duration.ofSeconds(10));
    }
    return given;
  }

  private static Given calm(Given given, String until, String watch) {
    while (!given.now().isAfter(Given.time(until))) {
      given.ok(watch);
      given.after(Duration.ofSeconds(10));
    }
    return given;
  }

  private static Optional<Instant> firedAt(Given given) {
    return given.said(RunEvent.Fired.class).stream().map(RunEvent.Fired::sampleAt).findFirst();
  }

  @Test
  @Covers({"S-C3", "C-43"})
  void ninety_seconds_of_errors_do_not_fire_where_two_minutes_are_needed() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    calm(given, "10:00:50", "errors");
    lasts(given.at("10:01"), "10:02:30", "errors", "1.2 % > 1 %");
    calm(given.at("10:02:40"), "10:06", "errors");
    assertThat(firedAt(given)).isEmpty();
    assertThat(given.said(RunEvent.WindowStarted.class))
        .containsExactly(
            new RunEvent.WindowStarted(
                "errors", "breach", Given.time("10:01"), 1.2, "1.2 % > 1 %"));
    assertThat(given.said(RunEvent.WindowCleared.class))
        .containsExactly(
            new RunEvent.WindowCleared("errors", "breach", Given.time("10:02:40"), 0.3));
    given.phase(Phase.FORWARD);
  }

  @Test
  @Covers({"S-C3", "C-44"})
  void three_minutes_of_latency_fire_at_the_sample_that_completes_them() {
    Given given = watching(at("p99").sustained(Duration.ofMinutes(3), rollback()));
    calm(given, "10:00:50", "p99");
    lasts(given.at("10:01"), "10:03:50", "p99", "640 ms > 600 ms");
    assertThat(firedAt(given)).isEmpty();
    given.at("10:04").breach("p99", "640 ms > 600 ms", Looking.BREACH);
    given.thenHas(
        new RunEvent.Fired(
            "p99",
            "breach",
            Given.time("10:01"),
            Given.time("10:04"),
            "640 ms > 600 ms for 3m (limit 3m)",
            List.of(rollback()),
            Optional.empty()),
        new RunEvent.RollbackDecided("watch p99: 640 ms > 600 ms for 3m (limit 3m)"));
    given.phase(Phase.ROLLING_BACK);
    assertThat(given.todo()).contains("ask zero BEFORE");
  }

  @Test
  @Covers({"S-E4", "E-35"})
  void four_and_a_half_minutes_do_not_fire_and_five_do() {
    Given given = watching(at("errors").sustained(FIVE, rollback()));
    lasts(given, "10:04:30", "errors", "1.3 % > 1 %");
    calm(given, "10:06", "errors");
    assertThat(firedAt(given)).isEmpty();
    lasts(given.at("10:10"), "10:14:50", "errors", "1.3 % > 1 %");
    assertThat(firedAt(given)).isEmpty();
    lasts(given, "10:15", "errors", "1.3 % > 1 %");
    assertThat(firedAt(given)).contains(Given.time("10:15"));
  }

  @Test
  @Covers({"B-76", "S-B3"})
  void every_minute_a_sample_fires_with_the_one_that_completes_minute_five() {
    Given given = watching(at("gateway").every(Duration.ofMinutes(1)).sustained(FIVE, rollback()));
    for (String time : List.of("10:01", "10:02", "10:03", "10:04", "10:05")) {
      given.at(time).breach("gateway", "8 % > 5 %", Looking.BREACH);
    }
    given.at("10:05:30").ok("gateway").phase(Phase.FORWARD);
    for (String time : List.of("10:11", "10:12", "10:13", "10:14", "10:15", "10:16")) {
      assertThat(firedAt(given)).isEmpty();
      given.at(time).breach("gateway", "8 % > 5 %", Looking.BREACH);
    }
    assertThat(firedAt(given)).contains(Given.time("10:16"));
  }

  @Test
  void at_once_means_with_the_first_sample() {
    Given given = watching(at("alarm").sustained(Duration.ZERO, rollback()));
    given.breach("alarm", "1 alarm > 0", Looking.BREACH);
    given.thenHas(new RunEvent.RollbackDecided("watch alarm: 1 alarm > 0 at once"));
  }

  @Test
  void one_good_sample_begins_the_count_anew() {
    Given given = watching(at("flap").sustained(TWO, rollback()));
    for (int i = 0; i < 20; i++) {
      lasts(given, given.now().plusSeconds(100).toString().substring(11, 19), "flap", "x");
      given.ok("flap").after(Duration.ofSeconds(10));
    }
    assertThat(firedAt(given)).isEmpty();
    assertThat(given.said(RunEvent.WindowStarted.class)).hasSize(20);
  }

  // --- gaps ---

  @Test
  @Covers("I24")
  void a_long_gap_neither_clears_nor_adds() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    lasts(given, "10:01:30", "errors", "x");
    given
        .at("10:06:30")
        .breach("errors")
        .thenHas(
            new RunEvent.WindowGapped("errors", Given.time("10:01:30"), Given.time("10:06:30")));
    assertThat(firedAt(given)).isEmpty();
    lasts(given.at("10:06:40"), "10:07", "errors", "x");
    assertThat(firedAt(given)).contains(Given.time("10:07"));
  }

  @Test
  void a_gap_as_long_as_allowed_counts() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    for (String time : List.of("10:00", "10:00:30", "10:01", "10:01:30", "10:02")) {
      given.at(time).breach("errors");
    }
    assertThat(firedAt(given)).contains(Given.time("10:02"));
  }

  @Test
  @Covers("I24")
  void a_restart_neither_clears_a_window_nor_loses_what_it_counted() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    lasts(given, "10:01:30", "errors", "x");
    given
        .at("10:01:50")
        .when(new RunCommand.Own(2, "node", Given.time("10:01:30"), Optional.of(Duration.ZERO)));
    lasts(given.at("10:02"), "10:02", "errors", "x");
    assertThat(firedAt(given)).contains(Given.time("10:02"));
  }

  @Test
  @Covers("I24")
  void after_a_restart_the_owner_knows_how_far_was_looked_though_no_sample_was_kept() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    lasts(given, "10:01:30", "errors", "x");
    given
        .at("10:01:50")
        .when(new RunCommand.Own(2, "node", Given.time("10:01:30"), Optional.of(Duration.ZERO)));
    given.forgetsSamples().at("10:02").breach("errors");
    assertThat(firedAt(given)).contains(Given.time("10:02"));
  }

  @Test
  @Covers("I24")
  void an_owner_that_died_before_it_looked_adds_nothing_to_a_window() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    lasts(given, "10:01", "errors", "x");
    given
        .at("10:05")
        .when(new RunCommand.Own(2, "node", Given.time("10:01"), Optional.of(Duration.ZERO)))
        .at("10:09")
        .when(new RunCommand.Own(3, "node", Given.time("10:05"), Optional.of(Duration.ZERO)));
    given.forgetsSamples().at("10:09:10").breach("errors");
    assertThat(given.state().watch("errors").window("breach").orElseThrow().gaps())
        .isEqualTo(Duration.between(Given.time("10:01"), Given.time("10:09:10")));
    lasts(given.at("10:09:20"), "10:10", "errors", "x");
    assertThat(firedAt(given)).isEmpty();
    lasts(given.at("10:10:10"), "10:10:10", "errors", "x");
    assertThat(firedAt(given)).contains(Given.time("10:10:10"));
  }

  // --- no answer ---

  @Test
  @Covers({"I25", "I26", "F-25"})
  void without_an_answer_a_window_stays_and_does_not_grow() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    lasts(given, "10:01:30", "errors", "x");
    for (String time : List.of("10:01:40", "10:02", "10:03", "10:04")) {
      given.at(time).error("errors", "connection refused");
    }
    assertThat(firedAt(given).filter(t -> given.state().phase() != Phase.FORWARD)).isEmpty();
    given.at("10:04:10").breach("errors").phase(Phase.FORWARD);
    assertThat(given.state().watch("errors").window("breach")).isPresent();
    lasts(given.at("10:04:20"), "10:04:40", "errors", "x");
    given.phase(Phase.ROLLING_BACK);
  }

  @Test
  @Covers("I26")
  void a_blind_watch_pages_after_two_intervals_and_once() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    given
        .ok("errors")
        .at("10:00:10")
        .error("errors", "connection refused")
        .then(new RunEvent.Blinded("errors", Given.START, "error", "connection refused"));
    given
        .at("10:00:20")
        .error("errors", "connection refused")
        .thenHas(
            new RunEvent.Noticed(
                "n1", "page", List.of(), "watch errors: blind for 20s: connection refused"));
    given.at("10:00:30").error("errors", "connection refused").thenNothing();
    given
        .at("10:05")
        .noData("errors")
        .then(new RunEvent.Blinded("errors", Given.START, "no data", "0 samples"));
    given.at("10:05:05").noData("errors").thenNothing();
    given.at("10:05:10").ok("errors").then(new RunEvent.Sighted("errors", Given.time("10:05:10")));
    given.at("10:06").noData("errors").at("10:06:30").noData("errors");
    assertThat(given.said(RunEvent.Noticed.class)).hasSize(2);
  }

  @Test
  @Covers("I26")
  void a_blind_watch_tells_each_other_reason_but_not_for_ever() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    given.ok("errors").at("10:00:30").error("errors", "refused");
    given.at("10:00:40").error("errors", "refused");
    assertThat(given.said(RunEvent.Blinded.class)).hasSize(2);

    given.at("10:00:50").error("errors", "no answer yet after 10s");
    given.at("10:01").error("errors", "no answer yet after 20s");
    assertThat(given.said(RunEvent.Blinded.class)).as("seconds are no other reason").hasSize(3);
    for (int i = 0; i < 200; i++) {
      given.after(Duration.ofSeconds(10));
      given.error("errors", i % 2 == 0 ? "refused" : "401: who are you?");
    }
    assertThat(given.said(RunEvent.Blinded.class)).hasSize(Windows.BLIND_TOLD_MAX);
    assertThat(given.said(RunEvent.Noticed.class)).as("one page").hasSize(1);
  }

  @Test
  void a_provider_that_answers_and_errs_by_turns_never_clears_nor_fires_falsely() {
    Given calm = watching(at("errors").sustained(TWO, rollback()));
    for (int i = 0; i < 120; i++) {
      calm.after(Duration.ofSeconds(5));
      if (i % 2 == 0) {
        calm.ok("errors");
      } else {
        calm.error("errors", "502");
      }
    }
    assertThat(calm.said(RunEvent.Fired.class)).isEmpty();
    assertThat(calm.said(RunEvent.WindowStarted.class)).isEmpty();
    assertThat(calm.said(RunEvent.Noticed.class)).as("never blind for two intervals").isEmpty();

    Given breach = watching(at("errors").sustained(TWO, rollback()));
    breach.ok("errors");
    for (int i = 0; breach.said(RunEvent.Fired.class).isEmpty() && i < 60; i++) {
      breach.after(Duration.ofSeconds(5));
      if (i % 2 == 0) {
        breach.breach("errors", "2 % > 1 %", Looking.BREACH);
      } else {
        breach.error("errors", "502");
      }
    }
    assertThat(breach.said(RunEvent.WindowCleared.class)).isEmpty();
    RunEvent.Fired fired = breach.said(RunEvent.Fired.class).getFirst();
    assertThat(Duration.between(fired.windowStart(), fired.sampleAt())).isEqualTo(TWO);
  }

  @Test
  void a_hold_has_an_end_after_which_a_rollback_is_proposed() {
    Given given =
        watching(
            at("errors")
                .onError(new Watch.Policy(false, Duration.ofMinutes(30), Optional.of(propose())))
                .sustained(TWO, rollback()));
    given.ok("errors");
    given.at("10:15").error("errors", "refused").at("10:29:50").error("errors", "refused");
    given.phase(Phase.FORWARD);
    assertThat(given.state().proposal()).isEmpty();
    given.at("10:30").error("errors", "refused");
    assertThat(given.state().proposal()).contains("watch errors: still blind after 30m: refused");
    given.at("10:31").error("errors", "refused").thenNothing();
  }

  @Test
  void a_second_outage_is_proposed_again() {
    Given given =
        watching(
            at("errors")
                .onError(new Watch.Policy(false, Duration.ofMinutes(30), Optional.of(page("lead"))))
                .sustained(TWO, rollback()));
    given.ok("errors").at("10:30").error("errors", "refused").at("10:31").ok("errors");
    given.at("11:00").error("errors", "refused").thenNone(RunEvent.Noticed.class);
    given.at("11:01").error("errors", "refused");
    assertThat(given.said(RunEvent.Fired.class))
        .filteredOn(f -> f.level().equals("unseen"))
        .hasSize(2);
  }

  @Test
  void where_silence_is_a_breach_it_counts_like_one() {
    Given given =
        watching(
            at("heartbeat")
                .noData(new Watch.Policy(true, Duration.ZERO, Optional.empty()))
                .sustained(TWO, rollback()));
    given.ok("heartbeat");
    for (int second = 10; second < 130; second += 10) {
      given.after(Duration.ofSeconds(10)).noData("heartbeat");
      assertThat(firedAt(given)).as("after %d s", second).isEmpty();
    }
    given.after(Duration.ofSeconds(10)).noData("heartbeat");
    assertThat(firedAt(given)).contains(Given.time("10:02:10"));
  }

  @Test
  void a_breach_after_a_silence_that_is_one_goes_on_with_the_count() {
    Given given =
        watching(
            at("heartbeat")
                .noData(new Watch.Policy(true, Duration.ZERO, Optional.empty()))
                .sustained(TWO, rollback()));
    given.ok("heartbeat");
    for (int second = 10; second < 130; second += 10) {
      given.after(Duration.ofSeconds(10)).noData("heartbeat");
    }
    given.after(Duration.ofSeconds(10)).breach("heartbeat");
    assertThat(firedAt(given)).contains(Given.time("10:02:10"));
  }

  // --- order ---

  @Test
  @Covers("I25")
  void a_sample_that_is_not_newer_gains_neither_time_nor_freshness() {
    Given given = watching(at("errors").sustained(TWO, rollback()));
    given.at("10:01").breach("errors");
    given.at("10:02").breachAt("errors", Given.time("10:01"), "same", "breach").thenNothing();
    given.okAt("errors", Given.time("10:00:50")).thenNothing();
    assertThat(given.state().watch("errors").window("breach")).isPresent();
    given.at("10:03:01").breachAt("errors", Given.time("10:01"), "same", "breach").thenNothing();
  }

  @Test
  void what_was_before_the_watch_was_armed_does_not_count() {
    Given given = watching(at("errors").from("later").sustained(TWO, rollback()));
    given.breach("errors").thenNothing();
    Given armed = watching(at("errors").sustained(TWO, rollback()));
    armed.breachAt("errors", Given.START.minusSeconds(1), "old", "breach").thenNothing();
  }

  @Test
  void a_watch_that_is_not_in_the_playbook_is_refused() {
    watching(at("errors").sustained(TWO)).ok("eror").refused("no watch eror in run r1");
  }
}
