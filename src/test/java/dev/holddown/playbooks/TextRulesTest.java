package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Playbook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text rules of the language, in their order. */
class TextRulesTest {
  @Test
  void rule_1_a_mistyped_key_is_an_unknown_key_and_never_an_unknown_action() {
    assertThat(
            Written.problems(
                Written.withItems(
                    """
                    - check: A
                      http.get: {url: "http://x"}
                      expct: result.status == 200
                    """)))
        .containsExactly("p.yaml:12:9 unknown key `expct` in a check; did you mean expect?");
  }

  @Test
  void rule_1_an_action_has_exactly_one_dot_and_a_probe_exactly_one_action() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get.json: {url: "http://x"}
                  expect: result.status == 200
                - check: B
                  http.gte: {url: "http://x"}
                  expect: result.status == 200
                - check: C
                  http.get: {url: "http://x"}
                  prometheus.query: {url: "http://x", query: up}
                  expect: result.status == 200
                """))
        .hasSize(3)
        .satisfies(problems -> {
          assertThat(problems.get(0))
              .startsWith(
                  "`http.get.json` is not an action: an action is connector.verb, with one dot");
          assertThat(problems.get(1))
              .isEqualTo("unknown action `http.gte`; did you mean http.get?");
          assertThat(problems.get(2))
              .isEqualTo(
                  "a check has two actions: http.get and prometheus.query; one question has one"
                      + " action; write two items");
        });
  }

  @Test
  void rule_2_a_name_that_cel_reaches_has_no_hyphen() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  id: rollback-image
                  http.get: {url: "http://x"}
                  expect: result.status == 200
                  save: {Old: result.status}
                """))
        .containsExactly(
            "the id `rollback-image` must be small letters, digits and _, and begin with a letter;"
                + " write rollback_image: in a condition a hyphen would be a subtraction",
            "the saved name `Old` must be small letters, digits and _, and begin with a letter;"
                + " write old");
  }

  @Test
  void rule_3_a_condition_is_cel_already() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get: {url: "http://x"}
                  expect: "${result.status} == 200"
                """))
        .containsExactly(
            "`expect` is CEL already: no ${…} may stand in it; write the name alone, such as"
                + " inputs.version");
  }

  @Test
  void rule_3_the_text_of_a_script_is_literal_and_its_braces_belong_to_bash() {
    Item.Step step =
        (Item.Step)
            Written.item(
                """
                - step: A
                  exec.script: {script: 'make TAG="${TAG}"', env: {TAG: "${inputs.version}"}}
                """);

    assertThat(step.call().args().values())
        .satisfiesExactly(
            script ->
                assertThat(script)
                    .isEqualTo(new Arg.Literal("make TAG=\"${TAG}\"", new Place("p.yaml", 11, 31))),
            env ->
                assertThat(((Arg.Tree) env).fields().values())
                    .singleElement()
                    .isInstanceOf(Arg.Template.class));
  }

  @Test
  void rule_4_a_tag_is_refused_with_the_cure() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get: {url: "http://x"}
                  expect: !has(result.json)
                """))
        .containsExactly(
            "`!has(result.json)` is a YAML tag, and the value after it is lost; put the expression"
                + " in single quotes, such as '!has(result.json)'");
  }

  @Test
  void rule_4_a_condition_that_yaml_cuts_at_a_hash_is_refused() {
    assertThat(
            Written.problems(
                Written.withItems(
                    """
                    - check: A
                      http.get: {url: "http://x"}
                      expect: result.json.t == "a #b"
                    """)))
        .containsExactly(
            "p.yaml:12:17 `expect` is cut at ` #`: YAML takes the rest of the line as a comment;"
                + " put the expression in single quotes, or give the comment a line of its own");
  }

  @Test
  void rule_4_a_comment_after_a_quoted_condition_is_fine() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get: {url: "http://x"}
                  expect: 'result.json.t == "a #b"' # said so by the API
                """))
        .isEmpty();
  }

  @Test
  void rule_4_anchors_aliases_duplicate_keys_and_empty_values_are_refused() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  sign: &who {role: approver}
                - check: B
                  sign: *who
                - check: C
                  http.get: {url: "http://x"}
                  http.get: {url: "http://y"}
                  expect:
                - check: D
                  http.get:
                  expect: result.status == 200
                """))
        .containsExactly(
            "the YAML anchor `&who` is not read; name the value under vars: and use ${vars.who}",
            "the YAML alias `*who` is not read; write the value out, or name it under vars:",
            "the key `http.get` stands twice, first in line 15; keep one of them",
            "`expect` has no value; write one or remove the key",
            "`http.get` has no value; write {} when it takes none");
  }

  @Test
  void rule_4_a_condition_that_is_no_yaml_is_cured_by_quotes_too() {
    assertThat(
            Written.problems(
                Written.withItems(
                    """
                    - check: A
                      http.get: {url: "http://x"}
                      expect: result.ok ? true : false
                    """)))
        .containsExactly(
            "p.yaml:12:34 this is not YAML: mapping values are not allowed here; put the"
                + " expression in single quotes");
  }

  @Test
  void rule_5_a_scalar_is_read_from_its_source_by_the_type_of_its_place() {
    Item.Step step =
        (Item.Step)
            Written.item(
                """
                - step: A
                  proxy.promote: {url: "http://x", version: 1.10}
                """);

    assertThat(step.call().args())
        .containsEntry("version", new Arg.Literal("1.10", new Place("p.yaml", 11, 51)));
  }

  @Test
  void rule_5_where_no_type_is_known_a_number_that_could_be_text_is_refused() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD + "vars: {a: 1.10, b: 007, c: 0.5}\n" + Written.STAGES)))
        .containsExactly(
            "`1.10` may be a number or text; write '1.10' for text, or the number in its plain form"
                + " (1.1)",
            "`007` may be a number or text; write '007' for text, or the number in its plain form"
                + " (7)");
  }

  @Test
  void rule_5_quotes_make_text_of_a_number() {
    Playbook playbook =
        Written.playbook(Written.HEAD + "vars: {a: 1.5, b: '1.5', c: 3}\n" + Written.STAGES);

    assertThat(playbook.scopes().vars().values())
        .extracting(arg -> ((Arg.Literal) arg).value())
        .containsExactly(1.5, "1.5", 3L);
  }

  @Test
  void rule_5_a_duration_needs_a_unit() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get: {url: "http://x"}
                  expect: result.status == 200
                  within: 30
                  every: 1x
                """))
        .containsExactly(
            "`within: 30` is not a duration; give it a unit, such as 30s, 30m or 30h",
            "`every: 1x` is not a duration; write it as 90s, 2m, 1h, 1h30m or 7d");
  }

  @Test
  void rule_5_a_pack_has_several_documents_with_ids_of_their_own() {
    String one = Written.HEAD + Written.STAGES;
    byte[] pack =
        (one + "---\n" + one.replace("id: demo", "id: other") + "foo: 1\n---\n" + one)
            .getBytes(StandardCharsets.UTF_8);
    PlaybookReader reader = PlaybookReader.of(KnownVerbs.all(), new AnyExpression());

    List<Reading> readings = reader.readPack("p.yaml", pack);

    assertThat(readings).hasSize(3);
    assertThat(readings.get(0).playbook()).isPresent();
    assertThat(readings.get(1).problems())
        .hasToString("[p.yaml:24:1 unknown key `foo` in a playbook]");
    assertThat(readings.get(2).problems())
        .hasToString(
            "[p.yaml:27:5 the id `demo` is taken, first in line 2; each document of a kind has an"
                + " id of its own]");
    assertThat(reader.read("p.yaml", pack).problems().getFirst())
        .hasToString(
            "p.yaml:13:1 the file holds 3 documents, and one playbook is wanted; give each a file"
                + " of its own");
  }

  @Test
  void rule_6_what_the_check_of_conditions_finds_is_told_where_it_stands() {
    assertThat(
            Written.problems(
                Written.withItems(
                    """
                    - check: A
                      http.get: {url: "http://x"}
                      expect: true
                    """)))
        .containsExactly("p.yaml:12:17 `true`: is always the same; compare something");
  }

  @Test
  void rule_7_one_sample_is_needed_unless_the_playbook_says_zero() {
    Item.Check one =
        (Item.Check)
            Written.item("- {check: A, http.get: {url: x}, expect: result.status == 200}\n");
    Item.Check none =
        (Item.Check)
            Written.item(
                "- {check: A, http.get: {url: x}, expect: result.status == 200, min-samples: 0}\n");

    assertThat(one.probe().orElseThrow().minSamples()).isEqualTo(1);
    assertThat(none.probe().orElseThrow().minSamples()).isZero();
  }

  @Test
  void rule_8_a_slot_for_literals_takes_no_hole_and_a_secret_stands_only_where_it_may() {
    assertThat(
            Written.ofItems(
                """
                - step: A
                  exec.run: {program: "${inputs.version}", env: {T: {secret: deploy_token}}}
                - step: B
                  http.post: {url: {secret: address}}
                """))
        .containsExactly(
            "`program` takes literal text only: no ${…} may stand here; write the value out",
            "`url` takes no secret; a secret may stand only where the action's manual says so");
  }

  @Test
  void rule_9_what_was_left_to_be_filled_in_is_refused_with_its_line() {
    assertThat(
            Written.problems(
                Written.withItems(
                    """
                    - message: M
                      to: [terminal]
                      text: |
                        Deployed ${inputs.version}
                        to <where> by [NAME]
                    - step: C
                      exec.run: {program: ./run, args: [YOUR/repo, API_ID, $LATEST, '[A-Z]']}
                    - message: N
                      to: [terminal]
                      text: "One\\n${inputs.version}\\nthree <who>"
                    - message: O
                      to: [terminal]
                      text: |
                        One
                        two ${inputs.version}
                        three
                        <four>
                    """)))
        .extracting(problem -> problem.replaceFirst(";.*", ""))
        .containsExactly(
            "p.yaml:14:11 `<where>` was left to be filled in, in `text`",
            "p.yaml:14:11 `[NAME]` was left to be filled in, in `text`",
            "p.yaml:16:43 `YOUR/repo` was left to be filled in, in `args`",
            "p.yaml:16:54 `API_ID` was left to be filled in, in `args`",
            "p.yaml:16:62 `$LATEST` was left to be filled in, in `args`",
            "p.yaml:19:15 `<who>` was left to be filled in, in `text`",
            "p.yaml:26:11 `<four>` was left to be filled in, in `text`");
  }

  @Test
  void rule_10_a_moment_is_an_anchor_with_an_offset() {
    Playbook playbook =
        Written.playbook(
            Written.HEAD
                + """
                watches:
                  - {watch: A, http.get: {url: x}, breach: result.status > 1, for: 0s,
                     armed: before + 1h30m .. end, then: {page: ops}}
                """
                + Written.STAGES);

    assertThat(playbook.watches().getFirst().armed().from().anchor()).isEqualTo("before");
    assertThat(playbook.watches().getFirst().armed().from().offset()).hasMinutes(90);
  }
}
