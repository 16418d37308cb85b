package dev.holddown.access;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a person may, and where: the sum of their grants. Whoever has none may nothing.
 *
 * @param grants in no order
 * @param most no grant reaches further than this, such as the scope of a token
 * @param anyRole whether every role is theirs, as on a server that is open to its machine
 */
public record Rights(List<Grant> grants, AccessScope most, boolean anyRole) {
  /**
   * One of them.
   *
   * @param role in which they may sign there; empty for none
   * @param services which; empty for all
   * @param environments which; empty for all
   */
  public record Grant(
      String role, AccessScope scope, List<String> services, List<String> environments) {
    /** Everywhere. */
    public static Grant everywhere(String role, AccessScope scope) {
      return new Grant(role, scope, List.of(), List.of());
    }

    boolean covers(Where where) {
      return (services.isEmpty() || services.contains(where.service()))
          && (environments.isEmpty() || environments.contains(where.environment()));
    }

    boolean everywhere() {
      return services.isEmpty() && environments.isEmpty();
    }
  }

  /** What runs are about, and what roles are limited to. */
  public record Where(String service, String environment) {
    /**
     * That of a lock, {@code service/environment}; what stands after a {@code #} is the run's, when
     * it shares its subject with others.
     */
    public static Where of(String lock) {
      int own = lock.indexOf('#');
      String subject = own < 0 ? lock : lock.substring(0, own);
      int slash = subject.lastIndexOf('/');
      return slash < 0
          ? new Where(subject, "")
          : new Where(subject.substring(0, slash), subject.substring(slash + 1));
    }
  }

  /** Those of an account whose roles are limited to nothing. */
  public static Rights of(List<String> roles, AccessScope scope) {
    return new Rights(
        Stream.concat(Stream.of(""), roles.stream())
            .map(role -> Grant.everywhere(role, scope))
            .toList(),
        scope,
        false);
  }

  /** Everything, in any role. */
  public static Rights all() {
    return new Rights(List.of(Grant.everywhere("", AccessScope.ADMIN)), AccessScope.ADMIN, true);
  }

  /** None at all. */
  public static Rights none() {
    return new Rights(List.of(), AccessScope.READ, false);
  }

  /** The same, and no further than this. */
  public Rights capped(AccessScope scope) {
    return new Rights(grants, most.holds(scope) ? scope : most, anyRole);
  }

  /** How far they reach somewhere. */
  public AccessScope scope() {
    AccessScope highest =
        grants.stream().map(Grant::scope).max(Comparator.naturalOrder()).orElse(AccessScope.READ);
    return most.holds(highest) ? highest : most;
  }

  /** Whether there is a place where they may do this. */
  public boolean somewhere(AccessScope needed) {
    return most.holds(needed) && grants.stream().anyMatch(grant -> grant.scope().holds(needed));
  }

  /** Whether they may do this here. */
  public boolean may(AccessScope needed, Where where) {
    return most.holds(needed)
        && grants.stream().anyMatch(grant -> grant.scope().holds(needed) && grant.covers(where));
  }

  /** Whether they may do this everywhere. */
  public boolean everywhere(AccessScope needed) {
    return most.holds(needed)
        && grants.stream().anyMatch(grant -> grant.scope().holds(needed) && grant.everywhere());
  }

  /** Whether they may sign in this role here. */
  public boolean signs(String role, Where where) {
    return anyRole || grants.stream().anyMatch(g -> g.role().equals(role) && g.covers(where));
  }

  /** Whether they may sign in this role everywhere. */
  public boolean signsEverywhere(String role) {
    return anyRole || grants.stream().anyMatch(g -> g.role().equals(role) && g.everywhere());
  }

  /** The roles that are theirs somewhere, sorted. */
  public List<String> roles() {
    return grants.stream()
        .map(Grant::role)
        .filter(role -> !role.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }
}
