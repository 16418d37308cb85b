package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.AccessToken;
import java.util.List;
import java.util.Optional;

/**
 * Who calls.
 *
 * @param token the id of the access token; empty where none is needed
 * @param roles in which they may sign; empty list and no token: any
 */
record Caller(String person, List<String> roles, AccessScope scope, Optional<String> token) {
  static Caller of(AccessToken token) {
    return new Caller(token.person(), token.roles(), token.scope(), Optional.of(token.id()));
  }

  /** A server that was opened to this machine asks nobody for roles. */
  static Caller open(String person) {
    return new Caller(person, List.of(), AccessScope.ADMIN, Optional.empty());
  }

  /** Nobody in particular, who asks for what everybody may see. */
  static Caller stranger() {
    return new Caller("nobody", List.of(), AccessScope.READ, Optional.of("none"));
  }

  /** Refuses a role that is not theirs. */
  void mustBe(String role) {
    if (token.isPresent() && !roles.contains(role)) {
      throw Problem.of(
          403,
          "role",
          person
              + " does not act as "
              + role
              + " with this token, which has "
              + (roles.isEmpty() ? "no role" : String.join(", ", roles))
              + "; nothing was changed");
    }
  }

  /** By what its requests are told apart from those of others. */
  String key() {
    return token.orElse("open " + person);
  }
}
