package dev.holddown.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.SignRule;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose signatures suffice. */
class SignRulesTest {
  private static boolean satisfied(SignRule rule, String... signed) {
    return SignRules.satisfied(rule, signatures(signed));
  }

  /** {@code "ann:lead"} is a signature of ann as lead. */
  private static List<Signature> signatures(String... signed) {
    return Stream.of(signed)
        .map(s -> s.split(":"))
        .map(p -> Signature.of(p[1], p[0], Given.START))
        .toList();
  }

  @Test
  @Covers("I19")
  void a_quorum_counts_distinct_people() {
    SignRule two = Rules.all("approver 2");
    assertThat(satisfied(two, "ann:approver")).isFalse();
    assertThat(satisfied(two, "ann:approver", "ann:approver")).isFalse();
    assertThat(satisfied(two, "ann:approver", "bob:approver")).isTrue();
    assertThat(SignRules.missing(two, List.of())).isEqualTo("2 × approver");
    assertThat(SignRules.missing(two, signatures("ann:approver"))).isEqualTo("approver");
  }

  @Test
  @Covers("I18")
  void one_person_in_two_roles_counts_once() {
    SignRule both = Rules.all("lead", "owner");
    assertThat(satisfied(both, "ann:lead", "ann:owner")).isFalse();
    assertThat(satisfied(both, "ann:lead", "bob:owner")).isTrue();
  }

  @Test
  void who_has_two_roles_is_counted_where_it_helps() {
    SignRule both = Rules.all("lead", "owner");
    assertThat(satisfied(both, "ann:lead", "bob:lead", "ann:owner")).isTrue();
    assertThat(satisfied(both, "bob:lead", "ann:lead", "ann:owner")).isTrue();
  }

  @Test
  void any_two_of_three() {
    SignRule two = Rules.any(2, "lead", "owner", "security");
    assertThat(satisfied(two, "ann:lead")).isFalse();
    assertThat(satisfied(two, "ann:lead", "ann:security")).isFalse();
    assertThat(satisfied(two, "ann:lead", "bob:security")).isTrue();
    assertThat(satisfied(two, "ann:owner", "bob:security")).isTrue();
    assertThat(SignRules.missing(two, signatures("ann:lead"))).isEqualTo("owner or security");
  }

  @Test
  void any_one_of_two_needs_all_the_people_of_that_one() {
    SignRule rule = Rules.any(1, "senior 2", "cto");
    assertThat(satisfied(rule, "ann:senior")).isFalse();
    assertThat(satisfied(rule, "ann:senior", "bob:senior")).isTrue();
    assertThat(satisfied(rule, "ann:senior", "zoe:cto")).isTrue();
  }

  @Test
  @Covers("I20")
  void a_rule_that_names_nobody_is_satisfied_by_nobody() {
    SignRule empty = new SignRule(List.of(), 0, false, List.of(), Duration.ofHours(24));
    assertThat(satisfied(empty, "ann:lead")).isFalse();
  }

  @Test
  void two_entries_of_the_same_role_need_two_people() {
    assertThat(satisfied(Rules.all("lead", "lead"), "ann:lead")).isFalse();
    assertThat(satisfied(Rules.all("lead", "lead"), "ann:lead", "bob:lead")).isTrue();
  }
}
