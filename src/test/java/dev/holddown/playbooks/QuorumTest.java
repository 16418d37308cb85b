package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.TestKit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
}
