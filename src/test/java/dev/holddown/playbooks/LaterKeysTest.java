package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaterKeysTest {
  @Test
  void a_block_that_is_not_run_yet_is_refused_by_name_with_what_it_needs() {
    for (String key :
        List.of(
            "owed",
            "mode",
            "modes",
            "checks",
            "evidence",
            "templates",
            "charts",
            "lock",
            "suggest",
            "badge",
            "source")) {
      assertThat(Written.problems(Written.HEAD + key + ": {a: b}\n" + Written.STAGES))
          .singleElement()
          .asString()
          .startsWith("p.yaml:7:1 " + key + " is not run by this version: it needs ")
          .endsWith("; remove the block or keep it in a comment");
    }
  }

  @Test
  void a_key_of_an_item_that_is_not_run_yet_is_refused_too() {
    for (String key :
        List.of(
            "use",
            "make",
            "shape",
            "keep",
            "store",
            "sequence",
            "finally",
            "synthetic",
            "waivable",
            "on-warn",
            "opens",
            "due",
            "imported",
            "as",
            "template",
            "ack")) {
      assertThat(Written.ofItems("- {check: A, sign: {role: a}, " + key + ": x}\n"))
          .singleElement()
          .asString()
          .startsWith(key + " is not run by this version: it needs ");
    }
  }

  @Test
  void items_of_later_kinds_are_named() {
    assertThat(Written.ofItems("- {record: Log, into: x}\n- {runbook: INC, use: x}\n"))
        .containsExactly(
            "record is not run by this version: it needs records with fields, which come with the"
                + " server; remove the block or keep it in a comment",
            "runbook is not run by this version: it needs child runs; remove the block or keep it"
                + " in a comment");
  }

  @Test
  void documents_of_later_kinds_are_named() {
    assertThat(Written.problems("kind: freeze\nid: x\n"))
        .containsExactly(
            "p.yaml:1:7 kind: freeze is not run by this version: it needs freezes, which come with"
                + " the server; remove the document or keep it in a comment");
    assertThat(Written.problems("kind: playbok\n"))
        .containsExactly("p.yaml:1:7 `kind: playbok` is not known; did you mean playbook?");
  }

  @Test
  void a_word_of_the_language_in_the_wrong_place_is_not_called_unknown() {
    assertThat(Written.ofItems("- {signoff: A, sign: {role: a}, bake: 3m}\n"))
        .singleElement()
        .asString()
        .startsWith("`bake` has no meaning in a signoff; it may hold: signoff, id, each, when");
  }

  @Test
  void a_rollback_by_policy_and_without_a_target_says_what_to_write() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + Written.STAGES
                        + Written.ROLLBACK.replace(
                            "to: {version: \"${last_good().version}\"}",
                            "to: none\n  approval: {policy: x, else: {sign: {role: a}}}"))))
        .containsExactly(
            "`to: none` is not run by this version: it needs a reason and a signature on having no"
                + " way back; name what to go back to, such as {image: \"${last_good().image}\"}",
            "approval by policy is not run by this version: it needs preauthorisations, which come"
                + " with the server; write approval: {sign: {role: approver}}, or no approval to"
                + " act at once");
  }
}
