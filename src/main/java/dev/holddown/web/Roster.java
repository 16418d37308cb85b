package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.domain.people.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns an account into rights. Where the workspace has a people document, that alone says who has
 * the roles that it names and where they count, and whoever has none of its roles may nothing
 * there; only administrators of the server reach everything still.
 */
final class Roster {
  private final Supplier<Optional<People>> people;

  /** {@code people}: what the people document says now; empty when there is none. */
  Roster(Supplier<Optional<People>> people) {
    this.people = people;
  }

  /**
   * An account as its own record tells of it.
   *
   * @param roles that were given with it
   * @param groups of the identity provider
   */
  record Account(String person, List<String> roles, AccessScope scope, List<String> groups) {}

  /** The people document in force; empty when there is none. */
  Optional<People> document() {
    return people.get();
  }

  /** Those of somebody whose account is here. */
  Rights of(Account account) {
    Optional<People> document = people.get();
    if (document.isEmpty()) {
      return Rights.of(account.roles(), account.scope());
    }
    List<Rights.Grant> grants = new ArrayList<>(given(document.get(), account));
    if (account.scope() == AccessScope.ADMIN) {
      grants.add(Rights.Grant.everywhere("", AccessScope.ADMIN));
    }
    account.roles().stream()
        .filter(role -> !document.get().roles().containsKey(role))
        .map(role -> Rights.Grant.everywhere(role, account.scope()))
        .forEach(grants::add);
    return new Rights(List.copyOf(grants), AccessScope.ADMIN, false);
  }

  /** Those of somebody whom only the identity provider knows. */
  Rights of(String person, List<String> groups) {
    Account account = new Account(person, List.of(), AccessScope.READ, groups);
    List<Rights.Grant> grants =
        people.get().map(document -> given(document, account)).orElse(List.of());
    return new Rights(grants, AccessScope.ADMIN, false);
  }

  private static List<Rights.Grant> given(People document, Account account) {
    return document.roles().entrySet().stream()
        .filter(entry -> entry.getValue().has(account.person(), account.groups()))
        .map(Roster::grant)
        .toList();
  }

  private static Rights.Grant grant(Map.Entry<String, People.Role> entry) {
    People.Role role = entry.getValue();
    AccessScope scope =
        switch (role.may()) {
          case READ -> AccessScope.READ;
          case BRAKE -> AccessScope.BRAKE;
          case WORK -> AccessScope.WORK;
          case ADMIN -> AccessScope.ADMIN;
        };
    return new Rights.Grant(
        entry.getKey(), scope, role.covers().services(), role.covers().environments());
  }
}
