package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Refused;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.EventLine;
import dev.holddown.view.ItemView;
import dev.holddown.view.OwedList;
import dev.holddown.view.OwedView;
import dev.holddown.view.RunView;
import dev.holddown.view.StatusView;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The routes that look and change nothing. */
final class Looks {
  private static final int PAGE_EVENTS_MAX = 1_000;
  private static final Optional<AccessScope> READ = Optional.of(AccessScope.READ);

  private final Desk desk;
  private final Workspace workspace;
  private final Guard guard;
  private final AtomicBoolean verifying = new AtomicBoolean();

  Looks(Desk desk, Guard guard, Workspace workspace) {
    this.desk = desk;
    this.guard = guard;
    this.workspace = workspace;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/runs",
            READ,
            Route.gives(
                "The runs: open ones first, then those that closed last",
                StatusView.class,
                Field.may("all", Field.Kind.FLAG, "also older runs, up to 100")),
            this::runs),
        Route.get(
            "/api/v1/runs/{id}",
            READ,
            Route.gives("A run; its ETag is the number of its last event", RunView.class),
            this::run),
        Route.get(
            "/api/v1/runs/{id}/log",
            READ,
            Route.gives(
                "The events of a run in order",
                Answers.Page.class,
                Field.may("after", Field.Kind.WHOLE, "the number of the last event known"),
                Field.may("limit", Field.Kind.WHOLE, "1 to 1000 events, 1000 when absent")),
            this::log),
        Route.get(
            "/api/v1/runs/{id}/card",
            READ,
            Route.gives("The rollback card", Answers.Text.class),
            call -> Reply.ok(desk.answer(Ask.of("card").with("run", call.path("id"))))),
        Route.get(
            "/api/v1/runs/{id}/items/<key>",
            READ,
            Route.gives("An item or gate, and all that happened to it", Given.Item.class),
            this::item),
        Route.get(
            "/api/v1/evidence/{digest}",
            READ,
            Route.gives(
                "The bytes of evidence by their SHA-256",
                byte[].class,
                Field.may(
                    "run",
                    Field.Kind.TEXT,
                    "a run whose log names them; whoever does not see every run must say it")),
            this::evidence),
        Route.get(
            "/api/v1/playbooks",
            READ,
            Route.gives("What may be started here, by name", Given.Playbooks.class),
            call -> Reply.ok(new Given.Playbooks(workspace.names(call.caller())))),
        owed(),
        links(),
        Route.get(
            "/api/v1/may-i-deploy",
            READ,
            Route.gives(
                "Whether a service may be deployed now, and why not",
                Answers.Clearance.class,
                Field.must("service", Field.Kind.TEXT, "the service"),
                Field.must("env", Field.Kind.TEXT, "the environment")),
            this::mayDeploy),
        Route.post(
            "/api/v1/log/verify",
            AccessScope.READ,
            Route.takes(
                "Walks every hash chain and names the first bad event",
                EventStore.Verification.class),
            this::verify));
  }

  private Route owed() {
    return Route.get(
        "/api/v1/owed",
        READ,
        Route.gives("What the runs owe to people, overdue first", OwedList.class),
        call -> Reply.ok(guard.owed(call.caller())));
  }

  private Route links() {
    return Route.get(
        "/api/v1/links",
        READ,
        Route.gives("How the links of the workspace were at the daily look", Given.LinkLook.class),
        call -> {
          call.caller().mustEverywhere(AccessScope.READ);
          return Reply.ok(new Given.LinkLook(workspace.linksLooked()));
        });
  }

  private Reply runs(Call call) {
    StatusView all = (StatusView) desk.answer(Ask.of("status").with("all", call.flag("all")));
    List<StatusView.Line> seen =
        all.runs().stream()
            .filter(line -> call.caller().sees(Rights.Where.of(line.lock())))
            .toList();
    return Reply.ok(new StatusView(seen, all.now()));
  }

  private Reply run(Call call) {
    String run = call.path("id");
    // Read first: a picture that is newer than its tag costs a question more, never a lost change.
    long version = desk.version(run);
    if (Tags.known(call, version)) {
      return new Reply.Bare(304, Map.of("ETag", Tags.tag(version)));
    }
    return Reply.with(
        Reply.ok(desk.answer(Ask.of("show").with("run", run))), "ETag", Tags.tag(version));
  }

  private Reply log(Call call) {
    long limit = call.number("limit", PAGE_EVENTS_MAX);
    if (limit < 1 || limit > PAGE_EVENTS_MAX) {
      throw Problem.of(400, "request", "\"limit\" is 1 to " + PAGE_EVENTS_MAX);
    }
    Ask ask = Ask.of("log").with("run", call.path("id")).with("after", call.number("after", 0));
    Answers.Page page = (Answers.Page) desk.answer(ask);
    List<EventLine> some = page.events().stream().limit(limit).toList();
    return Reply.ok(new Answers.Page(some, page.more() || some.size() < page.events().size()));
  }

  private Reply item(Call call) {
    String run = call.path("id");
    String key = call.path("key");
    List<EventLine> history = desk.entries().about(run, key);
    long version = Tags.version(history);
    if (Tags.known(call, version)) {
      return new Reply.Bare(304, Map.of("ETag", Tags.tag(version)));
    }
    RunView view = (RunView) desk.answer(Ask.of("show").with("run", run));
    Optional<ItemView> item = find(view, key);
    boolean waited = view.standing().waiting().stream().anyMatch(w -> w.key().equals(key));
    if (item.isEmpty() && history.isEmpty() && !waited) {
      throw new Refused(
          Refused.Why.MISSING,
          "run " + run + " has no item \"" + Values.shown(key) + "\"; GET the run for its keys");
    }
    return Reply.with(Reply.ok(new Given.Item(run, key, item, history)), "ETag", Tags.tag(version));
  }

  private static Optional<ItemView> find(RunView view, String key) {
    Deque<ItemView> rest = new ArrayDeque<>();
    view.stages().forEach(stage -> rest.addAll(stage.items()));
    view.back().phases().forEach(phase -> rest.addAll(phase.items()));
    rest.addAll(view.back().undo());
    view.owed().stream().map(OwedView::line).forEach(rest::add);
    while (!rest.isEmpty()) {
      ItemView item = rest.pop();
      if (item.name().key().equals(key)) {
        return Optional.of(item);
      }
      rest.addAll(item.children());
    }
    return Optional.empty();
  }

  private Reply evidence(Call call) {
    guard.evidence(call.caller(), call.text("run"), call.path("digest"));
    Answers.Evidence evidence =
        (Answers.Evidence) desk.answer(Ask.of("evidence").with("digest", call.path("digest")));
    return new Reply.Bytes(
        "application/octet-stream",
        Base64.getDecoder().decode(evidence.base64()),
        Map.of(
            "Content-Disposition",
            "attachment; filename=\"" + evidence.digest() + "\"",
            "Holddown-Digest",
            "sha256:" + evidence.digest()));
  }

  private Reply mayDeploy(Call call) {
    call.caller().must(AccessScope.READ, new Rights.Where(call.text("service"), call.text("env")));
    Ask ask =
        Ask.of("may-i-deploy")
            .with("service", call.text("service"))
            .with("environment", call.text("env"));
    Answers.Clearance clearance = (Answers.Clearance) desk.answer(ask);
    if (clearance.answer().equals("UNKNOWN")
        && workspace.releases(call.text("service"), call.text("env"))) {
      return Reply.ok(desk.answer(ask.with("known", true)));
    }
    return Reply.ok(clearance);
  }

  private Reply verify(Call call) {
    if (!call.caller().rights().everywhere(AccessScope.READ)) {
      throw Problem.of(
          403, "reach", "the whole log is verified by somebody who may see every run of it");
    }
    if (!verifying.compareAndSet(false, true)) {
      throw Problem.of(409, "verifying", "the log is being verified for somebody else; ask again");
    }
    try {
      return Reply.ok(desk.answer(Ask.of("verify")));
    } finally {
      verifying.set(false);
    }
  }
}
