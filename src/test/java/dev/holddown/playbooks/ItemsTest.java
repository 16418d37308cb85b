package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ItemsTest {
  @Test
  void an_item_needs_one_kind() {
    assertThat(
            Written.ofItems(
                """
                - {chek: A, sign: {role: a}}
                - {foo: A}
                - {check: A, step: B}
                - just text
                """))
        .containsExactly(
            "unknown key `chek` in an item; did you mean check?",
            "an item needs one of check, step, signoff, message, rollout, hold, choose, group, use,"
                + " record, runbook",
            "this item is both a check and a step; write two items",
            "an item must be a mapping of keys, not `just text`");
  }

  @Test
  void a_check_needs_a_proof_or_a_signature() {
    assertThat(
            Written.ofItems(
                """
                - check: Nothing
                - check: No condition
                  http.get: {url: "http://x"}
                - {check: Signed, within: 2m, sign: {role: a}}
                """))
        .containsExactly(
            "the check \"Nothing\" has neither an action nor a signature; add an action with"
                + " expect:, or sign: {role: …}",
            "the check \"No condition\" proves nothing: it has no `expect`; add expect: with a"
                + " condition",
            "`within` stands without an action: nothing is asked; add an action, such as http.get:"
                + " {url: …}");
  }

  @Test
  void a_probe_may_not_act_and_a_step_must() {
    assertThat(
            Written.ofItems(
                """
                - {check: A, http.post: {url: "http://x"}, expect: result.status == 200}
                - {step: B, http.get: {url: "http://x"}}
                - {step: C}
                """))
        .containsExactly(
            "`http.post` changes the world, and a probe may only ask; write it as a step",
            "`http.get` only asks, and cannot be the act of a step or router; write it as a check",
            "the step \"C\" does nothing: it has no action; add one, such as exec.run: {…}, or"
                + " write it as a check with sign:");
  }

  @Test
  void arguments_are_checked_against_the_manual() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get: {headrs: {}, redirects: ten, strict: yes, timeout: "${inputs.version}"}
                  expect: result.status == 200
                - step: B
                  proxy.shift: {url: "http://x", weight: "a ${inputs.version}", share: ten}
                - step: C
                  exec.run: {program: [a], args: -x}
                - step: D
                  exec.run: run
                """))
        .containsExactly(
            "`http.get` needs the argument `url`; http or https",
            "`http.get` has no argument `headrs`; did you mean headers?",
            "`redirects: ten` is not a whole number",
            "`strict: yes` is not a yes or no; write true or false",
            "`timeout` takes literal text only: no ${…} may stand here; write the value out",
            "`weight` must be a whole number, not text around ${…}; write one ${…} and nothing"
                + " beside it",
            "`share: ten` is not a number",
            "`program` must be text, not a list",
            "`args` must be a list, not `-x`",
            "`exec.run` takes a mapping of arguments, not `run`; for example exec.run: {program:"
                + " ./deploy, args: [v1]}");
  }

  @Test
  void a_step_that_is_tried_again_or_destroys_says_how_that_is_safe() {
    assertThat(
            Written.ofItems(
                """
                - {step: A, http.post: {url: "http://x"}, retry: 2}
                - {step: B, http.post: {url: "http://x"}, destructive: true}
                - {step: C, http.post: {url: "http://x"}, done: {expect: result.status == 200}}
                - {step: D, http.post: {url: "http://x"}, done: {http.get: {url: x}}}
                """))
        .containsExactly(
            "the step \"A\" has `retry`, but neither `done` nor `repeatable: true`; without one of"
                + " them it is never run a second time",
            "the step \"B\" is destructive and nobody has to sign; add sign: {role: …} to it",
            "`done` asks nothing; give it an action and a condition: {http.get: {url: …}, expect:"
                + " …}",
            "`done` proves nothing: it has no `expect`; add expect: with a condition");
  }

  @Test
  void a_step_keeps_all_its_traits() {
    Item.Step step =
        (Item.Step)
            Written.item(
                """
                - step: A
                  http.post: {url: "http://x"}
                  repeatable: true
                  retry: 2
                  on-fail: continue
                  timeout: 5m
                  undo: {http.post: {url: "http://x/undo"}}
                """);

    assertThat(step.traits())
        .isEqualTo(new Item.Traits(true, false, Item.OnFail.CONTINUE, 3, Duration.ofMinutes(5)));
    assertThat(step.undo().orElseThrow().action()).isEqualTo("http.post");
  }

  @Test
  void sign_has_three_forms() {
    SignRule one =
        Written.item(
                "- {signoff: A, sign: {role: a, count: 2, not: [starter], covers: [inputs.version],"
                    + " valid: 8h}}\n")
            .about()
            .sign()
            .orElseThrow();
    SignRule any =
        Written.item("- {signoff: A, sign: {any: 1, of: [{role: a}, {role: b}]}}\n")
            .about()
            .sign()
            .orElseThrow();

    assertThat(one.needed()).containsExactly(new SignRule.RoleCount("a", 2));
    assertThat(one.notStarter()).isTrue();
    assertThat(one.covers()).extracting(e -> e.source()).containsExactly("inputs.version");
    assertThat(one.valid()).isEqualTo(Duration.ofHours(8));
    assertThat(any.anyOf()).isEqualTo(1);
    assertThat(any.valid()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void a_signature_that_nobody_can_give_is_refused() {
    assertThat(
            Written.ofItems(
                """
                - {signoff: A}
                - {signoff: B, sign: {all: []}}
                - {signoff: C, sign: {any: 3, of: [{role: a}]}}
                - {signoff: D, sign: {all: [{role: a}, {role: a}]}}
                - {signoff: E, sign: {role: Team Lead, not: [anyone]}}
                - {signoff: F, sign: {role: a, when: not-passed}}
                """))
        .containsExactly(
            "a signoff needs `sign`; write sign: {role: approver}",
            "`all` names nobody; silence never signs: name a role",
            "`any: 3` is not a whole number from 1 to 1",
            "a role stands twice in one sign; write it once with count:, such as {role: approver,"
                + " count: 2}",
            "`role` must name a role in small letters, digits and _, not `Team Lead`; write"
                + " team_lead",
            "`not: anyone` is not known; known here: starter",
            "`when: not-passed` stands in place of a proof, and here is none; leave it out, or add"
                + " an action with expect:");
  }

  @Test
  void a_message_goes_to_addresses() {
    assertThat(
            Written.ofItems(
                """
                - {message: A, to: nowhere, text: hi}
                - {message: B, to: [], text: hi}
                - {message: C, to: ["slack:#ops", terminal, "${inputs.version}"]}
                """))
        .containsExactly(
            "`nowhere` is not an address; write kind:address, such as slack:#releases,"
                + " role:approver or file:release.log",
            "the message goes to nobody; add an address to to:",
            "a message needs `text`; write the words of the message");
  }

  @Test
  void a_choice_needs_conditions_and_an_end() {
    assertThat(
            Written.ofItems(
                """
                - choose: State
                  http.get: {url: "http://x"}
                  expect: result.status == 200
                  cases: [{case: A, items: []}]
                """))
        .containsExactly(
            "a choose needs `otherwise`; say who is paged, such as {page: on_call}, or what is"
                + " done",
            "a choice has no `expect`; write the condition into a case, as when:",
            "a case needs `when`; say with a condition on result when it is taken",
            "`items` is empty: nothing would be proved; add an item");
  }

  @Test
  void a_way_out_without_a_condition_is_always_open() {
    Item.Check check =
        (Item.Check)
            Written.item(
                """
                - check: Quota
                  http.get: {url: "http://x"}
                  expect: result.json.sent < 10
                  warn: result.json.sent > 8
                  else:
                    - {case: Accept it, items: [{signoff: Yes, sign: {role: a}}]}
                """);

    assertThat(check.otherwise().getFirst().when().source()).isEqualTo("true");
  }

  @Test
  void notes_links_and_tags_stay_with_the_item() {
    Item item =
        Written.item(
            """
            - check: A
              sign: {role: a}
              about: why
              quote: "- [ ] it works"
              tags: [x, y]
              links: {wiki: "https://wiki.example"}
              not-applicable: {by: [lead]}
            """);

    assertThat(item.about().notes())
        .containsEntry("about", "why")
        .containsEntry("quote", "- [ ] it works")
        .containsEntry("tags", "x, y")
        .containsEntry("link wiki", "https://wiki.example");
    assertThat(item.about().notApplicableBy()).containsExactly("lead");
  }

  @Test
  void only_what_waits_for_nobody_is_taken_in_any_order() {
    assertThat(
            ((Item.Group) Written.item("- {group: G, items: [{signoff: A, sign: {role: a}}]}\n"))
                .order())
        .isEqualTo(Item.Order.ANY);
    assertThat(
            ((Item.Group)
                    Written.item(
                        "- {group: G, items: [{step: A, http.post: {url: \"http://x\"}}]}\n"))
                .order())
        .isEqualTo(Item.Order.LISTED);
  }
}
