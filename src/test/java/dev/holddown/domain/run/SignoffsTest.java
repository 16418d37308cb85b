package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static dev.holddown.domain.run.Line.percent;
import static dev.holddown.domain.run.Line.way;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A named person says yes, in a role, to exactly this. */
class SignoffsTest {
  private static final Item AFTER = line("after").check();

  private static Given approval(dev.holddown.domain.playbook.SignRule rule) {
    return Given.run(
        Book.empty()
            .gated("before", line("lint").check(), line("ok").sign(rule).signoff())
            .stage("next", AFTER));
  }

  @Test
  void nobody_signs_before_what_comes_before_it_is_good() {
    Given given = approval(Rules.all("approver"));
    assertThat(given.todo()).containsExactly("ask lint CHECK");
    given
        .sign("ann", "ok", "approver")
        .refused("\"ok\" is not to be signed yet; what comes before it is open");
    given
        .check("lint", Verdict.FAILED, "3 errors")
        .sign("ann", "ok", "approver")
        .refused("\"ok\" is not to be signed yet; what comes before it is open");
  }

  @Test
  void a_quorum_of_two_needs_two_people() {
    Given given = approval(Rules.all("approver 2")).passes("lint");
    assertThat(given.todo()).containsExactly("person 2 × approver at ok: sign");
    given.sign("ann", "ok", "approver");
    assertThat(given.todo()).containsExactly("person approver at ok: sign", "wake 10:00:00.001Z");
    given.sign("ann", "ok", "approver").refused("ann has signed \"ok\" as approver already");
    given
        .sign("bob", "ok", "approver")
        .is("ok", ItemStatus.SIGNED, "signed by ann (approver), bob (approver)");
    assertThat(given.state().place("before").sentence()).isEqualTo("GO: 1 of 2 passed, 1 signed");
  }

  @Test
  @Covers("I18")
  void who_started_the_run_may_not_sign_where_the_rule_says_so() {
    Given given = approval(Rules.notStarter("approver")).passes("lint");
    given
        .sign("sam", "ok", "approver")
        .refused(
            "sam started the run and may not sign \"ok\"; another person in the role approver has"
                + " to");
    given.sign("ann", "ok", "approver").phase(Phase.FORWARD);
    assertThat(given.item("ok").status()).isEqualTo(ItemStatus.SIGNED);
  }

  @Test
  void a_role_that_is_not_asked_for_does_not_sign() {
    Given given = approval(Rules.any(2, "lead", "owner", "security")).passes("lint");
    given
        .sign("ann", "ok", "operator")
        .refused("\"ok\" is signed by lead or owner or security, not by the role operator");
    given
        .sign("ann", "lint", "operator")
        .refused("nothing is to be signed at \"lint\"; see what waits with: holddown show r1");
    given.sign("ann", "ok", "lead").sign("bob", "ok", "security");
    assertThat(given.item("ok").status()).isEqualTo(ItemStatus.SIGNED);
  }

  @Test
  void a_declined_signoff_has_failed_until_it_is_reopened() {
    Given given = approval(Rules.all("approver 2")).passes("lint").sign("ann", "ok", "approver");
    given
        .by("bob", new RunCommand.Decline("ok", "approver", "not tonight"))
        .thenHas(new RunEvent.Declined("ok", "approver", "bob", "not tonight"));
    given.is("ok", ItemStatus.FAILED, "bob declined as approver: not tonight");
    assertThat(given.state().place("before").sentence())
        .isEqualTo("NO-GO: 1 of 2 failed: Ok is FAILED (bob declined as approver: not tonight)");
    given
        .by("bob", new RunCommand.Decline("ok", "approver", "not tonight"))
        .refused("\"ok\" is closed (FAILED)");
    given.by("ann", new RunCommand.Recheck("ok", "it is morning"));
    assertThat(given.todo()).containsExactly("person 2 × approver at ok: sign");
  }

  @Test
  void what_has_passed_or_has_not_begun_is_not_declined() {
    Given given = approval(Rules.all("approver"));
    given
        .by("bob", new RunCommand.Decline("ok", "approver", "not tonight"))
        .refused("\"ok\" is not to be signed yet; what comes before it is open");
    given.passes("lint").sign("ann", "ok", "approver");
    given
        .by("bob", new RunCommand.Decline("ok", "approver", "not tonight"))
        .refused("\"ok\" is closed (SIGNED)");
  }

  @Test
  void a_signature_expires() {
    Given given =
        approval(Rules.valid(Duration.ofHours(1), "lead", "owner"))
            .passes("lint")
            .sign("ann", "ok", "lead");
    given.at("11:00").tick().thenNothing();
    String content = given.item("ok").signatures().getFirst().content();
    given
        .at("11:00:01")
        .tick()
        .then(new RunEvent.SignatureVoided("ok", "ann", "lead", content, "it is older than 1h"));
    assertThat(given.todo()).containsExactly("person lead, owner at ok: sign");
  }

  @Test
  @Covers({"F-18", "F-03", "I16", "I17"})
  void a_rebuilt_digest_voids_the_signature_and_shows_both() {
    Given given =
        Given.run(
            Book.of(
                line("image").check(),
                line("ok").sign(Rules.covering("saved.digest", "approver")).signoff(),
                line("last").sign(Rules.all("operator")).manual()));
    given.saves("image", "digest", "D3");
    given.sign("ann", "ok", "approver").is("ok", ItemStatus.SIGNED, "signed by ann (approver)");
    String d3 = given.item("ok").signatures().getFirst().content();
    given.by("bob", new RunCommand.Recheck("image", "rebuilt"));
    RunEvent.SignatureVoided voided = given.said(RunEvent.SignatureVoided.class).getFirst();
    assertThat(voided.person()).isEqualTo("ann");
    assertThat(voided.was()).isEqualTo(d3);
    assertThat(voided.why()).isEqualTo("\"image\" is OPEN (rebuilt)");
    given.saves("image", "digest", "D4");
    assertThat(given.todo()).containsExactly("person approver at ok: sign");
    assertThat(Signing.content(given.state(), "ok")).isNotEqualTo(d3);
    given.sign("ann", "ok", "approver");
    assertThat(given.todo()).containsExactly("person operator at last: look and sign", "wake 10:00:00.001Z");
  }

  @Test
  @Covers("F-03")
  void a_reopened_line_voids_the_signoff_that_looks_back_on_it() {
    Given given =
        Given.run(
            Book.of(
                line("all")
                    .group(
                        Item.Order.LISTED,
                        line("lint").check(),
                        line("ok").sign(Rules.all("approver")).signoff()),
                line("last").sign(Rules.all("operator")).manual()));
    given.passes("lint").sign("ann", "ok", "approver");
    assertThat(given.todo()).containsExactly("person operator at last: look and sign");
    given.by("bob", new RunCommand.Recheck("lint", "the branch moved"));
    assertThat(given.said(RunEvent.SignatureVoided.class)).hasSize(1);
    assertThat(given.todo()).containsExactly("ask lint CHECK");
    given.passes("lint");
    assertThat(given.todo()).containsExactly("person approver at ok: sign");
  }

  @Test
  void a_reopened_signoff_is_signed_anew() {
    Given given =
        Given.run(
            Book.of(
                line("ok").sign(Rules.all("approver")).signoff(),
                line("last").sign(Rules.all("operator")).manual()));
    given.sign("ann", "ok", "approver").by("bob", new RunCommand.Recheck("ok", "too hasty"));
    assertThat(given.todo()).containsExactly("person approver at ok: sign");
    given.sign("ann", "ok", "approver").is("ok", ItemStatus.SIGNED, "signed by ann (approver)");
  }

  @Test
  void a_check_with_a_signature_needs_both_and_loses_its_pass_with_the_signature() {
    Given given =
        Given.run(
            Book.of(
                line("size").check(),
                line("scan").sign(Rules.covering("saved.size", "security")).check(),
                line("last").sign(Rules.all("operator")).manual()));
    given.saves("size", "size", 5).passes("scan");
    assertThat(given.todo())
        .containsExactly("person security at scan: look at the result and sign");
    given.sign("sec", "scan", "security").is("scan", ItemStatus.PASSED, "as it should be");
    given.by("bob", new RunCommand.Recheck("size", "rebuilt")).saves("size", "size", 6);
    assertThat(given.todo())
        .containsExactly("person security at scan: look at the result and sign");
  }

  @Test
  void a_signoff_inside_a_choice_is_not_void_when_the_choice_is_over() {
    Item.Otherwise page = new Item.Otherwise(List.of(), Optional.of("lead"));
    Given given =
        Given.run(
            Book.of(
                line("which")
                    .choose(page, way("New", line("ok").sign(Rules.all("approver")).signoff())),
                line("last").check(),
                line("end").sign(Rules.all("operator")).manual()));
    given.when(new RunCommand.Choose("which", 1, 0, Finding.of(Verdict.PASSED, "v2")));
    given.sign("ann", "ok", "approver").passes("last");
    assertThat(given.said(RunEvent.SignatureVoided.class)).isEmpty();
    assertThat(given.todo()).containsExactly("person operator at end: look and sign");
  }

  @Test
  void the_signature_that_starts_a_rollout_does_not_promote_its_first_step() {
    Given given =
        Given.run(
            Book.of(
                line("ramp")
                    .sign(Rules.all("approver"))
                    .rollout(
                        percent(10, Duration.ofMinutes(1), Rules.all("approver")),
                        percent(100, Duration.ZERO))));
    given.sign("ann", "ramp", "approver").lands("ramp");
    given.answer("ramp", Purpose.DONE, Verdict.PASSED, "10 %");
    given.at("10:01").tick();
    assertThat(given.todo())
        .containsExactly("person approver at ramp: sign for the step after 10 %");
    assertThat(given.said(RunEvent.SignatureVoided.class)).isEmpty();
  }

  @Test
  @Covers("I20")
  void a_signoff_that_names_nobody_is_not_signed_by_itself() {
    Given given = Given.run(Book.of(line("ok").signoff()));
    given.tick().is("ok", ItemStatus.ERRORED, "the playbook names nobody who signs it");
  }
}
