package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.run.Plan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The same playbook with fewer lines before the change, and the rest owed afterwards. */
class ModesReaderTest {
  private static final String STAGES =
      """
      stages:
        - stage: Before
          id: before
          items:
            - {signoff: Tests were read, id: tests, sign: {role: tester}}
            - {signoff: Backup is there, id: backup, tags: [must_have], sign: {role: operator}}
            - group: Words
              tags: [must_have]
              items:
                - {signoff: On-call is here, id: here, sign: {role: on_call}}
            - {check: What runs, id: runs, when: inputs.version == "1", sign: {role: tester}}
      """;

  private static String with(String modes) {
    return Written.HEAD + modes + STAGES;
  }

  private static final String MODES =
      "modes: {emergency: {needs: incident, only: must_have, later: 12h, sign: {role: lead}}}\n";

  @Test
  void a_mode_leaves_out_what_has_not_its_tag_and_owes_it_afterwards() {
    Playbook playbook = Written.playbook(with(MODES));

    assertThat(playbook.scopes().inputs())
        .extracting(input -> input.name() + "=" + input.fallback().orElse(""))
        .containsExactly("version=", "image=", "mode=normal", "incident=none");
    assertThat(playbook.stages()).extracting(Stage::id).containsExactly("emergency", "before");
    assertThat(playbook.stages().getLast().items())
        .extracting(item -> item.about().when().map(Expr::source).orElse(""))
        .containsExactly(
            "inputs.mode != \"emergency\"",
            "",
            "",
            "inputs.mode != \"emergency\" && (inputs.version == \"1\")");
    assertThat(playbook.obligations())
        .extracting(Obligation::title)
        .containsExactly("Tests were read", "What runs");
    Obligation tests = playbook.obligations().getFirst();
    assertThat(tests.item()).isInstanceOf(Item.Signoff.class);
    assertThat(tests.owner()).isEqualTo("tester");
    assertThat(tests.mode()).contains("emergency");
    assertThat(tests.term().due().orElseThrow().offset()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void what_keeps_evidence_holds_in_each_mode_since_a_stage_does_not_close_without_it() {
    String keeping =
        with(MODES).replace("id: tests, sign", "id: tests, keep: reports, sign")
            + "evidence: [{need: reports, by: before}]\n";
    Playbook playbook = Written.playbook(keeping);

    assertThat(playbook.needs()).hasSize(1);
    assertThat(playbook.obligations()).extracting(Obligation::title).containsExactly("What runs");
  }

  @Test
  void a_mode_says_what_it_needs_which_lines_hold_and_who_allows_it() {
    assertThat(Written.problems(with("modes: {emergency: {later: 1h}}\n")))
        .contains(
            "p.yaml:7:20 a mode needs `needs`; write needs: incident",
            "p.yaml:7:20 a mode needs `only`; name the tag of the lines that hold before the"
                + " change",
            "p.yaml:7:20 a mode needs `sign`; name who allows it: sign: {role: engineering_lead}");
    assertThat(Written.problems(with(MODES.replace("must_have", "must_hve"))))
        .containsExactly(
            "p.yaml:7:9 the mode `emergency` keeps no line: none has the tag `must_hve`; did you"
                + " mean must_have?");
    assertThat(
            Written.problems(with(MODES).replace("version: {", "mode: {type: string}, version: {")))
        .anyMatch(line -> line.endsWith("the input `mode` comes with modes:; choose another name"));
  }

  @Test
  void of_two_modes_each_owes_its_own_lines_and_none_takes_the_place_of_what_is_written() {
    String two =
        "modes:\n  a: {needs: incident, only: must_have, sign: {role: lead}}\n"
            + "  b: {needs: incident, only: must_have, sign: {role: lead}}\n";
    String owed =
        "owed:\n  - {owe: Later a tests, due: ended + 1h,"
            + " record: {into: log, fields: {x: {ask: lead}}}}\n";
    Playbook playbook = Written.playbook(with(two) + owed);

    assertThat(playbook.obligations())
        .extracting(one -> one.item().about().id() + " in " + one.mode().orElse("any"))
        .containsExactly(
            "owed/later_a_tests in any",
            "owed/later_a_tests_2 in a",
            "owed/later_b_tests in b",
            "owed/later_a_runs in a",
            "owed/later_b_runs in b");
    assertThat(Plan.of(playbook).owed()).hasSize(5);
  }

  @Test
  void a_tag_that_is_written_twice_is_one_tag() {
    String twice =
        with(MODES).replace("tags: [must_have], sign", "tags: [must_have, must_have], sign");
    assertThat(Written.playbook(twice).obligations()).hasSize(2);
  }

  @Test
  void what_a_line_stands_in_says_too_whether_it_is_owed_and_what_is_repeated_stays() {
    String more =
        """
              - group: On Fridays
                when: inputs.version == "2"
                items:
                  - {signoff: Nobody is away, id: away, when: inputs.image != "", sign: {role: tester}}
                  - {signoff: Phones are on, id: phones, sign: {role: tester}}
              - group: Each target
                each: {target: targets}
                items:
                  - {signoff: It was looked at, id: looked, sign: {role: tester}}
        """;
    Playbook playbook = Written.playbook(with(MODES) + more);

    assertThat(playbook.obligations())
        .extracting(one -> one.item().about().when().map(Expr::source).orElse(""))
        .containsExactly(
            "",
            "inputs.version == \"1\"",
            "(inputs.version == \"2\") && (inputs.image != \"\")",
            "(inputs.version == \"2\")");
    Item.Group each = (Item.Group) playbook.stages().getLast().items().getLast();
    assertThat(each.items().getFirst().about().when()).isEmpty();
  }

  @Test
  void modes_are_one_to_eight() {
    assertThat(Written.problems(with("modes: {}\n")))
        .containsExactly(
            "p.yaml:7:8 `modes` names no mode; add one, such as emergency: {needs: incident, …},"
                + " or leave modes: out");
    StringBuilder nine = new StringBuilder("modes:\n");
    for (int n = 1; n <= 9; n++) {
      nine.append("  m")
          .append(n)
          .append(": {needs: incident, only: must_have, sign: {role: lead}}\n");
    }
    assertThat(Written.problems(with(nine.toString())))
        .containsExactly("p.yaml:8:3 `modes` names 9 modes; the most is 8; remove some of them");
    assertThat(Written.problems(with(nine.toString().replaceAll("  m9.*\n", "")))).isEmpty();
  }
}
