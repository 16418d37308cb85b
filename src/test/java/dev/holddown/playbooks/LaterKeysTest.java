package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Said;
import org.junit.jupiter.api.Test;

/** What is understood and not run by this version. */
class LaterKeysTest {
  @Test
  void a_block_that_is_not_run_yet_is_taken_and_says_what_it_needs() {
    String text = Written.HEAD + "lock: service\n" + Written.STAGES;

    Reading reading = Written.read(text);

    assertThat(reading.sound()).isTrue();
    assertThat(reading.playbook()).isEmpty();
    assertThat(Written.later(text))
        .containsExactly(
            "p.yaml:7:1 lock is not run by this version: it needs locks other than one for each"
                + " service and environment; remove the block or keep it in a comment");
    assertThat(reading.later().getFirst().note())
        .isEqualTo(
            "lock is understood and runs in a later version: it needs locks other than one for each"
                + " service and environment");
    assertThat(reading.later().getFirst().said())
        .isInstanceOfSatisfying(
            Said.Plain.class, said -> assertThat(said.value()).isEqualTo("service"));
  }

  @Test
  void what_is_wrong_inside_a_block_that_is_not_run_yet_is_told_as_everywhere() {
    assertThat(
            Written.problems(
                Written.HEAD
                    + """
                    owed:
                      - {owe: Update, evry: 15m, from: rolback.decided, until: nowhere}
                    charts: [p98]
                    badge: "a\\u202Eb"
                    evidence: [{need: Traces, at-least: none, when: "inputs.versoin != ''"}]
                    """
                    + Written.STAGES))
        .filteredOn(line -> !line.contains("not run by this version"))
        .containsExactly(
            "p.yaml:8:5 what is owed says once when it is late: with every, due or between; write"
                + " due: ended + 24h, or between: [24h, 48h] with from:, or every: 15m with from:"
                + " and until:",
            "p.yaml:8:5 nothing meets what is owed; write one of message:, check: or record:",
            "p.yaml:8:19 unknown key `evry` in what is owed; did you mean every?",
            "p.yaml:8:36 there is no anchor `rolback.decided`; known here: incident, rollback, run",
            "p.yaml:8:60 there is no stage, item or phase `nowhere`; known here: before, end, go,"
                + " start, t0",
            "p.yaml:9:10 there is no metric `p98`; the playbook has none",
            "p.yaml:10:8 `badge` holds the character U+202E, which nobody sees; remove it: what is"
                + " signed must be what is seen",
            "p.yaml:11:19 the need `Traces` must be small letters, digits and _, and begin with a"
                + " letter; write traces",
            "p.yaml:11:37 `at-least: none` is not a whole number from 1 to 1000000");
  }

  @Test
  void items_of_later_kinds_are_named() {
    assertThat(
            Written.bare(
                Written.later(
                    Written.withItems(
                        """
                        - {runbook: INC, use: x}
                        """))))
        .containsExactly(
            "runbook x is not there: it needs a playbook `x` in a file beside this"
                + " one; put it there, or correct its id");
  }

  @Test
  void what_is_wrong_in_documents_of_other_kinds_is_said() {
    assertThat(Written.problems("kind: freeze\nfrom: yesterday\nwhy: x\nowner: cto\n"))
        .contains(
            "p.yaml:2:7 `from: yesterday` is not a time; write 2026-01-31 or 2026-01-31T22:00:00Z");
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
                Written.later(
                    Written.HEAD
                        + Written.STAGES
                        + Written.ROLLBACK.replace(
                            "to: {version: \"${last_good().version}\"}",
                            "to: none\n  approval: {policy: x, else: {sign: {role: a}}}"))))
        .containsExactly(
            "to: none is not run by this version: it needs a reason and a signature on having no"
                + " way back; name what to go back to, such as {image: \"${last_good().image}\"}");
  }

  @Test
  void every_kind_of_run_is_run() {
    for (String mode : java.util.List.of("release", "rollback", "incident")) {
      assertThat(Written.later(Written.HEAD + "mode: " + mode + "\n" + Written.STAGES)).isEmpty();
    }
  }

  @Test
  void those_who_wait_for_each_other_are_told() {
    assertThat(
            Written.problems(
                Written.HEAD
                    + """
                    stages:
                      - stage: A
                        opens: c + 5m
                        items:
                          - {check: B, sign: {role: a}, needs: [a, b]}
                          - {check: C, sign: {role: a}, needs: a}
                    """))
        .filteredOn(line -> !line.contains("not run by this version"))
        .containsExactly(
            "p.yaml:11:48 these wait for each other and none could begin: b → b; cut one",
            "p.yaml:12:44 these wait for each other and none could begin: a → c → a; cut one");
  }
}
