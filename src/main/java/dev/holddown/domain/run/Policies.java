package dev.holddown.domain.run;

import dev.holddown.domain.permit.House;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.playbook.RollbackPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Leave to roll back that was given beforehand. */
final class Policies {
  private Policies() {}

  /** The use of the policy that the playbook names; empty when it does not hold. */
  static Optional<PermitEvent.PolicyUsed> use(
      RunState s, House house, String watch, String cause, Instant at) {
    Optional<Preauthorisation.Given> given =
        named(s).flatMap(id -> Optional.ofNullable(house.policies().get(id)));
    if (given.isEmpty() || why(s, house, watch, at).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new PermitEvent.PolicyUsed(
            given.get().policy().id(), house.wayBack(), given.get().by(), cause));
  }

  static Optional<String> named(RunState s) {
    return s.plan()
        .playbook()
        .rollback()
        .flatMap(RollbackPlan::byPolicy)
        .map(RollbackPlan.ByPolicy::policy);
  }

  /** Why the named policy does not hold; empty when it does, or when none is named. */
  static Optional<String> why(RunState s, House house, String watch, Instant at) {
    Optional<String> id = named(s);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Preauthorisation.Given given = house.policies().get(id.get());
    String wrong = given == null ? "is not signed" : wrong(s, house, given, watch, at);
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of("the preauthorisation \"" + id.get() + "\" " + wrong);
  }

  private static String wrong(
      RunState s, House house, Preauthorisation.Given given, String watch, Instant at) {
    Preauthorisation policy = given.policy();
    List<Signature> by =
        given.by().stream().map(g -> Signature.of(g.role(), g.person(), at)).toList();
    int most = policy.limits().usesMax();
    if (!SignRules.satisfied(policy.sign(), by)) {
      return "lacks the signature of " + SignRules.missing(policy.sign(), by);
    }
    if (!at.isBefore(policy.limits().expires())) {
      return "expired at " + policy.limits().expires();
    }
    if (!policy.scope().covers(s.head.service(), s.head.environment())) {
      return "is for " + policy.scope() + ", not for " + s.head.lock();
    }
    String signed = given.covers().getOrDefault(s.head.playbook(), "");
    if (house.wayBack().isEmpty() || !signed.equals(house.wayBack())) {
      return "was signed for another way back than this run has";
    }
    String base = watch.replaceFirst("\\[.*$", "");
    if (!policy.watches().isEmpty() && !policy.watches().contains(base)) {
      return "holds when "
          + String.join(" or ", policy.watches())
          + " fired, and this was "
          + (watch.isEmpty() ? "a person" : watch);
    }
    return most > 0 && given.used() >= most
        ? "was used " + given.used() + " times, which is the most"
        : "";
  }
}
