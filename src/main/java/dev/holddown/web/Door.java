package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.AccessToken;
import dev.holddown.access.AccessTokens;
import dev.holddown.access.Entrance;
import dev.holddown.access.LocalUser;
import dev.holddown.access.Rights;
import dev.holddown.access.Session;
import dev.holddown.access.Sessions;
import dev.holddown.cli.ServeOrder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who may come in: with a token, with the cookie of a session, or because the server is open to its
 * machine. A token or cookie that counts is always let in; wrong ones are counted by address, so
 * that guessing is slow and the log stays short, and nobody can lock somebody else out.
 */
final class Door {
  static final int WRONG_MAX = 10;
  static final int WINDOW_SECONDS = 60;

  private final Entrance entrance;
  private final Roster roster;
  private final Cookies cookies;
  private final ServeOrder.Offer offer;
  private final Tries wrong;

  /** {@code offer}: whether callers of this machine need no token, and the roles of a demo. */
  Door(
      Entrance entrance,
      Roster roster,
      Cookies cookies,
      ServeOrder.Offer offer,
      LongSupplier nanos) {
    this.entrance = entrance;
    this.roster = roster;
    this.cookies = cookies;
    this.offer = offer;
    this.wrong = new Tries(WRONG_MAX, WINDOW_SECONDS, nanos);
  }

  /** A caller who reaches this far somewhere, or a {@link Problem}. */
  Caller enter(AccessScope needed, Visitor visitor) {
    Caller caller = caller(visitor);
    if (!caller.rights().somewhere(needed)) {
      throw Problem.of(403, "scope", tooShort(caller, needed));
    }
    return caller;
  }

  private static String tooShort(Caller caller, AccessScope needed) {
    if (caller.rights().grants().isEmpty()) {
      return caller.person()
          + " is known, and has no role here; ask whoever keeps the people of the workspace;"
          + " nothing was changed";
    }
    String whose = caller.token().isPresent() ? "the token of " : "";
    return whose
        + caller.person()
        + " has the scope "
        + caller.scope().word()
        + "; this needs "
        + needed.word()
        + "; nothing was changed";
  }

  /** Who it is where nobody has to be anybody: a stranger, unless their cookie says more. */
  Caller perhaps(Visitor visitor) {
    return bySession(visitor).orElseGet(Caller::stranger);
  }

  private Caller caller(Visitor visitor) {
    Optional<String> sent = visitor.header("Authorization");
    if (sent.isPresent()) {
      return byToken(visitor, sent.get());
    }
    Optional<Caller> session = bySession(visitor);
    if (session.isPresent()) {
      return session.get();
    }
    if (offer.open() && local(visitor)) {
      return Caller.open(person(visitor), !offer.demo().isEmpty());
    }
    throw nobody("an access token is needed: send it as Authorization: Bearer hd_…");
  }

  private Caller byToken(Visitor visitor, String sent) {
    if (!sent.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw failed(visitor, "the header Authorization must say: Bearer hd_…");
    }
    AccessTokens.Checked checked = entrance.tokens().check(sent.substring(7).strip());
    return checked.token().map(this::of).orElseThrow(() -> failed(visitor, checked.why()));
  }

  private Optional<Caller> bySession(Visitor visitor) {
    return cookies
        .read(visitor, "session")
        .flatMap(cookie ->
            entrance
                .sessions()
                .find(cookie)
                .map(session -> of(session, Sessions.formToken(cookie))));
  }

  private Caller of(AccessToken token) {
    Roster.Account account =
        new Roster.Account(token.person(), token.roles(), token.scope(), List.of());
    Rights rights = roster.of(account).capped(token.scope());
    return new Caller(token.person(), rights, new Caller.ByToken(token.id()));
  }

  private Caller of(Session session, String formToken) {
    return new Caller(
        session.who().person(), rights(session.who()), new Caller.BySession(session, formToken));
  }

  private Rights rights(Session.Who who) {
    Optional<LocalUser> user = entrance.users().find(who.person());
    return switch (who.way()) {
      case PASSWORD ->
          user.map(u -> roster.of(new Roster.Account(u.name(), u.roles(), u.scope(), List.of())))
              .orElseGet(Rights::none);
      // Whoever comes in an emergency brakes everywhere, whatever the people document says.
      case EMERGENCY ->
          user.map(u -> Rights.of(u.roles(), AccessScope.BRAKE)).orElseGet(Rights::none);
      case PROVIDER -> roster.of(who.person(), who.groups());
      // A session outlives its server; outside the demo it is nobody's.
      case DEMO ->
          offer.demo().containsAll(who.groups())
              ? Rights.of(who.groups(), demoScope(who.groups()))
              : Rights.none();
    };
  }

  /**
   * What somebody has of their own who is not here now: by the people document, their accounts, and
   * the groups that the identity provider told of them in sessions that go on.
   */
  Rights known(String person) {
    if (offer.open()) {
      return Rights.all(); // whoever is on the machine has every role
    }
    List<Rights.Grant> grants = new ArrayList<>(roster.of(person, List.of()).grants());
    entrance.users().list().stream()
        .filter(user -> user.name().equals(person))
        .map(u -> roster.of(new Roster.Account(u.name(), u.roles(), u.scope(), List.of())))
        .forEach(rights -> grants.addAll(rights.grants()));
    entrance.tokens().list().stream()
        .filter(token -> token.person().equals(person) && entrance.tokens().counts(token.id()))
        .map(token -> of(token).rights())
        .forEach(rights -> grants.addAll(rights.grants()));
    entrance.sessions().list().stream()
        .map(Session::who)
        .filter(who -> who.person().equals(person) && who.way() != Session.Way.EMERGENCY)
        .map(this::rights)
        .forEach(rights -> grants.addAll(rights.grants()));
    return new Rights(List.copyOf(grants), AccessScope.ADMIN, false);
  }

  /** In the demo the names of its roles say what they may. */
  private static AccessScope demoScope(List<String> roles) {
    return roles.contains("viewer") ? AccessScope.READ : AccessScope.WORK;
  }

  /** The same caller as they stand now; empty when they may no longer be here. */
  Optional<Caller> again(Caller caller) {
    return switch (caller.by()) {
      case Caller.ByToken token ->
          entrance.tokens().list().stream()
              .filter(t -> t.id().equals(token.id()) && entrance.tokens().counts(t.id()))
              .findFirst()
              .map(this::of);
      case Caller.BySession by ->
          entrance.sessions().counts(by.session().id())
              ? Optional.of(of(by.session(), by.formToken()))
              : Optional.empty();
      case Caller.Openly openly -> offer.open() ? Optional.of(caller) : Optional.empty();
      case Caller.Strange strange -> Optional.empty();
    };
  }

  /**
   * A name that a page of another machine gives for this one would be no such host (rebinding), and
   * who came through a proxy need not be here.
   */
  private static boolean local(Visitor visitor) {
    if (visitor.header("X-Forwarded-For").or(() -> visitor.header("Forwarded")).isPresent()) {
      return false;
    }
    String host = visitor.header("Host").orElse("");
    String name = host.replaceFirst(":\\d+$", "");
    try {
      return InetAddress.getByName(visitor.address()).isLoopbackAddress()
          && (name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]"));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String person(Visitor visitor) {
    String sent = visitor.header("Holddown-As").orElse("");
    String named;
    try {
      named = java.net.URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Values.bad("the header Holddown-As is not encoded as in an address");
    }
    String person = Values.clean("Holddown-As", named).strip();
    return person.isEmpty() || person.length() > 64 ? "somebody" : person;
  }

  private Problem failed(Visitor visitor, String why) {
    return wrong.tooMany(Network.of(visitor.address()))
        ? Problem.of(
                429,
                "too-many-wrong-tokens",
                "more than "
                    + WRONG_MAX
                    + " wrong tokens came from this address within "
                    + WINDOW_SECONDS
                    + " seconds; a right one is let in at any time")
            .header("Retry-After", String.valueOf(WINDOW_SECONDS))
        : nobody(why);
  }

  private static Problem nobody(String why) {
    return Problem.of(401, "token", why + "; nothing was changed")
        .header("WWW-Authenticate", "Bearer realm=\"holddown\"");
  }
}
