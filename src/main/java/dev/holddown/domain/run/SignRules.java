package dev.holddown.domain.run;

import dev.holddown.domain.playbook.SignRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether signatures satisfy a rule. Counts distinct people; one person counts in one role only.
 */
final class SignRules {
  private SignRules() {}

  static boolean satisfied(SignRule rule, List<Signature> signatures) {
    int wanted = rule.anyOf() > 0 ? rule.anyOf() : rule.needed().size();
    return rule.needed().stream().filter(r -> count(r, signatures, rule) >= r.count()).count()
        >= wanted;
  }

  /** The roles that still lack people, for a sentence. */
  static String missing(SignRule rule, List<Signature> signatures) {
    List<String> roles = new ArrayList<>();
    for (SignRule.RoleCount needed : rule.needed()) {
      long there = count(needed, signatures, rule);
      if (there < needed.count()) {
        long more = needed.count() - there;
        roles.add(more > 1 ? more + " × " + needed.role() : needed.role());
      }
    }
    return String.join(rule.anyOf() > 0 ? " or " : ", ", roles);
  }

  /** A person who signed in an earlier role of the rule is not counted again in a later one. */
  private static long count(SignRule.RoleCount role, List<Signature> signatures, SignRule rule) {
    Set<String> used = new HashSet<>();
    for (SignRule.RoleCount earlier : rule.needed()) {
      List<String> people =
          signatures.stream()
              .filter(g -> g.role().equals(earlier.role()))
              .map(Signature::person)
              .distinct()
              .filter(p -> !used.contains(p))
              .toList();
      if (earlier.equals(role)) {
        return people.size();
      }
      people.stream().limit(earlier.count()).forEach(used::add);
    }
    return 0;
  }
}
