package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Refused;
import dev.holddown.cli.link.StartAsk;
import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.board.Told;
import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Request;
import dev.holddown.view.RunView;
import java.util.List;
import java.util.Optional;

/**
 * Opens the runbook that a monitor recommends, as a run of the incident that is on; where none is
 * on, it turns incident mode on. However often it is pressed, one run of it is open.
 */
final class BoardRunbooks {
  private static final int RUNS_MAX = 100;

  private final Desk desk;
  private final Workspace workspace;
  private final BoardsInForce boards;

  BoardRunbooks(Desk desk, Workspace workspace, BoardsInForce boards) {
    this.desk = desk;
    this.workspace = workspace;
    this.boards = boards;
  }

  /** What was opened. {@code begun}: false when it was open already. */
  record Opened(String run, String incident, boolean begun) {}

  /** What says which one. */
  static Field[] fields() {
    return new Field[] {
      Field.must("monitor", Field.Kind.TEXT, "name the monitor that recommends it"),
      Field.may("runbook", Field.Kind.TEXT, "which, when it recommends several"),
      Field.may("environment", Field.Kind.TEXT, "in which of its environments")
    };
  }

  List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/boards/{id}/open",
            AccessScope.WORK,
            Route.takes(
                "Opens the runbook that a monitor recommends, under the incident; 200 when it is"
                    + " open already, else 201",
                Opened.class,
                fields()),
            call -> {
              Opened opened = open(call);
              return opened.begun()
                  ? Reply.with(Reply.json(201, opened), "Location", "/api/v1/runs/" + opened.run())
                  : Reply.ok(opened);
            }));
  }

  /** Opens it for the caller. */
  Opened open(Call call) {
    Caller caller = call.caller();
    BoardState state = boards.state(caller, call.path("id"));
    Told.Runbook runbook = recommended(state, call.text("monitor"), call.text("runbook"));
    String name = workspace.named(runbook.use());
    Playbook playbook = workspace.playbook(name, caller);
    String environment =
        Acts.environment(playbook, environment(call, runbook, playbook, state.board()));
    caller.must(AccessScope.WORK, new Rights.Where(playbook.subject().service(), environment));
    StartAsk first =
        new StartAsk("", environment, Acts.inputs(playbook, runbook.with()), caller.person());
    boolean on = desk.incident().isPresent();
    Incident incident = incident(caller, state, call.text("monitor"));
    try {
      return started(incident, playbook, first);
    } catch (Problem refused) {
      throw on ? refused : refused.saying(left(incident));
    } catch (Refused refused) {
      throw on ? refused : new Refused(refused.why(), refused.sentence() + "; " + left(incident));
    }
  }

  private static String left(Incident incident) {
    return "incident mode is on now as " + incident.id() + ": leave it there if nothing is wrong";
  }

  /** What the newest answer of the monitor recommends; what it said before counts no more. */
  private static Told.Runbook recommended(BoardState state, String monitor, String use) {
    List<Told.Runbook> all =
        state.standings().stream()
            .filter(standing -> standing.monitor().id().equals(monitor))
            .filter(standing -> standing.now().fresh())
            .flatMap(standing -> standing.seen().told().stream())
            .flatMap(told -> told.advice().branches().stream())
            .flatMap(branch -> branch.runbook().stream())
            .filter(runbook -> use.isEmpty() || use.equals(runbook.use()))
            .distinct()
            .toList();
    if (all.size() == 1) {
      return all.getFirst();
    }
    throw Problem.of(
        409,
        "runbook",
        all.isEmpty()
            ? "the monitor \""
                + Values.shown(monitor)
                + "\" of the board "
                + state.board().id()
                + " recommends no "
                + (use.isEmpty() ? "runbook" : Values.shown(use))
                + " now; ask it anew and look; nothing was started"
            : "it recommends several runbooks: name one as \"runbook\", of "
                + String.join(", ", all.stream().map(Told.Runbook::use).toList())
                + "; nothing was started");
  }

  /** Who says it first: the caller, the board's hint, the incident, the board. */
  private String environment(Call call, Told.Runbook runbook, Playbook playbook, Board board) {
    List<String> known = playbook.subject().environments();
    if (!call.text("environment").isEmpty()) {
      return call.text("environment");
    }
    if (!runbook.environment().isEmpty()) {
      return runbook.environment();
    }
    for (List<String> said :
        List.of(
            desk.incident().map(on -> on.about().environments()).orElse(List.of()),
            board.heading().scope().environments())) {
      List<String> fits = known.stream().filter(said::contains).toList();
      if (fits.size() == 1) {
        return fits.getFirst();
      }
    }
    return "";
  }

  private Incident incident(Caller caller, BoardState state, String monitor) {
    Optional<Incident> on = desk.incident();
    if (on.isPresent()) {
      return on.get();
    }
    String title = state.board().monitor(monitor).watch().title();
    desk.answer(Ask.of("incident-start").with("as", caller.person()).with("title", title));
    return desk.incident()
        .orElseThrow(() ->
            Problem.of(409, "incident", "incident mode was left again just now; press once more"));
  }

  /**
   * The name of its run is made of the incident's, so that of two who press at once one starts it
   * and the other finds it.
   */
  private Opened started(Incident incident, Playbook playbook, StartAsk ask) {
    Optional<String> open =
        incident.kept().runs().stream().filter(run -> open(run, playbook, ask)).findFirst();
    if (open.isPresent()) {
      return new Opened(open.get(), incident.id(), false);
    }
    String where = ask.environment().replaceAll("[^A-Za-z0-9_.-]", "-");
    String base = incident.id() + "-" + playbook.id() + "-" + where;
    for (int i = 1; i <= RUNS_MAX; i++) {
      String run = i == 1 ? base : base + "-" + i;
      StartAsk named = new StartAsk(run, ask.environment(), ask.inputs(), ask.starter());
      Request.Reply reply =
          (Request.Reply) desk.answer(named.ask("start", playbook, workspace.codec()));
      if (reply.accepted()) {
        linked(incident, run, ask.starter());
        return new Opened(run, incident.id(), true);
      }
      if (!reply.sentence().endsWith("exists already")) {
        Permits.taken(reply);
      }
      if (open(run, playbook, ask)) {
        return new Opened(run, incident.id(), false);
      }
    }
    throw Problem.of(
        409, "runbook", "this incident has " + RUNS_MAX + " runs of it, which is the most");
  }

  /** Of the same playbook about the same: another environment's is another's. */
  private boolean open(String run, Playbook playbook, StartAsk ask) {
    try {
      RunView view = (RunView) desk.answer(Ask.of("show").with("run", run));
      String subject = view.head().lock().split("#", 2)[0];
      return view.head().origin().playbook().equals(playbook.id())
          && subject.equals(playbook.subject().service() + "/" + ask.environment())
          && view.standing().result().outcome().isEmpty();
    } catch (Refused missing) {
      return false;
    }
  }

  /** What answers trouble belongs to the incident by itself; everything else is told so. */
  private void linked(Incident incident, String run, String person) {
    try {
      desk.answer(
          Ask.of("incident-link").with("id", incident.id()).with("run", run).with("as", person));
    } catch (Refused already) {
      // it belongs to it by itself already
    }
  }
}
