package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Playbook;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void an_id_is_made_from_the_title_and_stays_unique() {
    Playbook playbook =
        Written.playbook(
            Written.withItems(
                """
                - {check: "Größe & Maß?", sign: {role: a}}
                - {check: Scan, sign: {role: a}}
                - {check: Scan, sign: {role: a}}
                - {check: Other, id: scan_2, sign: {role: a}}
                - {check: 5xx rate, sign: {role: a}}
                - {check: End, sign: {role: a}}
                """));

    assertThat(playbook.stages().getFirst().items())
        .extracting(item -> item.about().id())
        .containsExactly("gro_e_ma", "scan", "scan_3", "scan_2", "n5xx_rate", "end_2");
  }

  @Test
  void a_given_id_is_unique_and_no_moment_of_the_run() {
    assertThat(
            Written.ofItems(
                """
                - {check: A, id: scan, sign: {role: a}}
                - {check: B, id: scan, sign: {role: a}}
                - {check: C, id: start, sign: {role: a}}
                """))
        .containsExactly(
            "the id `scan` is taken, first in line 10; ids are unique in a playbook",
            "`start` is a moment of every run, not an id; choose another");
  }

  @Test
  void names_below_the_first_dot_resolve() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  each: {target: targets}
                  http.get: {url: "${targets.web.ulr} ${each.target.lmit} ${inputs.image.digst}"}
                  expect: result.status == 200 && result.json.text != "targets.web.foo"
                """))
        .containsExactly(
            "`targets.web.ulr`: the target web has no ulr; did you mean url?",
            "`each.target.lmit`: the targets web and app have no lmit; did you mean limit?",
            "`inputs.image.digst`: an image has no digst; did you mean digest?");
  }

  @Test
  void a_name_that_is_not_known_at_its_place_says_why() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get: {url: "http://x/${each.target.url}"}
                  expect: saved.x == 1
                - message: B
                  to: terminal
                  text: "${result.status} ${last_good().version} ${rollback.to.version}"
                """))
        .containsExactly(
            "`each.target.url`: each is not known here: nothing is repeated; add each: {target:"
                + " targets}",
            "`saved.x == 1`: saved is not known here: nothing is saved",
            "`result.status`: result is not known here: it is the answer of the probe it stands"
                + " beside; keep what you need with save: {x: result.…} and use saved.x",
            "`last_good().version`: last_good() may stand only in rollback: to:, where it is frozen"
                + " at the start; give it a name there and use rollback.to.<name>",
            "`rollback.to.version`: rollback is not known here: there is no rollback: with to:");
  }

  @Test
  void each_place_hands_its_names_to_the_check_of_conditions() {
    AnyExpression check = new AnyExpression();
    String text =
        Written.withItems(
                """
                - check: A
                  each: {target: targets}
                  http.get: {url: "${inputs.version}"}
                  expect: result.status == 200
                  save: {old: result.json.old}
                """)
            + Written.ROLLBACK;

    Reading reading = PlaybookReader.of(KnownVerbs.all(), check).read("p.yaml", text);

    assertThat(reading.problems()).isEmpty();
    assertThat(check.handed.get("result.status == 200"))
        .containsEntry("inputs", List.of("version", "image"))
        .containsEntry("targets", List.of("web", "app"))
        .containsEntry("subject", List.of("service", "environment"))
        .containsEntry("saved", List.of("old"))
        .containsEntry("each", List.of("target"))
        .containsEntry("rollback", List.of("to"))
        .containsEntry("scope", List.of("start"))
        .containsEntry("run", List.of("id"))
        .containsEntry("result", List.of("status", "json", "latency", "samples", "age"))
        .doesNotContainKeys("vars", "baseline");
    assertThat(check.handed.get("inputs.version")).doesNotContainKey("result");
    assertThat(check.handed.get("last_good().version")).doesNotContainKeys("saved", "rollback");
  }

  @Test
  void a_value_is_saved_once() {
    assertThat(
            Written.ofItems(
                """
                - {check: A, http.get: {url: x}, expect: result.status == 200,
                  save: {v: result.json}}
                - {check: B, http.get: {url: x}, expect: result.status == 200,
                  save: {v: result.json}}
                """))
        .containsExactly(
            "`v` is saved already in line 11; a saved value never changes; choose another name");
  }

  @Test
  void each_repeats_only_over_targets() {
    assertThat(
            Written.ofItems(
                """
                - {check: A, each: {x: items}, sign: {role: a}}
                - {check: B, each: targets, sign: {role: a}}
                - {signoff: C, each: {t: targets}, sign: {role: a}}
                """))
        .containsExactly(
            "each over `items` is not run by this version: only the list targets is known; known"
                + " here: targets",
            "`each` must be one name and one list; write each: {target: targets}");
  }

  @Test
  void a_var_has_a_value_in_every_environment() {
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD.replace("environment: prod", "environment: [dev, prod]")
                        + "environments: {prod: {vars: {ns: shop}, back: 30m}}\n"
                        + Written.STAGES)))
        .containsExactly(
            "vars.ns has no value in the environment dev; give it one there, or one for all under"
                + " vars:",
            "back is not run by this version: it needs a time limit of the way back for each"
                + " environment; remove the block or keep it in a comment");
  }
}
