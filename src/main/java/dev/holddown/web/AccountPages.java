package dev.holddown.web;

import dev.holddown.access.Entrance;
import dev.holddown.access.LocalUser;
import dev.holddown.access.LocalUsers;
import dev.holddown.access.Rights;
import dev.holddown.access.Session;
import dev.holddown.web.page.AccountPage;
import dev.holddown.web.page.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What somebody is here: their rights, their sessions, their password. */
final class AccountPages {
  private final Reception reception;
  private final Tries wrong;

  AccountPages(Reception reception) {
    this.reception = reception;
    this.wrong =
        new Tries(
            LoginPages.OF_ONE_MAX, LoginPages.WINDOW_SECONDS, reception.kit().passing().nanos());
  }

  List<Route> routes() {
    return List.of(
        Reception.page("/account", "What somebody is here", call -> page(200, call, "")),
        Reception.form(
            "/account/password",
            "Changes a password",
            this::changes,
            Field.may("name", Field.Kind.TEXT, "for the browser's own memory; not looked at"),
            Field.must("old", Field.Kind.TEXT, "the password until now"),
            Field.must("password", Field.Kind.TEXT, "12 to 128 characters"),
            Field.must("again", Field.Kind.TEXT, "the same once more")),
        Reception.form(
            "/account/end",
            "Ends a session of one's own",
            this::ends,
            Field.must("session", Field.Kind.TEXT, "which")));
  }

  private Entrance entrance() {
    return reception.entrance();
  }

  private static Session session(Call call) {
    return call.caller()
        .session()
        .orElseThrow(() -> Problem.of(401, "session", "log in first; nothing was changed"));
  }

  private Reply page(int status, Call call, String why) {
    Session here = session(call);
    Instant now = reception.kit().passing().clock().instant();
    List<AccountPage.Login> logins =
        entrance().sessions().list().stream()
            .filter(s -> s.who().person().equals(here.who().person()))
            .map(s ->
                new AccountPage.Login(
                    s.id(),
                    way(s.who().way()),
                    Moment.of(s.times().startedAt(), now),
                    s.id().equals(here.id())))
            .toList();
    AccountPage page =
        new AccountPage(
            reception.frame("You", call.caller()),
            call.caller().rights().grants().stream().map(AccountPages::right).toList(),
            logins,
            here.who().way() == Session.Way.PASSWORD,
            why);
    return reception.page(status, "account", page);
  }

  private static String way(Session.Way way) {
    return switch (way) {
      case PASSWORD -> "with a password";
      case PROVIDER -> "at the identity provider";
      case EMERGENCY -> "with an emergency account";
      case DEMO -> "in the demo";
    };
  }

  private static AccountPage.Right right(Rights.Grant grant) {
    String services =
        grant.services().isEmpty() ? "every service" : String.join(", ", grant.services());
    String environments =
        grant.environments().isEmpty() ? "everywhere" : String.join(", ", grant.environments());
    return new AccountPage.Right(
        grant.role(),
        grant.scope().word(),
        String.format(Locale.ROOT, "%s, %s", services, environments));
  }

  private Reply changes(Call call) {
    Session here = session(call);
    String name = here.who().person();
    if (here.who().way() != Session.Way.PASSWORD) {
      throw Problem.of(403, "password", "your password is not kept here; nothing was changed");
    }
    if (wrong.full(name)) {
      throw Problem.of(
          429, "too-many-logins", "too many wrong passwords; wait five minutes; nothing changed");
    }
    Optional<LocalUser> user;
    try {
      user = entrance().users().check(name, call.text("old"));
    } catch (IllegalStateException busy) {
      return page(503, call, "Nothing was changed: " + busy.getMessage() + ".");
    }
    if (user.isEmpty()) {
      wrong.tooMany(name);
      return page(422, call, "Nothing was changed: the password until now is another.");
    }
    Optional<String> bad =
        call.text("password").equals(call.text("again"))
            ? LocalUsers.whyBad(name, call.text("password"))
            : Optional.of("the two new passwords are not the same");
    if (bad.isPresent()) {
      return page(422, call, "Nothing was changed: " + bad.get() + ".");
    }
    entrance().users().password(name, call.text("password"), reception.kit()::secret);
    entrance().sessions().endOf(name);
    reception
        .refusals()
        .tell("password-set", Reception.who(call, name), "POST /account/password", "");
    return reception.letIn(call, here.who(), "/account");
  }

  /** Somebody else's is not found, as one that is not there. */
  private Reply ends(Call call) {
    Session here = session(call);
    entrance().sessions().list().stream()
        .filter(s -> s.id().equals(call.text("session")))
        .filter(s -> s.who().person().equals(here.who().person()))
        .forEach(s -> entrance().sessions().end(s.id()));
    return new Reply.Bare(303, Map.of("Location", "/account"));
  }
}
