package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.OwedList;
import dev.holddown.view.RunView;
import dev.holddown.web.page.ApprovalsPage;
import dev.holddown.web.page.BackPage;
import dev.holddown.web.page.CardPage;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.IncidentPage;
import dev.holddown.web.page.LogPage;
import dev.holddown.web.page.OwedPage;
import dev.holddown.web.page.PlaybooksPage;
import dev.holddown.web.page.StartPage;
import dev.holddown.web.page.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages beside the runs: what waits for a signature, logs, cards, playbooks, the way back. */
final class ListPages {
  private static final int OPEN_MAX = 100;
  private static final int CLOSED_MAX = 200;
  private static final int BACK_CLOSED_MAX = 8;
  private static final Field FILTER = Field.may("q", Field.Kind.TEXT, "words that must be in it");

  private final Desk desk;
  private final Workspace workspace;
  private final Shown shown;

  ListPages(Desk desk, Workspace workspace, Shown shown) {
    this.desk = desk;
    this.workspace = workspace;
    this.shown = shown;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/approvals", "What waits for a signature", this::approvals),
        Route.page("/owed", "What runs owe to people", this::owed),
        Route.page("/rollback", "What can be taken back", this::back),
        Route.page(
            "/runs/{id}/log",
            "The log of a run",
            this::log,
            FILTER,
            Field.may("who", Field.Kind.TEXT, "whose events"),
            Field.may("type", Field.Kind.TEXT, "of which type"),
            Field.may("after", Field.Kind.WHOLE, "the number of the last event known")),
        Route.page("/runs/{id}/card", "The rollback card of a run", this::card),
        Route.page("/playbooks", "What can be started", this::playbooks),
        Route.page("/playbooks/{name}", "The form that starts a run", this::start));
  }

  private Frame frame(Call call, String title, String place) {
    return shown.frame(Shown.viewer(call.caller()), title, place);
  }

  private Reply approvals(Call call) {
    List<ApprovalsPage.Asked> asked = new ArrayList<>();
    List<EventStore.IndexRow> closed = desk.closed(CLOSED_MAX);
    Map<String, Optional<RunView>> before = new HashMap<>();
    for (RunView view : open(call.caller())) {
      boolean signs = view.standing().waiting().stream().anyMatch(wait -> wait.signature());
      if (signs) {
        Viewer viewer = shown.viewer(call.caller(), view.head().run());
        Optional<RunView> last =
            before.computeIfAbsent(view.head().lock(), lock -> lastGood(lock, closed));
        asked.add(new ApprovalsPage.Asked(view, desk.chronicle(view.head().run()), last, viewer));
      }
    }
    Frame frame = frame(call, "Approvals", "approvals");
    OwedList owed = shown.guard().owed(call.caller());
    return shown.page("approvals", ApprovalsPage.of(frame, asked, owed));
  }

  private Reply owed(Call call) {
    OwedPage page =
        OwedPage.of(
            frame(call, "Owed", "owed"),
            shown.guard().owed(call.caller()),
            run -> shown.viewer(call.caller(), run));
    return shown.page("owed", page);
  }

  private List<RunView> open(Caller caller) {
    return shown.guard().open(caller, OPEN_MAX);
  }

  /** The last run about the same that went through. */
  private Optional<RunView> lastGood(String lock, List<EventStore.IndexRow> closed) {
    return closed.stream()
        .filter(row -> row.lock().equals(lock) && row.outcome().equals("SUCCEEDED"))
        .findFirst()
        .map(row -> desk.show(row.run()));
  }

  private Reply back(Call call) {
    List<BackPage.Closed> closed =
        shown.guard().closed(call.caller(), BACK_CLOSED_MAX).stream()
            .filter(row -> row.outcome().equals("SUCCEEDED"))
            .map(row -> new BackPage.Closed(desk.show(row.run())))
            .toList();
    BackPage page = BackPage.of(frame(call, "Roll back", "rollback"), open(call.caller()), closed);
    List<StartPage> books =
        workspace.answers(call.caller()).stream()
            .filter(IncidentPage.Answering::back)
            .map(book -> filled(call, book.name()))
            .toList();
    return shown.page("back", page.with(books));
  }

  /** With the values of the last run about the same that went through. */
  private StartPage filled(Call call, String name) {
    Playbook playbook = workspace.playbook(name);
    String lock = playbook.subject().service() + "/" + playbook.subject().environments().getFirst();
    StartPage page = StartPage.of(frame(call, "Roll back", "rollback"), name, playbook);
    return lastGood(lock, desk.closed(CLOSED_MAX))
        .map(last -> page.filled(last.head().origin().inputs()))
        .orElse(page);
  }

  private Reply log(Call call) {
    String run = call.path("id");
    long after = call.number("after", 0);
    Answers.Page read =
        (Answers.Page) desk.answer(Ask.of("log").with("run", run).with("after", after));
    LogPage.Wanted wanted =
        new LogPage.Wanted(call.text("q"), call.text("who"), call.text("type"), after);
    LogPage page =
        LogPage.of(
            frame(call, "Log", "runs"),
            desk.show(run),
            wanted,
            new LogPage.Read(read.events(), read.more()));
    return shown.page("log", page);
  }

  private Reply card(Call call) {
    String run = call.path("id");
    Answers.Text card = (Answers.Text) desk.answer(Ask.of("card").with("run", run));
    return shown.page("card", new CardPage(frame(call, "Rollback card", "runs"), run, card.text()));
  }

  private Reply playbooks(Call call) {
    List<PlaybooksPage.Book> books =
        workspace.names(call.caller()).stream().map(workspace::book).toList();
    return shown.page(
        "playbooks",
        new PlaybooksPage(
            frame(call, "Playbooks", "playbooks"),
            workspace.there(),
            books,
            workspace
                .linksLooked()
                .filter(look -> call.caller().rights().everywhere(AccessScope.READ)),
            desk.now()));
  }

  private Reply start(Call call) {
    String name = call.path("name");
    if (!workspace.names(call.caller()).contains(name)) {
      throw Problem.of(404, "playbook", "there is no playbook \"" + Values.shown(name) + "\" here");
    }
    StartPage page =
        StartPage.of(frame(call, "Start a run", "playbooks"), name, workspace.playbook(name));
    return shown.page("start", page);
  }
}
