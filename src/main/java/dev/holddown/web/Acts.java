package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.StartAsk;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Request;
import dev.holddown.playbooks.InputReader;
import dev.holddown.playbooks.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The routes that change something; each is one order at the desk. */
final class Acts {
  private static final int DRAWS_MAX = 5;
  private static final Field REASON = Field.may("reason", Field.Kind.TEXT, "why; kept in the log");
  private static final Field MUST_REASON =
      Field.must("reason", Field.Kind.TEXT, "say why; it is kept in the log");
  private static final Field ROLE =
      Field.must("role", Field.Kind.TEXT, "say in which role; the token must have it");

  private final Desk desk;
  private final Tags tags;
  private final Workspace workspace;
  private final Supplier<String> ids;

  Acts(Desk desk, Tags tags, Workspace workspace, Supplier<String> ids) {
    this.desk = desk;
    this.tags = tags;
    this.workspace = workspace;
    this.ids = ids;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.post(
            "/api/v1/runs",
            AccessScope.WORK,
            Route.takes(
                "Starts a run of a playbook of the workspace",
                Request.Reply.class,
                Field.must("playbook", Field.Kind.TEXT, "name a playbook of the workspace"),
                Field.may("environment", Field.Kind.TEXT, "which of its environments"),
                Field.may("inputs", Field.Kind.VALUES, "the values that it asks for"),
                Field.may(
                    "override",
                    Field.Kind.VALUES,
                    "leave to go through a freeze: freeze, role, reason, method")),
            this::start));
    routes.add(ofRun("hold", "Freezes the progress"));
    routes.add(ofRun("resume", "Lifts the hold"));
    routes.add(ofRun("abort", "Stops, and leaves things as they are"));
    routes.add(ofRun("rollback", "Goes back; comes before everything else"));
    routes.add(
        ofItem(
            "sign",
            "Signs",
            ROLE,
            Field.may("comment", Field.Kind.TEXT, "a remark beside it"),
            Field.may("for", Field.Kind.TEXT, "in whose name, who delegated the role")));
    routes.add(ofItem("decline", "Refuses to sign", ROLE, MUST_REASON));
    routes.add(ofItem("skip", "Leaves an item out", MUST_REASON));
    routes.add(ofItem("na", "Says that an item does not apply", ROLE, MUST_REASON));
    routes.add(ofItem("recheck", "Asks again", REASON));
    routes.add(
        ofItem(
            "settle",
            "Tells what became of an act of unknown outcome",
            Field.must("landed", Field.Kind.FLAG, "say whether it landed"),
            MUST_REASON));
    routes.add(
        Route.post(
            "/api/v1/runs/{id}/watches/<key>/declare",
            AccessScope.WORK,
            Route.takes("Pulls a declared watch", Request.Reply.class, ROLE, MUST_REASON),
            call -> order(call, "declare")));
    return List.copyOf(routes);
  }

  private Route ofRun(String verb, String about) {
    return Route.post(
        "/api/v1/runs/{id}/" + verb,
        AccessScope.WORK,
        Route.takes(about, Request.Reply.class, REASON),
        call -> order(call, verb));
  }

  private Route ofItem(String verb, String about, Field... fields) {
    return Route.post(
        "/api/v1/runs/{id}/items/<key>/" + verb,
        AccessScope.WORK,
        Route.takes(about, Request.Reply.class, fields),
        call -> order(call, verb));
  }

  private Reply order(Call call, String verb) {
    boolean lent = !call.text("for").isBlank(); // the engine knows what was delegated
    if (call.values().containsKey("role") && !lent) {
      call.caller().mustBe(call.text("role"));
    }
    String run = call.path("id");
    String key = call.path("key");
    Ask ask = Ask.of(verb).with("run", run).with("as", call.caller().person());
    if (!key.isEmpty()) {
      ask = ask.with("key", key);
    }
    for (Map.Entry<String, Object> value : call.values().entrySet()) {
      ask = ask.with(value.getKey(), value.getValue());
    }
    if (!call.values().containsKey("reason")) {
      ask = ask.with("reason", "asked for over the API");
    }
    Ask whole = ask;
    return tags.unchanged(
        call, run, key, () -> Reply.ok(Permits.taken((Request.Reply) desk.answer(whole))));
  }

  // --- starting ---

  private Reply start(Call call) {
    Playbook playbook = workspace.playbook(call.text("playbook"));
    String environment = environment(playbook, call.text("environment"));
    Map<String, Object> inputs = inputs(playbook, call);
    for (int i = 1; ; i++) {
      String run = playbook.id() + "-" + ids.get();
      StartAsk ask = new StartAsk(run, environment, inputs, call.caller().person());
      Request.Reply reply =
          (Request.Reply)
              desk.answer(
                  ask.ask("start", playbook, workspace.codec()).with("override", override(call)));
      boolean drawAgain = reply.sentence().endsWith("exists already") && i < DRAWS_MAX;
      if (reply.accepted() || !drawAgain) {
        return Reply.with(Reply.json(201, Permits.taken(reply)), "Location", "/api/v1/runs/" + reply.run());
      }
    }
  }

  /** Only in a role of one's own. */
  private static Map<?, ?> override(Call call) {
    Map<?, ?> given = call.values().get("override") instanceof Map<?, ?> map ? map : Map.of();
    if (!given.isEmpty()) {
      call.caller().mustBe(String.valueOf(given.get("role")));
    }
    return given;
  }

  private static String environment(Playbook playbook, String named) {
    List<String> known = playbook.subject().environments();
    if (named.isEmpty() && known.size() == 1) {
      return known.getFirst();
    }
    if (!known.contains(named)) {
      throw Problem.of(
          400,
          "environment",
          "the playbook may go to "
              + String.join(", ", known)
              + "; name one as \"environment\""
              + Nearest.to(named, known).map(near -> ", perhaps \"" + near + "\"").orElse("")
              + "; nothing was started");
    }
    return named;
  }

  private static Map<String, Object> inputs(Playbook playbook, Call call) {
    List<String> pairs = new ArrayList<>();
    if (call.values().get("inputs") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> pairs.add(name + "=" + value));
    }
    InputReader.Given read = InputReader.read(playbook.scopes().inputs(), pairs);
    if (!read.problems().isEmpty()) {
      List<String> problems =
          read.problems().stream().map(p -> p.replace("--input ", "inputs: ")).toList();
      throw Problem.of(
              400,
              "inputs",
              String.format(Locale.ROOT, "%s; nothing was started", String.join("; ", problems)))
          .with("problems", problems);
    }
    return read.values();
  }
}
