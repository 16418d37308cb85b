package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Entrance;
import dev.holddown.access.Invitations;
import dev.holddown.access.LocalUsers;
import dev.holddown.access.Session;
import dev.holddown.web.page.WelcomePage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where somebody sets a password by a code: the first administrator, and who was invited. */
final class WelcomePages {
  private static final Field CODE = Field.must("code", Field.Kind.TEXT, "the code of the link");

  private final Reception reception;

  WelcomePages(Reception reception) {
    this.reception = reception;
  }

  List<Route> routes() {
    return List.of(
        Reception.page("/welcome", "Asks for a first password", this::asks, CODE),
        Reception.form(
            "/welcome",
            "Sets a password by a code",
            this::sets,
            CODE,
            Field.may("name", Field.Kind.TEXT, "the name of the first administrator"),
            Field.must("password", Field.Kind.TEXT, "12 to 128 characters"),
            Field.must("again", Field.Kind.TEXT, "the same once more")));
  }

  private Reply asks(Call call) {
    return form(200, call, invitation(call), "");
  }

  private Entrance entrance() {
    return reception.entrance();
  }

  private Invitations.Invitation invitation(Call call) {
    return entrance()
        .invitations()
        .find(call.text("code"))
        .filter(found -> found.person().isPresent() || !entrance().users().administrated())
        .orElseThrow(WelcomePages::spent);
  }

  private static Problem spent() {
    return Problem.of(
        403,
        "code",
        "this link counts no longer: it was used, is too old, or was replaced. Beside the server,"
            + " holddown user password NAME makes a new one; a start of the server does while"
            + " nobody looks after it");
  }

  private Reply form(int status, Call call, Invitations.Invitation invitation, String wrong) {
    WelcomePage page =
        new WelcomePage(
            reception.frame("Welcome", Caller.stranger()),
            invitation.person().orElse(""),
            call.text("code"),
            wrong);
    return reception.page(status, "welcome", page);
  }

  private Reply sets(Call call) {
    Invitations.Invitation invitation = invitation(call);
    String name = invitation.person().orElseGet(() -> call.text("name"));
    String password = call.text("password");
    Optional<String> bad =
        password.equals(call.text("again"))
            ? LocalUsers.whyBad(name, password)
            : Optional.of("the two passwords are not the same");
    if (bad.isPresent()) {
      return form(422, call, invitation, "Nothing was set: " + bad.get() + ".");
    }
    try {
      return taken(call, name, password);
    } catch (IllegalArgumentException e) {
      return form(422, call, invitation, "Nothing was set: " + e.getMessage() + ".");
    }
  }

  /** Of several who send the same code at once, one gets here with it. */
  private Reply taken(Call call, String name, String password) {
    LocalUsers users = entrance().users();
    LocalUsers.check(name);
    Invitations.Invitation invitation =
        entrance().invitations().take(call.text("code")).orElseThrow(WelcomePages::spent);
    if (invitation.person().isEmpty()) {
      users.add(new LocalUsers.Wish(name, List.of(), AccessScope.ADMIN, false));
    }
    users.password(name, password, reception.kit()::secret);
    entrance().sessions().endOf(name);
    reception
        .refusals()
        .tell(
            invitation.person().isEmpty() ? "setup" : "password-set",
            Reception.who(call, name),
            "POST /welcome",
            "by a link");
    if (users.find(name).filter(user -> user.life().emergency()).isPresent()) {
      // It comes in by saying why, for an hour, and somebody is paged: never by a link.
      return new Reply.Bare(303, Map.of("Location", "/login"));
    }
    return reception.letIn(call, new Session.Who(name, Session.Way.PASSWORD, List.of()), "/");
  }
}
