package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Stage;
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
}
