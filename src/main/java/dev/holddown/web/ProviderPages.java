package dev.holddown.web;

import dev.holddown.access.Session;
import dev.holddown.access.oidc.Identity;
import dev.holddown.access.oidc.Provider;
import dev.holddown.access.oidc.ProviderProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where people leave for the identity provider, and where they come back. */
final class ProviderPages {
  private static final int LOGINS_MAX = 2_000;
  private static final long LOGIN_SECONDS_MAX = 600;
  private static final Field NEXT = Field.may("next", Field.Kind.TEXT, "where to go then");

  private final Reception reception;
  private final Provider provider;

  /** Logins that have begun, by their state; the oldest are forgotten. */
  private final Map<String, Gone> gone =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Gone> eldest) {
          return size() > LOGINS_MAX;
        }
      };

  /** Somebody who left. {@code at}: of the stopwatch. */
  private record Gone(Provider.Begun begun, String next, long at) {}

  ProviderPages(Reception reception, Provider provider) {
    this.reception = reception;
    this.provider = provider;
  }

  List<Route> routes() {
    List<Field> back = new ArrayList<>();
    for (String name :
        List.of(
            "code",
            "state",
            "error",
            "error_description",
            "error_uri",
            "iss",
            "session_state",
            "scope")) {
      back.add(Field.may(name, Field.Kind.TEXT, "of OAuth 2.0"));
    }
    return List.of(
        Reception.page("/login/provider", "Sends somebody to the provider", this::leave, NEXT),
        Reception.page(
            "/login/callback",
            "Somebody comes back from the provider",
            this::comeBack,
            back.toArray(Field[]::new)));
  }

  private Reply leave(Call call) {
    Provider.Begun begun =
        new Provider.Begun(
            reception.kit().secret(), reception.kit().secret(), reception.kit().secret());
    String there;
    try {
      there = provider.begin(begun).toString();
    } catch (ProviderProblem e) {
      throw notIn(call, e);
    }
    long now = reception.kit().passing().nanos().getAsLong();
    synchronized (gone) {
      gone.put(begun.state(), new Gone(begun, Reception.local(call.text("next")), now));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Location", there);
    headers.put("Set-Cookie", reception.cookies().set("login", begun.state(), LOGIN_SECONDS_MAX));
    return new Reply.Bare(303, headers);
  }

  private Reply comeBack(Call call) {
    String state = call.text("state");
    boolean same =
        reception.cookies().read(call.visitor(), "login").filter(state::equals).isPresent();
    Gone left =
        taken(state)
            .filter(one -> same)
            .orElseThrow(() ->
                Problem.of(
                    403,
                    "login",
                    "this login was not begun here, was used already, or took longer than ten"
                        + " minutes; begin again at /login"));
    if (!call.text("error").isEmpty()) {
      throw Problem.of(
          403, "login", "the provider let nobody in: " + Values.shown(call.text("error")));
    }
    String says = call.text("iss");
    if (!says.isEmpty() && !says.equals(provider.issuer())) {
      throw Problem.of(403, "login", "the answer comes from another issuer (RFC 9207)");
    }
    try {
      Identity identity = provider.finish(call.text("code"), left.begun());
      return welcome(call, identity, left.next());
    } catch (ProviderProblem e) {
      throw notIn(call, e);
    }
  }

  private Reply welcome(Call call, Identity identity, String next) {
    try {
      dev.holddown.access.LocalUsers.check(identity.person());
    } catch (IllegalArgumentException e) {
      throw Problem.of(
          403, "login", "the provider's name for you cannot be used: " + e.getMessage());
    }
    reception
        .refusals()
        .tell(
            "logged-in",
            Reception.who(call, identity.person()),
            "GET /login/callback",
            "groups: " + String.join(", ", identity.groups()));
    Session.Who who = new Session.Who(identity.person(), Session.Way.PROVIDER, identity.groups());
    return reception.letIn(call, who, next);
  }

  private Optional<Gone> taken(String state) {
    long now = reception.kit().passing().nanos().getAsLong();
    synchronized (gone) {
      return Optional.ofNullable(gone.remove(state))
          .filter(one -> now - one.at() < TimeUnit.SECONDS.toNanos(LOGIN_SECONDS_MAX));
    }
  }

  private Problem notIn(Call call, ProviderProblem e) {
    reception
        .refusals()
        .tell("login-failed", Reception.who(call, ""), "the provider's login", e.sentence());
    return e.isDown()
        ? Problem.of(
            503,
            "provider",
            e.sentence()
                + ". Whoever has a password of this server still comes in at /login, and an"
                + " emergency account rolls back")
        : Problem.of(403, "provider", e.sentence());
  }
}
