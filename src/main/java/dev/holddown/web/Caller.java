package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.access.Session;
import dev.holddown.web.page.Viewer;
import java.util.List;
import java.util.Optional;

/**
 * Who calls.
 *
 * @param rights what they may, and where
 * @param by how they showed who they are
 */
record Caller(String person, Rights rights, By by) {
  /** How somebody showed who they are. */
  sealed interface By {}

  /** An access token, by its id. */
  record ByToken(String id) implements By {}

  /** A cookie; {@code formToken} is what a form must send beside it. */
  record BySession(Session session, String formToken) implements By {}

  /** Not at all, on a server that is open to its machine; a demo offers roles beside. */
  record Openly(boolean demo) implements By {}

  /** Not at all, and nobody asked. */
  record Strange() implements By {}

  /** A server that was opened to this machine asks nobody for roles. */
  static Caller open(String person, boolean demo) {
    return new Caller(person, Rights.all(), new Openly(demo));
  }

  /** Nobody in particular, who asks for what everybody may see. */
  static Caller stranger() {
    return new Caller("nobody", Rights.none(), new Strange());
  }

  /** The person for a log: empty for a stranger. */
  String name() {
    return by instanceof Strange ? "" : person;
  }

  /** How open the server is to them without a name. */
  Viewer.Open open() {
    return switch (by) {
      case Openly openly -> openly.demo() ? Viewer.Open.DEMO : Viewer.Open.MACHINE;
      default -> Viewer.Open.NO;
    };
  }

  /** In which roles they may sign, somewhere. */
  List<String> roles() {
    return rights.roles();
  }

  AccessScope scope() {
    return rights.scope();
  }

  /** The id of the access token, when they came with one. */
  Optional<String> token() {
    return by instanceof ByToken token ? Optional.of(token.id()) : Optional.empty();
  }

  /** The session, when they came with a cookie. */
  Optional<Session> session() {
    return by instanceof BySession session ? Optional.of(session.session()) : Optional.empty();
  }

  /** What every form of theirs must send as {@code form_token}; empty where none is needed. */
  String formToken() {
    return by instanceof BySession session ? session.formToken() : "";
  }

  /** Whether they may look at a run, playbook or page about this. */
  boolean sees(Rights.Where where) {
    return rights.may(AccessScope.READ, where);
  }

  /** Refuses what they may not do here. */
  void must(AccessScope needed, Rights.Where where) {
    if (!rights.may(needed, where)) {
      throw Problem.of(
          403,
          "reach",
          person
              + " may not do that for "
              + where.service()
              + " in "
              + where.environment()
              + ": it needs "
              + needed.word()
              + " there; nothing was changed");
    }
  }

  /** Refuses a role that is not theirs everywhere, for what holds for every run. */
  void mustBeEverywhere(String role) {
    if (!rights.signsEverywhere(role)) {
      throw Problem.of(
          403,
          "role",
          person
              + " does not act as "
              + role
              + " for every service, which this is about; nothing was changed");
    }
  }

  /** Refuses what they may not do everywhere. */
  void mustEverywhere(AccessScope needed) {
    if (!rights.everywhere(needed)) {
      throw Problem.of(
          403,
          "reach",
          person
              + " may not do that for every service, which this is about: it needs "
              + needed.word()
              + " everywhere; nothing was changed");
    }
  }

  /** Refuses a role that is not theirs here. */
  void mustBe(String role, Rights.Where where) {
    if (!rights.signs(role, where)) {
      List<String> theirs = roles().stream().filter(r -> rights.signs(r, where)).toList();
      throw Problem.of(
          403,
          "role",
          person
              + " does not act as "
              + role
              + " for "
              + where.service()
              + " in "
              + where.environment()
              + ", and has there "
              + (theirs.isEmpty() ? "no role" : String.join(", ", theirs))
              + "; nothing was changed");
    }
  }

  /** By what its requests are told apart from those of others. */
  String key() {
    return switch (by) {
      case ByToken token -> "token " + token.id();
      case BySession session -> "session " + session.session().id();
      case Openly openly -> "open " + person;
      case Strange strange -> "nobody";
    };
  }
}
