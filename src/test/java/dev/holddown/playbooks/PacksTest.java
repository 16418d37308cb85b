package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.PlaybookProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several documents in one file whose names point at each other. */
class PacksTest {
  private static List<String> problems(String pack) {
    return PlaybookReader.of(KnownVerbs.all(), new AnyExpression())
        .readPack("p.yaml", pack.getBytes(StandardCharsets.UTF_8))
        .stream()
        .flatMap(reading -> reading.problems().stream())
        .map(PlaybookProblem::toString)
        .toList();
  }

  private static final String PEOPLE =
      "---\nkind: people\nroles: {approver: {members: [ann]}}\n"
          + "escalations: [{when: severity < 2, after: 5m, page: aprover}]\n";

  @Test
  void a_role_must_be_known_when_the_pack_has_people() {
    String playbook = Written.HEAD + Written.STAGES;

    assertThat(problems(playbook + "---\nkind: freeze\nwhy: x\nowner: nobody\n")).isEmpty();
    assertThat(problems(playbook + PEOPLE))
        .containsExactly(
            "p.yaml:15:53 there is no role `aprover` in this pack; did you mean approver?");
    assertThat(problems(playbook.replace("approver", "aprovers") + PEOPLE))
        .contains("p.yaml:11:22 there is no role `aprovers` in this pack; did you mean approver?");
  }

  @Test
  void services_environments_policies_and_watches_must_be_known_too() {
    String pack =
        Written.HEAD
            + """
            stages: [{stage: A, items: [{signoff: B, sign: {role: cto}}]}]
            ---
            kind: workspace
            services: {shop: {owner: a}}
            environments: {prod: {order: 1}}
            ---
            kind: preauthorisation
            id: back
            allows: [rollback]
            scope: {services: [shop], environments: [prd]}
            watches: [errors]
            sign: {role: cto}
            expires: 2026-01-01
            """;

    assertThat(problems(pack))
        .containsExactly(
            "p.yaml:4:10 there is no service `checkout` in this pack; known here: shop",
            "p.yaml:16:42 there is no environment `prd` in this pack; did you mean prod?",
            "p.yaml:17:11 there is no watch `errors` in this pack");
  }

  @Test
  void a_board_resolves_its_own_names() {
    assertThat(
            problems(
                """
                kind: board
                metrics: {load: {prometheus.query: {url: "http://p", query: up}}}
                monitors:
                  - {watch: Load, metric: lod, breach: result.value > 1, for: 0s, then: rollback}
                cards: [{title: Agents, monitors: [agents]}]
                charts: [load]
                health: {start: 100}
                """))
        .containsExactly(
            "p.yaml:4:27 there is no metric `lod`; did you mean load?",
            "p.yaml:4:73 `then: rollback`, and the playbook has no rollback:; add a rollback: block"
                + " with the way back",
            "p.yaml:5:36 there is no watch `agents`; known here: load",
            "p.yaml:7:9 `health` needs `red-below`; red under this");
  }
}
