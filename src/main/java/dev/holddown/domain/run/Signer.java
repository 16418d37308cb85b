package dev.holddown.domain.run;

import dev.holddown.domain.playbook.SignRule;
import java.util.Optional;

/**
 * Who has to sign an item by a rule, and what for; empty when nobody. Hundreds of lines wait for a
 * person each time that one of them is signed, so it is found once for each state of an item.
 */
record Signer(SignRule rule, String what, Optional<Next> next) {
  /** For the item as it stands. */
  static Optional<Next> next(ItemState item, SignRule rule, String what) {
    Signer known = item.signer;
    if (known == null || known.rule() != rule || !known.what().equals(what)) {
      known = new Signer(rule, what, found(item, rule, what));
      item.signer = known;
    }
    return known.next();
  }

  private static Optional<Next> found(ItemState item, SignRule rule, String what) {
    return SignRules.satisfied(rule, item.signatures)
        ? Optional.empty()
        : Optional.of(new Next.Person(SignRules.missing(rule, item.signatures), what));
  }
}
