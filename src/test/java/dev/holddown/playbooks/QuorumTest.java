package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.TestKit;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that the people of a pack can never satisfy is refused when it is read. */
class QuorumTest {
  @TempDir Path folder = Path.of("");

  private List<String> problems(String sign, String roles) {
    String pack =
        """
        kind: playbook
        id: signed
        title: Signed
        subject: {service: shop, environment: prod}
        stages:
          - {stage: Approve, items: [{signoff: Approval, sign: SIGN}]}
        ---
        kind: people
        roles: ROLES
        """
            .replace("SIGN", sign)
            .replace("ROLES", roles);
    return problems(pack);
  }

  private List<String> problems(String pack) {
    return new TestKit(folder)
        .language().reader().readPack("pack.yaml", pack.getBytes(StandardCharsets.UTF_8)).stream()
            .flatMap(reading -> reading.problems().stream())
            .map(Object::toString)
            .toList();
  }

  @Test
  void too_few_people_in_a_role_are_refused_with_who_there_is() {
    assertThat(problems("{role: approver, count: 2}", "{approver: {members: [ann]}}").getFirst())
        .contains(
            "nobody can satisfy this: it needs 2 different people as approver, and the people"
                + " document has approver: ann");
    assertThat(problems("{role: approver, count: 2}", "{approver: {members: [ann, bob]}}"))
        .isEmpty();
    assertThat(problems("{role: approver, count: 2}", "{approver: {members: [a], delegates: [d]}}"))
        .isEmpty();
    assertThat(problems("{role: approver}", "{approver: {available: Mo-Fr}}").getFirst())
        .contains("approver: nobody");
  }

  @Test
  void one_person_does_not_fill_two_seats() {
    String both = "{all: [{role: tech}, {role: owner}]}";
    assertThat(problems(both, "{tech: {members: [ann]}, owner: {members: [ann]}}").getFirst())
        .contains("it needs tech and owner by different people");
    assertThat(problems(both, "{tech: {members: [ann]}, owner: {members: [ann, bob]}}")).isEmpty();
    assertThat(
            problems(
                "{any: 1, of: [{role: tech}, {role: owner}]}",
                "{tech: {members: [ann]}, owner: {available: never}}"))
        .isEmpty();
  }

  @Test
  void a_group_of_the_provider_may_have_any_number_of_people() {
    assertThat(problems("{role: approver, count: 3}", "{approver: {from: \"oidc:leads\"}}"))
        .isEmpty();
  }

  /** The files of a shipped document, with some text of one of them replaced. */
  private List<String> shipped(String document, String file, String text, String by)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(Path.of("examples", document))) {
      for (Path path : all.filter(p -> p.toString().endsWith(".yaml")).toList()) {
        String name = path.getFileName().toString();
        String content = Files.readString(path);
        if (name.equals(file)) {
          assertThat(content).contains(text);
          content = content.replace(text, by);
        }
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
      }
    }
    return WorkspaceContent.read(RealReader.reader(), files).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  @Covers({"D-85", "E-112"})
  void each_role_of_the_documents_has_people_or_nothing_of_them_comes_into_force()
      throws IOException {
    String deployment = "003-octoacme-deployment";
    assertThat(shipped(deployment, "people.yaml", "", "")).isEmpty();
    assertThat(
            shipped(deployment, "people.yaml", "on_call: {members: [olga, omar], ", "on_call: {"))
        .anyMatch(p -> p.contains("it needs on_call, and the people document has on_call: nobody"));
    assertThat(shipped(deployment, "people.yaml", "members: [eva, emil]", "members: [eva]"))
        .anyMatch(p -> p.contains("it needs 2 different people as engineering_lead"));
    assertThat(shipped(deployment, "people.yaml", "  qa: {members: [quin]}\n", ""))
        .anyMatch(p -> p.contains("there is no role `qa` in this pack"));
    String pack = "004-command-center-pack";
    assertThat(shipped(pack, "people.yaml", "", "")).isEmpty();
    assertThat(shipped(pack, "people.yaml", "{members: [rita], ", "{available: never, "))
        .anyMatch(p -> p.contains("it needs release_manager, and the people document has"));
    assertThat(shipped(pack, "people.yaml", "  stakeholder: {members", "  other: {members"))
        .anyMatch(p -> p.contains("there is no role `stakeholder` in this pack"));
  }

  @Test
  @Covers({"B-207", "B-209", "B-210"})
  void a_contact_left_open_keeps_document_001_from_coming_into_force() throws IOException {
    String commander = "001-incident-commander";
    assertThat(shipped(commander, "people.yaml", "", "")).isEmpty();
    assertThat(
            shipped(
                commander,
                "people.yaml",
                "mail: devops-lead@commander.example",
                "mail: \"[EMAIL/PHONE]\""))
        .singleElement()
        .asString()
        .contains("`[EMAIL/PHONE]` was left to be filled in, in `contacts`");
    assertThat(shipped(commander, "people.yaml", "  security_lead: {mail", "  other: {mail"))
        .anyMatch(p -> p.contains("`security_lead` says when it can be reached, and not how"));
  }

  @Test
  @Covers("D-02")
  void a_release_to_production_has_watches_and_a_way_back() throws IOException {
    String deployment = "003-octoacme-deployment";
    String needs = "a release to `prod` needs ";
    assertThat(shipped(deployment, "deployment.yaml", "\nrollback:\n", "\nowed_back:\n"))
        .anyMatch(p -> p.contains(needs + "a way back, and this playbook has none"));
    String pack =
        """
        kind: playbook
        id: bare
        title: Bare
        subject: {service: shop, environment: [demo, prod]}
        stages:
          - {stage: Approve, items: [{signoff: Approval, sign: {role: approver}}]}
        MORE
        ---
        kind: workspace
        environments: {demo: {order: 0}, prod: {order: 1, requires: [watch, rollback]}}
        """;
    assertThat(problems(pack.replace("MORE", "")))
        .containsExactly(
            "pack.yaml:4:10 a release to `prod` needs a watch that takes it back or proposes it,"
                + " and this playbook has none; add watches: with then: rollback, or release"
                + " elsewhere",
            "pack.yaml:4:10 a release to `prod` needs a way back, and this playbook has none; add"
                + " rollback:, or release elsewhere");
    assertThat(problems(pack.replace("MORE", "mode: incident"))).isEmpty();
    assertThat(problems(pack.replace("MORE", "").replace("[demo, prod]", "demo"))).isEmpty();
  }
}
