package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import java.util.List;

/** Turns an account into rights. */
final class Roster {
  /**
   * An account as its own record tells of it.
   *
   * @param roles that were given with it
   * @param groups of the identity provider
   */
  record Account(String person, List<String> roles, AccessScope scope, List<String> groups) {}

  /** Those of somebody whose account is here. */
  Rights of(Account account) {
    return Rights.of(account.roles(), account.scope());
  }

  /** Those of somebody whom only the identity provider knows. */
  Rights of(String person, List<String> groups) {
    return Rights.none();
  }
}
