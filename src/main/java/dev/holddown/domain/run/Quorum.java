package dev.holddown.domain.run;

import dev.holddown.domain.people.People;
import dev.holddown.domain.playbook.SignRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether there are people enough for a rule, before anybody waits for them. */
public final class Quorum {
  private Quorum() {}

  /**
   * Whether the people of a document could satisfy a rule. A role that a group of the identity
   * provider has, or that the document does not name, may have any number of people.
   */
  public static boolean possible(SignRule rule, People people) {
    List<Signature> all = new ArrayList<>();
    for (SignRule.RoleCount needed : rule.needed()) {
      People.Role role = people.roles().get(needed.role());
      boolean open = role == null || role.group().isPresent();
      if (role != null) {
        role.named().forEach(person -> all.add(signature(needed.role(), person)));
      }
      for (int i = 0; open && i < Math.max(1, needed.count()); i++) {
        all.add(signature(needed.role(), "\0" + needed.role() + i));
      }
    }
    return SignRules.satisfied(rule, all);
  }

  private static Signature signature(String role, String person) {
    return Signature.of(role, person, Instant.EPOCH);
  }
}
