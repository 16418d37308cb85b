package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
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
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The routes that change something; each is one order at the desk. */
final class Acts {
  private static final int DRAWS_MAX = 5;

  /** Where the approval of a rollback is signed. */
  private static final String BACK = "rollback/approval";

  private static final Field REASON = Field.may("reason", Field.Kind.TEXT, "why; kept in the log");
  private static final Field MUST_REASON =
      Field.must("reason", Field.Kind.TEXT, "say why; it is kept in the log");
  private static final Field ROLE =
      Field.must("role", Field.Kind.TEXT, "say in which role; the token must have it");

  private static final Field TEXT =
      Field.must("text", Field.Kind.TEXT, "say what; it is kept in the log");
  private static final Field FILE_NAME =
      Field.must("name", Field.Kind.TEXT, "name the file as people know it");
  private static final Field CONTENT =
      Field.must("content", Field.Kind.FILE, "give its bytes in base64");

  private final Desk desk;
  private final Tags tags;
  private final Workspace workspace;
  private final Guard guard;
  private final Supplier<String> ids;

  Acts(Desk desk, Guard guard, Tags tags, Workspace workspace, Supplier<String> ids) {
    this.desk = desk;
    this.guard = guard;
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
    routes.add(ofRun("hold", AccessScope.BRAKE, "Freezes the progress"));
    routes.add(
        Route.post(
            "/api/v1/runs/{id}/defer",
            AccessScope.WORK,
            Route.takes(
                "Puts the run off to another hour, at which it goes on by itself",
                Request.Reply.class,
                Field.must(
                    "until", Field.Kind.TEXT, "say until when: 2026-01-31T22:00:00Z, or 22:00"),
                MUST_REASON),
            call -> order(call, "defer")));
    routes.add(ofRun("resume", AccessScope.WORK, "Lifts the hold"));
    routes.add(ofRun("abort", AccessScope.BRAKE, "Stops, and leaves things as they are"));
    routes.add(ofRun("rollback", AccessScope.BRAKE, "Goes back; comes before everything else"));
    routes.add(
        signing(
            "sign",
            "Signs",
            Field.may("comment", Field.Kind.TEXT, "a remark beside it"),
            Field.may("method", Field.Kind.TEXT, "how it was given, where the playbook asks"),
            Field.may("for", Field.Kind.TEXT, "in whose name, who delegated the role")));
    routes.add(signing("decline", "Refuses to sign", MUST_REASON));
    routes.add(ofItem("skip", "Leaves an item out", MUST_REASON));
    routes.add(ofItem("na", "Says that an item does not apply", ROLE, MUST_REASON));
    routes.add(ofItem("recheck", "Asks again", REASON));
    routes.add(ofItem("reopen", "Takes back what was decided on an item", MUST_REASON));
    routes.add(
        ofItem(
            "record",
            "Fills in fields of a record",
            ROLE,
            Field.may("fields", Field.Kind.VALUES, "the values by field")));
    for (String of : List.of("/api/v1/runs/{id}/", "/api/v1/runs/{id}/items/<key>/")) {
      String what = of.contains("key") ? "an item" : "a run";
      routes.add(beside(of + "comment", "Says something about " + what, TEXT));
      routes.add(beside(of + "attach-file", "Lays a file beside " + what, FILE_NAME, CONTENT));
    }
    routes.add(
        ofItem(
            "settle",
            "Tells what became of an act of unknown outcome",
            Field.must("landed", Field.Kind.FLAG, "say whether it landed"),
            MUST_REASON));
    routes.add(
        Route.post(
            "/api/v1/runs/{id}/watches/<key>/declare",
            AccessScope.BRAKE,
            Route.takes("Pulls a declared watch", Request.Reply.class, ROLE, MUST_REASON),
            call -> order(call, "declare")));
    return List.copyOf(routes);
  }

  private Route ofRun(String verb, AccessScope scope, String about) {
    return Route.post(
        "/api/v1/runs/{id}/" + verb,
        scope,
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

  private Route beside(String path, String about, Field... fields) {
    String verb = path.substring(path.lastIndexOf('/') + 1);
    return Route.post(
        path,
        AccessScope.WORK,
        Route.takes(about, Request.Reply.class, fields),
        call -> order(call, verb));
  }

  /** Whoever may only brake signs the way back, and nothing else. */
  private Route signing(String verb, String about, Field... more) {
    return Route.post(
        "/api/v1/runs/{id}/items/<key>/" + verb,
        AccessScope.BRAKE,
        Route.takes(
            about + "; needs work, except at " + BACK,
            Request.Reply.class,
            Stream.concat(Stream.of(ROLE), Stream.of(more)).toArray(Field[]::new)),
        call -> order(call, verb));
  }

  private Reply order(Call call, String verb) {
    return Reply.ok(order(call, verb, call.path("key"), call.values(), "asked for over the API"));
  }

  /**
   * Gives an order, whichever door it came through.
   *
   * @param key of the item or watch; empty for the run
   * @param otherwise the reason when none is given
   */
  Request.Reply order(
      Call call, String verb, String key, Map<String, Object> values, String otherwise) {
    String run = call.path("id");
    if (List.of("sign", "decline").contains(verb) && !key.equals(BACK)) {
      call.caller().must(AccessScope.WORK, guard.where(run));
    }
    boolean lent = !String.valueOf(values.getOrDefault("for", "")).isBlank();
    String role = String.valueOf(values.getOrDefault("role", ""));
    if (lent) { // the engine knows what was delegated, and not who has which role still
      guard.mustStillGive(String.valueOf(values.get("for")), role, guard.where(run));
    } else if (values.containsKey("role")) {
      call.caller().mustBe(role, guard.where(run));
    }
    Ask ask = Ask.of(verb).with("run", run).with("as", call.caller().person());
    if (!key.isEmpty()) {
      ask = ask.with("key", key);
    }
    for (Map.Entry<String, Object> value : values.entrySet()) {
      ask = ask.with(value.getKey(), value.getValue());
    }
    if (!values.containsKey("reason")) {
      ask = ask.with("reason", otherwise);
    }
    Optional<Long> seen = key.isEmpty() ? Optional.empty() : Tags.seen(call);
    if (seen.isPresent()) {
      ask = ask.with("seen", seen.get());
    }
    Ask whole = ask;
    return tags.unchanged(call, run, key, () -> Permits.taken((Request.Reply) desk.answer(whole)));
  }

  // --- starting ---

  private Reply start(Call call) {
    Request.Reply reply = start(call, call.text("playbook"));
    return Reply.with(Reply.json(201, reply), "Location", "/api/v1/runs/" + reply.run());
  }

  /** Starts a run of a playbook of the workspace. */
  Request.Reply start(Call call, String name) {
    Playbook playbook = workspace.playbook(name, call.caller());
    String environment = environment(playbook, call.text("environment"));
    Rights.Where where = new Rights.Where(playbook.subject().service(), environment);
    call.caller().must(AccessScope.WORK, where);
    Map<?, ?> override = override(call, where);
    Map<String, Object> inputs = inputs(playbook, call.values().get("inputs"));
    for (int i = 1; ; i++) {
      String run = playbook.id() + "-" + ids.get();
      StartAsk ask = new StartAsk(run, environment, inputs, call.caller().person());
      Request.Reply reply =
          (Request.Reply)
              desk.answer(ask.ask("start", playbook, workspace.codec()).with("override", override));
      boolean drawAgain = reply.sentence().endsWith("exists already") && i < DRAWS_MAX;
      if (reply.accepted() || !drawAgain) {
        return Permits.taken(reply);
      }
    }
  }

  /** Only in a role of one's own. */
  private static Map<?, ?> override(Call call, Rights.Where where) {
    Map<?, ?> given = call.values().get("override") instanceof Map<?, ?> map ? map : Map.of();
    if (!given.isEmpty()) {
      call.caller().mustBe(String.valueOf(given.get("role")), where);
      if (String.valueOf(given.containsKey("method") ? given.get("method") : "").isBlank()) {
        throw Values.missing(Field.METHOD);
      }
    }
    return given;
  }

  static String environment(Playbook playbook, String named) {
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

  static Map<String, Object> inputs(
      Playbook playbook, @org.jspecify.annotations.Nullable Object values) {
    List<String> pairs = new ArrayList<>();
    if (values instanceof Map<?, ?> given) {
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
