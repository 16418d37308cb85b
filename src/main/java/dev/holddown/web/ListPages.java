package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.web.page.ApprovalsPage;
import dev.holddown.web.page.AssetLinks;
import dev.holddown.web.page.BackPage;
import dev.holddown.web.page.CardPage;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.LogPage;
import dev.holddown.web.page.PageText;
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
  private final Guard guard;
  private final Workspace workspace;
  private final PageText text;
  private final AssetLinks assets;

  ListPages(Desk desk, Guard guard, Workspace workspace, PageText text, AssetLinks assets) {
    this.desk = desk;
    this.guard = guard;
    this.workspace = workspace;
    this.text = text;
    this.assets = assets;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/approvals", "What waits for a signature", this::approvals),
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
    return Frame.still(title, Pages.viewer(call.caller()), assets, place);
  }

  private Reply approvals(Call call) {
    Viewer viewer = Pages.viewer(call.caller());
    List<ApprovalsPage.Asked> asked = new ArrayList<>();
    List<EventStore.IndexRow> closed = guard.closed(call.caller(), CLOSED_MAX);
    Map<String, Optional<RunView>> before = new HashMap<>();
    for (RunView view : guard.open(call.caller(), OPEN_MAX)) {
      boolean signs = view.standing().waiting().stream().anyMatch(wait -> wait.signature());
      if (signs) {
        RunSheet sheet = desk.sheet(view.head().run());
        Optional<RunView> last =
            before.computeIfAbsent(view.head().lock(), lock -> lastGood(lock, closed));
        asked.add(new ApprovalsPage.Asked(sheet, last));
      }
    }
    Frame frame = frame(call, "Approvals", "approvals");
    return Reply.Html.ok(text.of("approvals", ApprovalsPage.of(frame, asked, viewer)));
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
        guard.closed(call.caller(), BACK_CLOSED_MAX).stream()
            .filter(row -> row.outcome().equals("SUCCEEDED"))
            .map(row -> new BackPage.Closed(desk.show(row.run())))
            .toList();
    BackPage page = BackPage.of(frame(call, "Roll back", "rollback"), guard.open(call.caller(), OPEN_MAX), closed);
    return Reply.Html.ok(text.of("back", page));
  }

  private Reply log(Call call) {
    String run = call.path("id");
    long after = call.number("after", 0);
    Answers.Page page =
        (Answers.Page) desk.answer(Ask.of("log").with("run", run).with("after", after));
    LogPage.Wanted wanted =
        new LogPage.Wanted(call.text("q"), call.text("who"), call.text("type"), after);
    LogPage shown =
        LogPage.of(
            frame(call, "Log", "runs"),
            desk.show(run),
            wanted,
            new LogPage.Read(page.events(), page.more()));
    return Reply.Html.ok(text.of("log", shown));
  }

  private Reply card(Call call) {
    String run = call.path("id");
    Answers.Text card = (Answers.Text) desk.answer(Ask.of("card").with("run", run));
    return Reply.Html.ok(
        text.of("card", new CardPage(frame(call, "Rollback card", "runs"), run, card.text())));
  }

  private Reply playbooks(Call call) {
    List<PlaybooksPage.Book> books = workspace.names(call.caller()).stream().map(workspace::book).toList();
    return Reply.Html.ok(
        text.of(
            "playbooks",
            new PlaybooksPage(frame(call, "Playbooks", "playbooks"), workspace.there(), books)));
  }

  private Reply start(Call call) {
    String name = call.path("name");
    boolean all = call.caller().rights().everywhere(AccessScope.READ);
    if (!all && !workspace.names(call.caller()).contains(name)) {
      throw Problem.of(404, "hidden", "there is no playbook of this name that you may see");
    }
    StartPage page =
        StartPage.of(frame(call, "Start a run", "playbooks"), name, workspace.playbook(name));
    return Reply.Html.ok(text.of("start", page));
  }
}
