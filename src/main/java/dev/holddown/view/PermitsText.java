package dev.holddown.view;

import dev.holddown.domain.permit.Delegation;
import java.util.List;

/** Permits and freezes, one line each. */
public final class PermitsText {
  private PermitsText() {}

  /** A freeze: whether it holds, where, until when, who may override it. */
  public static String line(PermitsView.FreezeLine freeze) {
    PermitsView.When when = freeze.when();
    return (when.holds() ? "HOLDS  " : "       ")
        + freeze.id()
        + "  "
        + where(freeze.where())
        + (when.holds()
            ? when.until().map(at -> ", until " + Times.full(at)).orElse(", until it is ended")
            : when.again() ? ", comes again" : "")
        + "; "
        + (freeze.ways().override().isEmpty()
            ? "nobody may override it"
            : "overridden by " + String.join(" or ", freeze.ways().override()))
        + ": "
        + freeze.about().why();
  }

  private static String where(PermitsView.Where where) {
    return all(where.services(), "every service")
        + " in "
        + all(where.environments(), "every environment");
  }

  private static String all(List<String> names, String every) {
    return names.isEmpty() ? every : String.join(", ", names);
  }

  /** An exception: what it waives, whose it is, until when, by whom it was approved. */
  public static String line(PermitsView.ExceptionLine row) {
    return row.id()
        + "  waives "
        + row.waives()
        + ", owned by "
        + row.owner()
        + ", risk "
        + row.terms().risk()
        + ", "
        + (row.terms().expired() ? "EXPIRED " : "until ")
        + Times.full(row.terms().expires())
        + row.approved().map(by -> ", approved by " + by).orElse(", NOT APPROVED")
        + ": "
        + row.terms().rationale();
  }

  /** A preauthorisation: where, until when, how often, who has to sign yet. */
  public static String line(PermitsView.PolicyLine policy) {
    PermitsView.Use use = policy.use();
    return policy.id()
        + "  "
        + where(policy.where())
        + ", "
        + (use.expired() ? "EXPIRED " : "until ")
        + Times.full(use.expires())
        + ", used "
        + use.used()
        + (use.usesMax() > 0 ? " of " + use.usesMax() : "")
        + " times"
        + (policy.signatures().lacks().isEmpty()
            ? ", signed"
            : ", lacks the signature of " + policy.signatures().lacks());
  }

  /** A delegation: who signs for whom, as what, until when. */
  public static String line(Delegation delegation) {
    return delegation.id()
        + "  "
        + delegation.to()
        + " signs for "
        + delegation.from()
        + " as "
        + String.join(", ", delegation.roles())
        + ", until "
        + Times.full(delegation.time().until());
  }
}
