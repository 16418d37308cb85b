package dev.holddown.domain.run;

import dev.holddown.domain.playbook.SignRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether signatures satisfy a rule. Counts distinct people: each fills one seat of one role, and
 * who may fill several is put where most seats are filled.
 */
final class SignRules {
  private SignRules() {}

  /** A rule that names nobody is satisfied by nobody. */
  static boolean satisfied(SignRule rule, List<Signature> signatures) {
    if (signatures.isEmpty()) {
      return false; // as at most lines of a long list
    }
    int wanted = rule.anyOf() > 0 ? rule.anyOf() : rule.needed().size();
    return wanted > 0 && some(rule.needed(), wanted, List.of(), signatures);
  }

  /** Whether some {@code wanted} of these roles, with those taken, are filled at the same time. */
  private static boolean some(
      List<SignRule.RoleCount> roles,
      int wanted,
      List<SignRule.RoleCount> taken,
      List<Signature> signatures) {
    if (wanted == 0) {
      List<String> seats = seats(taken);
      return filled(seats, signatures).size() == seats.size();
    }
    if (roles.size() < wanted) {
      return false;
    }
    List<SignRule.RoleCount> rest = roles.subList(1, roles.size());
    List<SignRule.RoleCount> with =
        Stream.concat(taken.stream(), Stream.of(roles.getFirst())).toList();
    return some(rest, wanted - 1, with, signatures) || some(rest, wanted, taken, signatures);
  }

  /** The roles that still lack people, for a sentence. */
  static String missing(SignRule rule, List<Signature> signatures) {
    List<String> seats = seats(rule.needed());
    Set<Integer> filled = filled(seats, signatures);
    Map<String, Integer> lacking = new LinkedHashMap<>();
    for (int i = 0; i < seats.size(); i++) {
      if (!filled.contains(i)) {
        lacking.merge(seats.get(i), 1, Integer::sum);
      }
    }
    return String.join(
        rule.anyOf() > 0 ? " or " : ", ",
        lacking.entrySet().stream()
            .map(e -> e.getValue() > 1 ? e.getValue() + " × " + e.getKey() : e.getKey())
            .toList());
  }

  private static List<String> seats(List<SignRule.RoleCount> roles) {
    return roles.stream()
        .flatMap(r -> IntStream.range(0, Math.max(1, r.count())).mapToObj(i -> r.role()))
        .toList();
  }

  /** The seats that can be filled at the same time: a largest matching of seats and people. */
  private static Set<Integer> filled(List<String> seats, List<Signature> signatures) {
    Map<String, Integer> seatOf = new HashMap<>();
    for (int seat = 0; seat < seats.size(); seat++) {
      seat(seat, seats, signatures, seatOf, new ArrayList<>());
    }
    return new HashSet<>(seatOf.values());
  }

  /** Seats somebody, moving others to another seat where that helps. */
  private static boolean seat(
      int seat,
      List<String> seats,
      List<Signature> signatures,
      Map<String, Integer> seatOf,
      List<String> asked) {
    for (Signature signature : signatures) {
      String person = signature.person();
      if (!signature.role().equals(seats.get(seat)) || asked.contains(person)) {
        continue;
      }
      asked.add(person);
      Integer other = seatOf.get(person);
      if (other == null || seat(other, seats, signatures, seatOf, asked)) {
        seatOf.put(person, seat);
        return true;
      }
    }
    return false;
  }
}
