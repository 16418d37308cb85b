package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.engine.Request;
import dev.holddown.view.PermitsView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of waivers, freezes, preauthorisations, delegations and the workspace. */
final class Permits {
  private static final Optional<AccessScope> READ = Optional.of(AccessScope.READ);
  private static final Field ROLE =
      Field.must("role", Field.Kind.TEXT, "say in which role; the token must have it");
  private static final Field COMMENT = Field.may("comment", Field.Kind.TEXT, "a remark beside it");
  private static final Field WHY =
      Field.must("reason", Field.Kind.TEXT, "say why; it is kept in the log");

  private final Desk desk;
  private final Guard guard;

  Permits(Desk desk, Guard guard) {
    this.desk = desk;
    this.guard = guard;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(looks());
    routes.addAll(ofRun());
    routes.addAll(freezes());
    routes.addAll(others());
    return List.copyOf(routes);
  }

  private List<Route> looks() {
    return List.of(
        look("freezes", "Freezes, those that hold first", PermitsView.Freezes.class),
        look("exceptions", "Policy exceptions of the workspace", PermitsView.Exceptions.class),
        look("policies", "Preauthorisations of the workspace", PermitsView.Policies.class),
        look("delegations", "Who may sign for whom", PermitsView.Delegations.class),
        look("workspace", "What is in force, and what waits", Answers.Workspace.class),
        Route.get(
            "/api/v1/governance",
            READ,
            Route.gives(
                "What was decided for all runs, in order",
                Answers.Page.class,
                Field.may("after", Field.Kind.WHOLE, "the number of the last event known")),
            call -> {
              call.caller().mustEverywhere(AccessScope.READ);
              return Reply.ok(desk.entries().governance(call.number("after", 0)));
            }),
        Route.get(
            "/api/v1/runs/{id}/permits",
            READ,
            Route.gives("Waivers, overrides and the policy of a run", PermitsView.OfRun.class),
            call -> Reply.ok(desk.answer(Ask.of("permits").with("run", call.path("id"))))),
        Route.get(
            "/api/v1/runs/{id}/diff",
            READ,
            Route.gives("How the playbook of a run differs from that in force", Answers.Diff.class),
            call -> Reply.ok(desk.answer(Ask.of("diff").with("run", call.path("id"))))));
  }

  private Route look(String what, String about, Class<?> answer) {
    return Route.get(
        "/api/v1/" + what,
        READ,
        Route.gives(about, answer),
        call -> {
          if (!what.equals("freezes")) {
            call.caller().mustEverywhere(AccessScope.READ);
          }
          return Reply.ok(desk.answer(Ask.of(what)));
        });
  }

  private List<Route> ofRun() {
    return List.of(
        Route.post(
            "/api/v1/runs/{id}/items/<key>/waive",
            AccessScope.WORK,
            Route.takes(
                "Asks that a line that did not pass be let through",
                Request.Reply.class,
                WHY,
                Field.must("risk", Field.Kind.TEXT, "say how bad it may get: low, medium, high"),
                Field.must("expires", Field.Kind.TEXT, "say until when, 168 hours at most"),
                Field.may("owner", Field.Kind.TEXT, "who answers for it; the caller when absent"),
                Field.may("reference", Field.Kind.TEXT, "where more is written")),
            call ->
                order(
                    Ask.of("waive").with("run", call.path("id")).with("key", call.path("key")),
                    call)),
        Route.post(
            "/api/v1/runs/{id}/freezes/{freeze}/override",
            AccessScope.WORK,
            Route.takes(
                "Lets the run through a freeze for a while",
                Request.Reply.class,
                ROLE,
                WHY,
                Field.METHOD,
                Field.may("minutes", Field.Kind.WHOLE, "for how long; 240 when absent")),
            call ->
                order(
                    Ask.of("override")
                        .with("run", call.path("id"))
                        .with("freeze", call.path("freeze")),
                    call)));
  }

  private List<Route> freezes() {
    return List.of(
        Route.post(
            "/api/v1/freezes",
            AccessScope.WORK,
            Route.takes(
                "Begins a freeze at once",
                Request.Reply.class,
                Field.must("id", Field.Kind.TEXT, "give it a name"),
                WHY,
                Field.may("services", Field.Kind.TEXT, "which, with commas; all when absent"),
                Field.may("environments", Field.Kind.TEXT, "where, with commas; all when absent"),
                Field.may("until", Field.Kind.TEXT, "until when; until it is ended when absent"),
                Field.may("override", Field.Kind.TEXT, "roles that may override it, with commas")),
            this::freeze),
        Route.post(
            "/api/v1/freezes/{id}/end",
            AccessScope.WORK,
            Route.takes(
                "Ends a freeze that was begun by command",
                Request.Reply.class,
                WHY,
                Field.may("role", Field.Kind.TEXT, "a role that may override it")),
            call -> order(Ask.of("freeze-end").with("id", call.path("id")), call)));
  }

  private List<Route> others() {
    return List.of(
        Route.post(
            "/api/v1/exceptions/{id}/approve",
            AccessScope.WORK,
            Route.takes("Approves an exception as it stands", Request.Reply.class, ROLE, COMMENT),
            call -> order(Ask.of("exception-approve").with("id", call.path("id")), call)),
        Route.post(
            "/api/v1/policies/{id}/sign",
            AccessScope.WORK,
            Route.takes("Signs a preauthorisation", Request.Reply.class, ROLE, COMMENT),
            call -> order(Ask.of("policy-sign").with("id", call.path("id")), call)),
        Route.post(
            "/api/v1/delegations",
            AccessScope.WORK,
            Route.takes(
                "Lets another person sign for the caller",
                Request.Reply.class,
                Field.must("to", Field.Kind.TEXT, "name the person"),
                Field.must("roles", Field.Kind.TEXT, "name the roles, with commas"),
                Field.must("until", Field.Kind.TEXT, "say until when, 30 days at most"),
                Field.may("reason", Field.Kind.TEXT, "why; kept in the log")),
            this::delegate),
        Route.post(
            "/api/v1/delegations/{id}/end",
            AccessScope.WORK,
            Route.takes(
                "Ends a delegation",
                Request.Reply.class,
                Field.may("reason", Field.Kind.TEXT, "why; kept in the log")),
            call -> order(Ask.of("delegation-end").with("id", call.path("id")), call)),
        Route.post(
            "/api/v1/workspace/approve",
            AccessScope.WORK,
            Route.takes(
                "Agrees that what the folder holds comes into force",
                Request.Reply.class,
                Field.must("digest", Field.Kind.TEXT, "name what is agreed to, as it waits"),
                ROLE,
                COMMENT),
            call -> order(Ask.of("workspace-approve"), call)));
  }

  /** Only what one has is lent: the roles of the token, never those that were lent to one. */
  Reply delegate(Call call) {
    for (String role : call.text("roles").split(",", -1)) {
      call.caller().mustBeEverywhere(role.strip());
    }
    return order(Ask.of("delegate"), call);
  }

  /** Where one may not work one stops nobody. */
  Reply freeze(Call call) {
    List<String> services = words(call.text("services"));
    List<String> environments = words(call.text("environments"));
    if (services.isEmpty() || environments.isEmpty()) {
      call.caller().mustEverywhere(AccessScope.WORK);
    }
    for (String service : services) {
      for (String environment : environments) {
        call.caller().must(AccessScope.WORK, new Rights.Where(service, environment));
      }
    }
    return order(Ask.of("freeze-start"), call);
  }

  /** As the desk reads a list: nothing between commas is no word, and no words are all. */
  private static List<String> words(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  Reply order(Ask ask, Call call) {
    String run = ask.text("run");
    if (call.values().containsKey("role") && run.isEmpty()) {
      call.caller().mustBeEverywhere(call.text("role"));
    } else if (call.values().containsKey("role")) {
      call.caller().mustBe(call.text("role"), guard.where(run));
    }
    Ask whole = ask.with("as", call.caller().person());
    for (Map.Entry<String, Object> value : call.values().entrySet()) {
      whole = whole.with(value.getKey(), value.getValue());
    }
    return Reply.ok(taken((Request.Reply) desk.answer(whole)));
  }

  /** The reply when it was taken, else the problem that it is. */
  static Request.Reply taken(Request.Reply reply) {
    if (reply.accepted()) {
      return reply;
    }
    Problem frozen =
        switch (reply.why().getOrDefault("code", "")) {
          case "freeze" -> Problem.of(423, "freeze", reply.sentence());
          case "method" -> Problem.of(422, "method", reply.sentence());
          default -> throw Problem.of(409, "refused", reply.sentence());
        };
    for (Map.Entry<String, String> detail : reply.why().entrySet()) {
      if (!detail.getKey().equals("code")) {
        frozen = frozen.with(detail.getKey(), detail.getValue());
      }
    }
    throw frozen;
  }
}
