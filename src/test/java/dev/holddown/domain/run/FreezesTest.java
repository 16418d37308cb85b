package dev.holddown.domain.run;

import static dev.holddown.domain.run.Line.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A freeze blocks every forward step, and never a way back. */
class FreezesTest {
  private static final Instant NOON = Given.time("12:00");
  private static final String TOLD =
      "frozen by \"xmas\" (Holidays; release_manager) until 2025-10-01T12:00:00Z; t_josh may"
          + " override it";

  private static Freeze freeze(String from, Scope scope) {
    return new Freeze(
        "xmas",
        new Freeze.About("Holidays", "release_manager"),
        scope,
        new Freeze.Times.Once(Given.time(from), Optional.of(NOON)),
        Optional.of(new Freeze.Override(Rules.all("t_josh"), true)));
  }

  private static House house(Freeze... freezes) {
    return new House(List.of(freezes), List.of(), Map.of(), List.of(), House.Here.nothing());
  }

  private static House frozenFrom(String from) {
    return house(freeze(from, Scope.all()));
  }

  private static PermitCommand.OverrideFreeze override(String person, String role, String why) {
    return new PermitCommand.OverrideFreeze(
        "xmas", new Granted(role, person, "phone", why), Duration.ofMinutes(30));
  }

  private static Given work() {
    return Given.run(Book.of(line("deploy").step(), line("widen").step()).back("back", backStep()));
  }

  private static dev.holddown.domain.playbook.Item backStep() {
    return line("restore").done().step();
  }

  @Test
  @Covers({"A-24", "D-26"})
  void a_freeze_that_begins_during_a_run_stops_it_at_the_next_act_and_says_so() {
    Given run = work().tick().lands("deploy").in(frozenFrom("10:05"));
    run.at("10:04").tick().thenNone(PermitEvent.FreezeMet.class);

    run.at("10:05")
        .intend("widen")
        .then(
            new PermitEvent.FreezeMet("xmas", "Holidays", Optional.of(NOON), "widen"),
            new RunEvent.Held(TOLD));
    assertThat(run.todo())
        .containsExactly("person operator at run: resume, abort or roll back; held: " + TOLD);
    run.by("ann", new RunCommand.Resume("go on"))
        .refused(TOLD + "; rollback, abort and hold stay open; nothing was changed");

    run.at("12:00").by("ann", new RunCommand.Resume("it is over")).lands("widen");
    assertThat(run.state().outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers({"A-24", "X-36"})
  void a_freeze_blocks_neither_rollback_nor_abort_nor_hold() {
    work()
        .tick()
        .lands("deploy")
        .in(frozenFrom("10:00"))
        .by("ann", new RunCommand.Rollback("it is broken"))
        .phase(Phase.ROLLING_BACK)
        .answer("restore", Purpose.BEFORE, dev.holddown.domain.kernel.Verdict.FAILED, "new")
        .lands("restore")
        .answer("restore", Purpose.DONE, dev.holddown.domain.kernel.Verdict.PASSED, "old");
    Given held = work().tick().in(frozenFrom("10:00")).by("ann", new RunCommand.Hold("wait"));
    assertThat(held.refusal()).isEmpty();
    held.by("ann", new RunCommand.Abort("not today"));
    assertThat(held.state().outcome()).contains(Outcome.ABORTED);
    Given back = Given.takesBack(Book.of(line("deploy").step()).back("back", backStep()));
    back.in(frozenFrom("10:00"))
        .when(new RunCommand.FreezeWayBack(Map.of(), true, "known"))
        .phase(Phase.ROLLING_BACK);
  }

  @Test
  @Covers({"A-24", "A-82"})
  void a_named_role_lets_this_run_through_for_a_while_with_a_reason_before_the_act() {
    Given run = work().tick().in(frozenFrom("10:00")).intend("deploy");
    run.by("josh", override("josh", "approver", "the fix is urgent"))
        .refused("the freeze \"xmas\" is overridden by t_josh, not by the role approver");
    run.by("josh", override("josh", "t_josh", ""))
        .refused("a reason of at least 3 characters is needed");
    run.by("mallory", override("josh", "t_josh", "the fix is urgent"))
        .refused("an override is said by the person who gives it");

    run.by("josh", override("josh", "t_josh", "the fix is urgent"))
        .then(
            new PermitEvent.FreezeOverridden(
                "xmas",
                new Granted("t_josh", "josh", "phone", "the fix is urgent"),
                Given.time("10:30")));
    run.by("ann", new RunCommand.Resume("josh said so")).lands("deploy");
    run.at("10:30").intend("widen");
    assertThat(run.said(PermitEvent.FreezeMet.class))
        .as("the override is over, and the freeze holds again")
        .hasSize(2);
  }

  @Test
  void one_freeze_of_several_is_enough_and_another_service_has_none() {
    Freeze other = freeze("10:00", new Scope(List.of("search"), List.of()));
    Freeze own = freeze("10:00", new Scope(List.of("checkout"), List.of("prod")));
    Freeze staging = freeze("10:00", new Scope(List.of(), List.of("staging")));

    work().tick().in(house(other, staging)).lands("deploy");
    work().tick().in(house(other, staging, own)).intend("deploy").thenHas(new RunEvent.Held(TOLD));
  }

  @Test
  void a_go_waits_for_the_end_of_the_freeze_and_its_signature_is_refused() {
    Given run =
        Given.run(
            Book.empty()
                .gated("before", line("lint").check())
                .stage("next", line("deploy").step()));
    run.in(frozenFrom("10:00")).tick().passes("lint");
    assertThat(run.state().place("before").go()).isEmpty();
    run.thenHas(new RunEvent.Held(TOLD));

    Given signed =
        Given.run(
            Book.empty()
                .gated(
                    "before",
                    Duration.ZERO,
                    Optional.of(Rules.all("manager")),
                    line("lint").check()));
    signed.tick().passes("lint").in(frozenFrom("10:00"));
    signed
        .sign("bob", "gate/before", "manager")
        .refused(TOLD + "; rollback, abort and hold stay open; nothing was changed");
  }

  @Test
  @Covers("A-24")
  void no_run_starts_in_a_freeze_but_with_an_override_that_is_recorded_first() {
    RunHead head = Given.run(Book.of(line("deploy").step())).state().head();
    House house = frozenFrom("10:00");

    Freezing.Start refused = Freezing.start(head, house, List.of(), Given.START);
    assertThat(refused.refusal().orElseThrow().why())
        .containsEntry("code", "freeze")
        .containsEntry("freeze", "xmas")
        .containsEntry("until", "2025-10-01T12:00:00Z")
        .containsEntry("override", "t_josh");
    Freezing.Start let =
        Freezing.start(
            head, house, List.of(override("josh", "t_josh", "the fix is urgent")), Given.START);
    assertThat(let.refusal()).isEmpty();
    assertThat(let.events()).hasOnlyElementsOfType(PermitEvent.FreezeOverridden.class).hasSize(1);
  }

  @Test
  void a_freeze_by_command_is_ended_by_who_began_it_or_may_override_it() {
    Governance state = Governance.empty();
    GovernanceCommand.BeginFreeze begin =
        new GovernanceCommand.BeginFreeze(
            "incident-7",
            new Freeze.About("the network is down", "ann"),
            Scope.all(),
            Optional.empty(),
            List.of("t_josh"));
    state = said(state, begin, "ann");
    assertThat(state.house(dev.holddown.domain.permit.Documents.none()).freezes()).hasSize(1);
    assertThat(refusal(state, begin, "ann"))
        .isEqualTo(
            "there is a freeze \"incident-7\" already; give it another name; nothing was changed");
    assertThat(
            refusal(state, new GovernanceCommand.EndFreeze("incident-7", "dev", "over"), "mallory"))
        .isEqualTo(
            "the freeze \"incident-7\" is ended by ann, who began it, or by a role that may"
                + " override it; nothing was changed");
    state = said(state, new GovernanceCommand.EndFreeze("incident-7", "t_josh", "over"), "josh");
    assertThat(state.house(dev.holddown.domain.permit.Documents.none()).freezes()).isEmpty();
  }

  /** Else each process would name another one first to a run that several stop. */
  @Test
  void freezes_by_command_hold_in_the_order_in_which_they_began() {
    Governance state = Governance.empty();
    List<String> ids = List.of("zoo", "alpha", "m1", "m2", "q", "b", "night", "day", "x9");
    for (String id : ids) {
      Freeze.About about = new Freeze.About("the shop is full", "ann");
      state =
          said(
              state,
              new GovernanceCommand.BeginFreeze(
                  id, about, Scope.all(), Optional.empty(), List.of()),
              "ann");
    }
    state = said(state, new GovernanceCommand.EndFreeze("m2", "", "over"), "ann");
    assertThat(state.house(dev.holddown.domain.permit.Documents.none()).freezes())
        .extracting(Freeze::id)
        .containsExactly("zoo", "alpha", "m1", "q", "b", "night", "day", "x9");
  }

  /** The engine builds what holds for every run anew when this is another object. */
  @Test
  void without_a_workspace_its_permits_are_the_same_object_each_time() {
    assertThat(dev.holddown.domain.permit.Documents.none())
        .isSameAs(dev.holddown.domain.permit.Documents.none());
  }

  private static Governance said(Governance state, GovernanceCommand command, String person) {
    Actor actor = Actor.person(person);
    Governance.Decided decided =
        state.decide(command, actor, Given.START, dev.holddown.domain.permit.Documents.none());
    assertThat(decided.refusal()).isEmpty();
    return state.after(
        decided.events().stream().map(e -> new Entry(Given.START, actor, e)).toList());
  }

  private static String refusal(Governance state, GovernanceCommand command, String person) {
    return state
        .decide(
            command, Actor.person(person), Given.START, dev.holddown.domain.permit.Documents.none())
        .refusal()
        .orElse("");
  }

  @Test
  void an_override_by_two_needs_two_people() {
    SignRule two =
        new SignRule(
            List.of(new SignRule.RoleCount("senior", 2)), 0, false, List.of(), Duration.ofDays(1));
    Freeze freeze =
        new Freeze(
            "xmas",
            new Freeze.About("Holidays", "release_manager"),
            Scope.all(),
            new Freeze.Times.Once(Given.time("10:00"), Optional.of(NOON)),
            Optional.of(new Freeze.Override(two, true)));
    Given run = work().tick().in(house(freeze)).intend("deploy");

    run.by("josh", override("josh", "senior", "the fix is urgent"));
    run.by("josh", override("josh", "senior", "the fix is urgent"))
        .refused("josh has overridden \"xmas\" already");
    run.by("ann", new RunCommand.Resume("one said so"));
    assertThat(run.refusal()).isPresent();
    run.by("kim", override("kim", "senior", "the fix is urgent"));
    run.by("ann", new RunCommand.Resume("two said so")).lands("deploy");
  }
}
