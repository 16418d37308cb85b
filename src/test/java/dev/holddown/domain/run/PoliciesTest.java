package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.permit.Delegation;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rolling back without asking, and signing for another one. */
class PoliciesTest {
  private static final Granted CTO = new Granted("cto", "kim", "signed", "");

  private static Given run() {
    SignRule senior =
        new SignRule(
            List.of(new SignRule.RoleCount("senior", 2)), 0, false, List.of(), Duration.ofDays(1));
    return Given.run(
            Book.of(line("deploy").step(), line("widen").step())
                .back("back", line("restore").done().step())
                .approval(Rules.notStarter("approver"))
                .byPolicy("night", new RollbackPlan.Escalation(Duration.ofMinutes(5), senior)))
        .tick()
        .lands("deploy");
  }

  private static House house(List<String> watches, int usesMax, int used, Granted... by) {
    Preauthorisation policy =
        new Preauthorisation(
            "night",
            new Scope(List.of("checkout"), List.of("prod")),
            watches,
            Rules.all("cto"),
            new Preauthorisation.Limits(Given.time("11:00"), usesMax));
    Preauthorisation.Given given =
        new Preauthorisation.Given(policy, Map.of("book", "W1"), List.of(by), used);
    return new House(List.of(), List.of(), Map.of("night", given), List.of(), House.Here.of("W1"));
  }

  private static House signed() {
    return house(List.of(), 0, 0, CTO);
  }

  @Test
  void a_signed_policy_lets_a_rollback_begin_at_once_and_is_recorded_before_it() {
    Given run = run().in(signed()).by("ann", new RunCommand.Rollback("it is broken"));

    assertThat(run.events().get(0))
        .isEqualTo(new PermitEvent.PolicyUsed("night", "W1", List.of(CTO), "ann: it is broken"));
    assertThat(run.events().get(1)).isEqualTo(new RunEvent.RollbackDecided("ann: it is broken"));
    run.phase(Phase.ROLLING_BACK);
  }

  @Test
  void a_policy_that_does_not_hold_falls_to_the_signature_and_says_why() {
    assertThat(proposal(run().in(house(List.of(), 0, 0))))
        .endsWith("the preauthorisation \"night\" lacks the signature of cto");
    assertThat(proposal(run().in(signed()).at("11:00")))
        .endsWith("the preauthorisation \"night\" expired at 2025-10-01T11:00:00Z");
    assertThat(proposal(run().in(signed().of(House.Here.of("W2")))))
        .endsWith("was signed for another way back than this run has");
    assertThat(proposal(run().in(house(List.of(), 1, 1, CTO))))
        .endsWith("was used 1 times, which is the most");
    assertThat(proposal(run().in(house(List.of("p99"), 0, 0, CTO))))
        .endsWith("holds when p99 fired, and this was a person");
    assertThat(proposal(run().in(House.empty())))
        .endsWith("the preauthorisation \"night\" is not signed");
  }

  private static String proposal(Given run) {
    run.by("ann", new RunCommand.Rollback("it is broken")).phase(Phase.FORWARD);
    return run.state().proposal().orElse("");
  }

  @Test
  @Covers("X-05")
  void nobody_answers_and_after_a_while_two_seniors_may_approve_it() {
    Given run = run().by("ann", new RunCommand.Rollback("it is broken"));
    run.sign("zoe", "rollback/approval", "senior");
    assertThat(run.refusal()).isPresent();
    assertThat(run.todo()).contains("wake 10:05:00Z");

    run.at("10:05").tick();
    assertThat(run.said(RunEvent.Noticed.class).getLast().text())
        .startsWith("nobody approved the rollback within 5m; 2 × senior may approve it now");
    run.sign("zoe", "rollback/approval", "senior").phase(Phase.FORWARD);
    run.sign("yan", "rollback/approval", "senior").phase(Phase.ROLLING_BACK);
  }

  // --- delegation ---

  private static House lent(String giver, String to) {
    Delegation delegation =
        new Delegation(
            "D1",
            giver,
            to,
            List.of("approver"),
            new Delegation.Time(Given.START, Given.time("10:30")));
    return new House(List.of(), List.of(), Map.of(), List.of(delegation), House.Here.nothing());
  }

  private static Given signoff(SignRule rule) {
    return Given.run(Book.of(line("approval").sign(rule).signoff(), line("deploy").step())).tick();
  }

  private static PermitCommand.SignFor signFor(String giver) {
    return new PermitCommand.SignFor("approval", "approver", giver, "", "");
  }

  @Test
  @Covers("F-16")
  void a_delegate_signs_in_the_name_of_another_one_while_it_holds() {
    Given run = signoff(Rules.all("approver")).in(lent("kim", "bob"));
    run.by("bob", signFor("zoe"))
        .refused(
            "zoe has not delegated the role approver to bob for now; see: holddown delegation"
                + " list");
    run.by("bob", signFor("kim"));
    assertThat(run.said(PermitEvent.DelegationUsed.class))
        .containsExactly(
            new PermitEvent.DelegationUsed("approval", "approver", "bob", "kim", "D1"));
    assertThat(run.said(RunEvent.Signed.class).getFirst().comment())
        .isEqualTo("for kim by delegation D1");

    signoff(Rules.all("approver"))
        .in(lent("kim", "bob"))
        .at("10:30")
        .by("bob", signFor("kim"))
        .refused(
            "kim has not delegated the role approver to bob for now; see: holddown delegation"
                + " list");
  }

  @Test
  void who_started_the_run_neither_signs_by_a_delegate_nor_as_one() {
    signoff(Rules.notStarter("approver"))
        .in(lent("sam", "bob"))
        .by("bob", signFor("sam"))
        .refused(
            "sam started the run and may not sign \"approval\"; another person in the role"
                + " approver has to");
    signoff(Rules.notStarter("approver"))
        .in(lent("kim", "sam"))
        .by("sam", signFor("kim"))
        .refused(
            "sam started the run and may not sign \"approval\"; another person in the role"
                + " approver has to");
  }

  @Test
  void a_delegate_is_no_second_voice() {
    SignRule two =
        new SignRule(
            List.of(new SignRule.RoleCount("approver", 2)),
            0,
            false,
            List.of(),
            Duration.ofDays(1));
    Given run = signoff(two).in(lent("kim", "bob")).by("bob", signFor("kim"));
    run.sign("kim", "approval", "approver")
        .refused("kim has signed \"approval\" as approver already");
    run.sign("bob", "approval", "approver")
        .refused("bob has signed \"approval\" as approver already");
    run.sign("zoe", "approval", "approver");
    assertThat(run.item("approval").status()).isEqualTo(ItemStatus.SIGNED);
    assertThat(Optional.of(run.state().permits().giver("approval", "bob").orElse("")))
        .contains("kim");
  }
}
