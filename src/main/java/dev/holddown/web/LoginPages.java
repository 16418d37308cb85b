package dev.holddown.web;

import dev.holddown.access.LocalUser;
import dev.holddown.access.Session;
import dev.holddown.web.page.LoginPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where somebody logs in with a password, and out. */
final class LoginPages {
  static final int OF_ONE_MAX = 5;
  static final int OF_ADDRESS_MAX = 30;
  static final int WINDOW_SECONDS = 300;

  private static final Field NEXT = Field.may("next", Field.Kind.TEXT, "where to go then");

  private final Reception reception;
  private final Tries ofOne;
  private final Tries ofAddress;
  private final Ways ways;

  /** The ways in beside a password. {@code demo}: roles to choose from; empty outside a demo. */
  record Ways(Optional<String> provider, List<String> demo) {}

  LoginPages(Reception reception, Ways ways) {
    this.reception = reception;
    this.ways = ways;
    this.ofOne = new Tries(OF_ONE_MAX, WINDOW_SECONDS, reception.kit().passing().nanos());
    this.ofAddress = new Tries(OF_ADDRESS_MAX, WINDOW_SECONDS, reception.kit().passing().nanos());
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(passwords());
    if (!ways.demo().isEmpty()) {
      routes.add(
          Reception.form(
              "/login/demo",
              "Takes a role of the demo",
              this::plays,
              Field.must("role", Field.Kind.TEXT, "one of those that the demo offers"),
              NEXT));
    }
    return routes;
  }

  /** Only a server of a demo has this route. */
  private Reply plays(Call call) {
    String role = call.text("role");
    if (!ways.demo().contains(role)) {
      throw Problem.of(400, "role", "the demo offers " + String.join(", ", ways.demo()));
    }
    return reception.letIn(
        call, new Session.Who("demo " + role, Session.Way.DEMO, List.of(role)), call.text("next"));
  }

  private List<Route> passwords() {
    return List.of(
        Reception.page(
            "/login",
            "Asks who somebody is",
            call -> form(200, call, new Asked("", "", false)),
            NEXT),
        Reception.form(
            "/login",
            "Logs somebody in",
            this::login,
            Field.must("name", Field.Kind.TEXT, "your name"),
            Field.must("password", Field.Kind.TEXT, "your password"),
            Field.may("reason", Field.Kind.TEXT, "why an emergency account is needed"),
            NEXT),
        Reception.form("/logout", "Logs somebody out", this::logout));
  }

  /** How the form looks. {@code reason}: whether it must be said why. */
  private record Asked(String wrong, String name, boolean reason) {}

  private Reply form(int status, Call call, Asked asked) {
    LoginPage page =
        new LoginPage(
            reception.frame("Log in", Caller.stranger()),
            asked.wrong(),
            asked.name(),
            Reception.local(call.text("next")),
            new LoginPage.Ways(ways.provider(), asked.reason(), ways.demo()));
    return reception.page(status, "login", page);
  }

  private Reply login(Call call) {
    String name = call.text("name");
    String from = Network.of(call.address());
    String one = from + " " + name;
    if (ofOne.full(one) || ofAddress.full(from)) {
      reception.refusals().count("too-many-logins");
      return form(
          429,
          call,
          new Asked(
              "Too many wrong passwords came from here. Wait five minutes, or ask for a new"
                  + " password; nobody else is kept out by this.",
              name,
              false));
    }
    Optional<LocalUser> user;
    try {
      user = reception.entrance().users().check(name, call.text("password"));
    } catch (IllegalStateException busy) {
      return form(503, call, new Asked(String.valueOf(busy.getMessage()), name, false));
    }
    if (user.isEmpty()) {
      return wrong(call, name, one);
    }
    ofOne.clear(one);
    return known(call, user.get());
  }

  private Reply wrong(Call call, String name, String one) {
    boolean first = !ofOne.tooMany(one) | !ofAddress.tooMany(Network.of(call.address()));
    reception.refusals().count("wrong-password");
    if (first) {
      reception
          .refusals()
          .tell("login-failed", Reception.who(call, name), "POST /login", "wrong password");
    }
    return form(
        401, call, new Asked("That name and password do not belong together.", name, false));
  }

  private Reply known(Call call, LocalUser user) {
    boolean emergency = user.life().emergency();
    String reason = call.text("reason").strip();
    if (emergency && reason.isEmpty()) {
      return form(
          422,
          call,
          new Asked(
              "This is an emergency account. Say why it is needed, and type the password again.",
              user.name(),
              true));
    }
    reception
        .refusals()
        .tell(
            emergency ? "emergency-login" : "logged-in",
            Reception.who(call, user.name()),
            "POST /login",
            reason);
    if (emergency) {
      reception
          .kit()
          .pages()
          .accept(
              "EMERGENCY ACCOUNT in use: "
                  + user.name()
                  + " logged in from "
                  + call.address()
                  + ", because: "
                  + reason
                  + ". It may hold, abort and roll back for an hour; look at holddown log access");
    }
    Session.Way way = emergency ? Session.Way.EMERGENCY : Session.Way.PASSWORD;
    return reception.letIn(call, new Session.Who(user.name(), way, List.of()), call.text("next"));
  }

  private Reply logout(Call call) {
    call.caller()
        .session()
        .ifPresent(session -> {
          reception.entrance().sessions().end(session.id());
          reception
              .refusals()
              .tell("logged-out", Reception.who(call, call.caller().person()), "POST /logout", "");
        });
    return new Reply.Bare(
        303, Map.of("Location", "/login", "Set-Cookie", reception.cookies().gone("session")));
  }
}
