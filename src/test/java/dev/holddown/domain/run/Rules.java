package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Rules of who has to sign. A role may be followed by a count: {@code "approver 2"}. */
final class Rules {
  private static final Duration DAY = Duration.ofHours(24);

  private Rules() {}

  /** Each of these roles. */
  static SignRule all(String... roles) {
    return new SignRule(counts(roles), 0, false, List.of(), DAY);
  }

  static SignRule any(int of, String... roles) {
    return new SignRule(counts(roles), of, false, List.of(), DAY);
  }

  static SignRule notStarter(String... roles) {
    return new SignRule(counts(roles), 0, true, List.of(), DAY);
  }

  static SignRule valid(Duration valid, String... roles) {
    return new SignRule(counts(roles), 0, false, List.of(), valid);
  }

  static SignRule covering(String name, String... roles) {
    return new SignRule(counts(roles), 0, false, List.of(new Expr(name, Line.NOWHERE)), DAY);
  }

  private static List<SignRule.RoleCount> counts(String... roles) {
    return Stream.of(roles)
        .map(role -> role.split(" "))
        .map(p -> new SignRule.RoleCount(p[0], p.length > 1 ? Integer.parseInt(p[1]) : 1))
        .toList();
  }
}
