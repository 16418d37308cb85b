package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Go and No-Go: one plain sentence, said once, and said again when something changed. */
class GatesTest {
  private static final Item AFTER = line("after").check();
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  private static Given gate(Item... items) {
    return Given.run(Book.empty().gated("before", items).stage("next", AFTER));
  }

  private static Given signedGate(Item... items) {
    return Given.run(
        Book.empty()
            .gated("before", Duration.ZERO, Optional.of(Rules.all("manager")), items)
            .stage("next", AFTER));
  }

  private static RunEvent noGo(String sentence) {
    return new RunEvent.GateDecided("before", false, "NO-GO: " + sentence);
  }

  private static RunEvent go(String sentence) {
    return new RunEvent.GateDecided("before", true, "GO: " + sentence);
  }

  @Test
  @Covers("F-42")
  void no_go_is_one_plain_sentence() {
    Item[] twelve =
        IntStream.rangeClosed(1, 12).mapToObj(i -> line("check " + i).check()).toArray(Item[]::new);
    Given given = gate(twelve);
    IntStream.rangeClosed(1, 10).forEach(i -> given.passes("check " + i));
    given.check("check 11", Verdict.FAILED, "p99 is 640 ms, limit 600 ms");
    given.thenNone(RunEvent.GateDecided.class);
    given
        .check("check 12", Verdict.ERRORED, "no answer in 10s")
        .thenHas(
            noGo(
                "2 of 12 failed: Check 11 is FAILED (p99 is 640 ms, limit 600 ms); Check 12 is"
                    + " ERRORED (no answer in 10s)"));
  }

  @Test
  @Covers("F-42")
  void go_is_one_plain_sentence_and_opens_the_next_stage() {
    gate(line("lint").check(), line("scan").notApplicableBy("lead").check())
        .passes("lint")
        .by("ann", new RunCommand.NotApplicable("scan", "lead", "nothing was built"))
        .then(
            new RunEvent.Turned(
                "scan", ItemStatus.NOT_APPLICABLE, "by ann (lead): nothing was built"),
            go("1 of 2 passed, 1 not applicable"),
            new RunEvent.StageClosed("before"),
            new RunEvent.StageOpened("next"),
            new RunEvent.Opened("after"));
  }

  @Test
  void what_was_not_reached_is_open_and_not_failed() {
    Given given = Given.run(Book.of(line("lint").check(), line("scan").check()));
    given
        .check("lint", Verdict.FAILED, "3 errors")
        .thenHas(
            new RunEvent.GateDecided(
                "work", false, "NO-GO: 1 of 2 failed: Lint is FAILED (3 errors); open: Scan"));
  }

  @Test
  void the_same_sentence_is_said_once() {
    Given given = gate(line("lint").check());
    given.check("lint", Verdict.FAILED, "3 errors").tick().tick();
    assertThat(given.said(RunEvent.GateDecided.class)).hasSize(1);
  }

  @Test
  @Covers("F-03")
  void a_recheck_decides_the_gate_again() {
    Given given = gate(line("lint").check());
    given.check("lint", Verdict.FAILED, "3 errors");
    given.by("ann", new RunCommand.Recheck("lint", "mended"));
    given
        .check("lint", Verdict.FAILED, "1 error")
        .thenHas(noGo("1 of 1 failed: Lint is FAILED (1 error)"));
    given.by("ann", new RunCommand.Recheck("lint", "mended again"));
    given.passes("lint").thenHas(go("1 of 1 passed"));
  }

  @Test
  @Covers("I20")
  void a_skipped_line_does_not_satisfy_a_gate() {
    Given given = gate(line("lint").check());
    given.by("ann", new RunCommand.Skip("lint", "no time"));
    given.thenHas(noGo("1 of 1 failed: Lint is SKIPPED (by ann: no time)"));
    given
        .by("ann", new RunCommand.Skip("lint", " "))
        .refused("a reason of at least 3 characters is needed");
    given.by("ann", new RunCommand.Recheck("lint", "there is time"));
    given.passes("lint").thenHas(go("1 of 1 passed"));
  }

  @Test
  void only_the_named_roles_close_a_line_as_not_applicable() {
    Given given = gate(line("lint").check(), line("scan").notApplicableBy("lead", "owner").check());
    given
        .by("ann", new RunCommand.NotApplicable("lint", "lead", "not needed"))
        .refused("\"lint\" may not be closed as not applicable; the playbook names nobody who may");
    given
        .by("ann", new RunCommand.NotApplicable("scan", "operator", "not needed"))
        .refused("\"scan\" is closed as not applicable by lead or owner, not by operator");
    given
        .by("ann", new RunCommand.NotApplicable("scan", "owner", "-"))
        .refused("a reason of at least 3 characters is needed");
  }

  @Test
  void a_failed_line_that_goes_on_is_paged_and_still_no_go() {
    Given given =
        Given.run(
            Book.empty()
                .gated("before", line("warm").goesOn().step(), line("lint").check())
                .stage("next", AFTER));
    given.passes("lint").intend("warm").end("warm", Ending.FAILED, "409");
    given.thenHas(
        new RunEvent.Noticed("n1", "page", List.of(), "\"warm\" failed and is passed over: 409"),
        noGo("1 of 2 failed: Warm is FAILED (409)"));
  }

  // --- fresh ---

  private static Given fresh(Optional<dev.holddown.domain.playbook.SignRule> sign) {
    return Given.run(
        Book.empty()
            .gated(
                "before",
                HALF_HOUR,
                sign,
                line("lint").check(),
                line("both").group(Item.Order.ANY, line("scan").check()))
            .stage("next", AFTER));
  }

  @Test
  void an_answer_older_than_the_gate_allows_is_asked_again_before_go() {
    Given given = fresh(Optional.empty());
    given.at("10:00").passes("lint");
    given.at("10:30:01").passes("scan");
    given.thenHas(
        new RunEvent.Turned(
            "lint", ItemStatus.STALE, "its answer is older than 30m; it is asked again"));
    given.thenNone(RunEvent.GateDecided.class);
    assertThat(given.todo()).containsExactly("ask lint CHECK");
    given
        .check("lint", Verdict.FAILED, "3 errors")
        .thenHas(noGo("1 of 2 failed: Lint is FAILED (3 errors)"));
  }

  @Test
  void an_answer_exactly_as_old_as_allowed_still_counts() {
    fresh(Optional.empty()).passes("lint").at("10:30").passes("scan").thenHas(go("2 of 2 passed"));
  }

  @Test
  void a_stale_answer_inside_a_group_is_asked_again_too() {
    Given given = fresh(Optional.empty());
    given.at("10:00").passes("scan").at("10:31").passes("lint");
    assertThat(given.todo()).containsExactly("ask scan CHECK");
    given.passes("scan").thenHas(go("2 of 2 passed"));
  }

  @Test
  void answers_that_grow_old_while_a_signature_is_awaited_are_asked_again() {
    Given given = fresh(Optional.of(Rules.all("manager")));
    given.passes("lint").passes("scan");
    assertThat(given.todo())
        .contains("person manager at gate/before: sign the gate of before")
        .contains("wake 10:30:00.001Z");
    given.at("10:30:01").tick();
    assertThat(given.todo()).contains("ask lint CHECK");
    given
        .sign("mia", "gate/before", "manager")
        .refused("\"gate/before\" is not to be signed yet; what comes before it is open");
    given.passes("lint").tick().passes("scan").sign("mia", "gate/before", "manager");
    given.thenHas(go("2 of 2 passed"));
  }

  private static Given twoSign() {
    Given given = fresh(Optional.of(Rules.all("manager", "lead")));
    given.passes("lint").passes("scan").sign("mia", "gate/before", "manager");
    given.at("10:30:01").tick();
    assertThat(given.todo()).contains("ask lint CHECK");
    return given;
  }

  @Test
  void a_signature_outlives_a_question_asked_again_for_its_age_when_the_verdict_is_the_same() {
    Given given = twoSign();
    given.passes("lint").tick().passes("scan");
    assertThat(given.said(RunEvent.SignatureVoided.class)).isEmpty();
    assertThat(given.todo()).contains("person lead at gate/before: sign the gate of before");
    given.sign("lea", "gate/before", "lead").thenHas(go("2 of 2 passed"));
  }

  @Test
  void a_signature_is_void_when_the_answer_that_is_asked_again_is_another_one() {
    Given given = twoSign().check("lint", Verdict.FAILED, "3 errors");
    assertThat(given.said(RunEvent.SignatureVoided.class))
        .extracting(RunEvent.SignatureVoided::person, RunEvent.SignatureVoided::why)
        .containsExactly(tuple("mia", "\"lint\" is FAILED (3 errors)"));
  }

  @Test
  void a_signature_is_void_when_a_person_has_the_line_asked_again() {
    Given given = fresh(Optional.of(Rules.all("manager", "lead")));
    given.passes("lint").passes("scan").sign("mia", "gate/before", "manager");
    given.by("ann", new RunCommand.Recheck("lint", "look again"));
    assertThat(given.said(RunEvent.SignatureVoided.class)).hasSize(1);
  }

  // --- signed ---

  @Test
  void a_gate_is_signed_by_its_role_once_its_lines_are_good() {
    Given given = signedGate(line("lint").check());
    given
        .sign("mia", "gate/before", "manager")
        .refused("\"gate/before\" is not to be signed yet; what comes before it is open");
    given.passes("lint").thenNone(RunEvent.GateDecided.class);
    assertThat(given.todo())
        .containsExactly("person manager at gate/before: sign the gate of before");
    given
        .sign("ann", "gate/before", "operator")
        .refused("\"gate/before\" is signed by manager, not by the role operator");
    given.sign("mia", "gate/before", "manager").thenHas(go("1 of 1 passed"));
  }

  @Test
  void a_declined_gate_is_no_go_until_it_is_reopened_and_signed() {
    Given given = signedGate(line("lint").check());
    given
        .by("mia", new RunCommand.Decline("gate/before", "manager", "too early"))
        .refused("\"gate/before\" is not to be signed yet; what comes before it is open");
    given.passes("lint");
    given
        .by("mia", new RunCommand.Decline("gate/before", "manager", "-"))
        .refused("a reason of at least 3 characters is needed");
    given.by("mia", new RunCommand.Decline("gate/before", "manager", "the change is too big"));
    given.thenHas(noGo("mia declined as manager: the change is too big"));
    assertThat(given.todo())
        .containsExactly(
            "person operator at run: mend and recheck, skip, abort or roll back: NO-GO: mia"
                + " declined as manager: the change is too big");
    given.sign("mia", "gate/before", "manager").refused("\"gate/before\" is closed (FAILED)");
    given.by("ann", new RunCommand.Recheck("gate/before", "made smaller"));
    given.sign("mia", "gate/before", "manager").thenHas(go("1 of 1 passed"));
  }

  // --- what must be known before anything is changed ---

  @Test
  void nothing_is_no_go_while_a_baseline_is_still_measured() {
    Given given = Given.run(Book.empty().gated("before", line("deploy").step()).baseline("p99"));
    given.tick().thenNone(RunEvent.GateDecided.class);
    assertThat(given.todo()).containsExactly("measure p99");
    given.when(new RunCommand.FreezeBaseline("p99", Optional.of(new Stats(0.3, 0.01, 60)), "ok"));
    assertThat(given.todo()).containsExactly("do deploy");
  }

  @Test
  @Covers("I20")
  void a_baseline_that_cannot_be_measured_is_no_go_until_it_is_rechecked() {
    Given given = Given.run(Book.empty().gated("before", line("deploy").step()).baseline("p99"));
    given.when(new RunCommand.FreezeBaseline("p99", Optional.empty(), "only 3 of 60 samples"));
    given.thenHas(noGo("1 of 1 open: Deploy; the baseline of p99: only 3 of 60 samples"));
    given.by("ann", new RunCommand.Recheck("baseline/p99", "there is traffic"));
    assertThat(given.todo()).contains("measure p99");
    given.when(new RunCommand.FreezeBaseline("p99", Optional.of(new Stats(0.3, 0.01, 60)), "ok"));
    given.lands("deploy").thenHas(go("1 of 1 passed"));
  }

  @Test
  void what_is_frozen_stays() {
    Given given = Given.run(Book.of(line("lint").check()).baseline("p99"));
    given.when(new RunCommand.FreezeBaseline("p99", Optional.of(new Stats(0.3, 0, 60)), "ok"));
    given.when(new RunCommand.FreezeBaseline("p99", Optional.of(new Stats(9.9, 0, 60)), "late"));
    given.thenNothing();
    assertThat(given.state().baseline("p99")).contains(new Stats(0.3, 0, 60));
    given
        .when(new RunCommand.FreezeBaseline("p95", Optional.empty(), "?"))
        .refused("no metric p95 with a frozen baseline in run r1");
  }
}
