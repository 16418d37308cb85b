package dev.holddown.web;

import dev.holddown.cli.ItemPreview;
import dev.holddown.cli.Kit;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Refused;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.view.BoardView;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.web.page.BoardsPage;
import dev.holddown.web.page.Checklists;
import dev.holddown.web.page.EvidencePage;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.ItemPage;
import dev.holddown.web.page.KeysPage;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.OverviewPage;
import dev.holddown.web.page.Piece;
import dev.holddown.web.page.RunPage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The pages that are looked at. */
final class Pages {
  /** Which runs the first page shows. */
  static final Field[] WANTED = {
    Field.may("playbook", Field.Kind.TEXT, "only runs of this playbook, by its id"),
    Field.may("show", Field.Kind.TEXT, "trouble or mine; all when absent")
  };

  private static final List<String> SHOWS =
      List.of(Checklists.Wanted.TROUBLE, Checklists.Wanted.MINE);
  private static final int OPEN_MAX = 100;
  private static final int CLOSED_MAX = 12;

  private final Desk desk;
  private final Workspace workspace;
  private final Shown shown;
  private final Pictures pictures;
  private final Kit.Language language;
  private final BoardsInForce boards;

  /** What is on a page beside runs: what their lines say, and the boards. */
  record Beside(Kit.Language language, BoardsInForce boards) {}

  Pages(Desk desk, Workspace workspace, Shown shown, Pictures pictures, Beside beside) {
    this.language = beside.language();
    this.boards = beside.boards();
    this.desk = desk;
    this.workspace = workspace;
    this.shown = shown;
    this.pictures = pictures;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/", "Every run", this::overview, WANTED),
        Route.page(
            "/runs/{id}",
            "A run",
            this::run,
            Field.may("done", Field.Kind.TEXT, "the verb that was just given")),
        Route.page("/runs/{id}/items/<key>", "An item", this::item),
        Route.page(
            "/evidence/{digest}",
            "Evidence as text",
            this::evidence,
            Field.may("run", Field.Kind.TEXT, "a run whose log names it")),
        Route.page("/keys", "What the keyboard does", this::keys));
  }

  Pictures pictures() {
    return pictures;
  }

  private Reply overview(Call call) {
    Checklists.Wanted wanted = wanted(call);
    OverviewPage page = overview(call.caller(), wanted);
    Pictures.Key key = new Pictures.Key("/" + wanted.query(), call.caller().rights());
    return shown.page("overview", page.framed(remembered(key, page.frame(), page.pieces())));
  }

  /** Which runs somebody wants to see. */
  static Checklists.Wanted wanted(Call call) {
    String show = call.text("show").strip();
    if (!show.isEmpty() && !SHOWS.contains(show)) {
      throw Problem.of(
          400,
          "request",
          "\"show\" is " + String.join(" or ", SHOWS) + ", not \"" + Values.shown(show) + "\"");
    }
    return new Checklists.Wanted(call.text("playbook").strip(), show);
  }

  /** The overview as it stands for somebody. */
  OverviewPage overview(Caller caller, Checklists.Wanted wanted) {
    long position = desk.head();
    OverviewPage page =
        OverviewPage.of(
            shown.frame(Shown.viewer(caller), "Runs", "runs"),
            new OverviewPage.Runs(
                shown.guard().open(caller, OPEN_MAX),
                shown.guard().closed(caller, CLOSED_MAX),
                desk.now(),
                boards.all(caller).stream().map(BoardView::of).map(BoardsPage.Line::of).toList(),
                run -> shown.viewer(caller, run.head().run())),
            workspace.names(caller),
            workspace.there(),
            wanted);
    return page.framed(page.frame().live("/live" + wanted.query(), position, page.shape()));
  }

  private Reply run(Call call) {
    RunPage page = run(call.path("id"), call.caller());
    Pictures.Key key = new Pictures.Key(call.path("id"), call.caller().rights());
    return shown.page("run", page.framed(remembered(key, page.frame(), page.pieces())));
  }

  private Frame remembered(Pictures.Key key, Frame frame, List<Piece> pieces) {
    return frame
        .live()
        .map(live -> frame.with(pictures.remembered(key, live, pieces)))
        .orElse(frame);
  }

  /** A run's page as it stands for somebody. */
  RunPage run(String run, Caller caller) {
    long position = desk.head();
    RunSheet sheet = desk.sheet(run);
    Frame frame = shown.frameOf(run, caller, title(sheet), "runs");
    RunPage page = RunPage.of(frame, sheet);
    return page.framed(frame.live(Links.run(run) + "/live", position, page.shape()));
  }

  private static String title(RunSheet sheet) {
    return sheet.view().head().title() + ", " + sheet.view().head().lock();
  }

  private Reply item(Call call) {
    String run = call.path("id");
    String key = call.path("key");
    RunSheet sheet = desk.sheet(run);
    Frame frame = shown.frameOf(run, call.caller(), key, "runs");
    ItemPage.Material material =
        new ItemPage.Material(
            sheet, key, desk.proof(run, key), desk.entries().about(run, key), this::evidenceText);
    ItemPage page =
        ItemPage.of(frame, key, material)
            .orElseThrow(() ->
                Problem.of(
                    404, "missing", "run " + run + " has no item \"" + Values.shown(key) + "\""));
    return shown.page("itempage", page.planning(planned(sheet.view(), key)));
  }

  /** While it is not over: afterwards its proof tells what it was. */
  private List<String> planned(RunView view, String key) {
    boolean over =
        ItemPage.find(view, key)
            .map(item -> ItemStatus.valueOf(item.mark().status()))
            .filter(ItemStatus::ended)
            .isPresent();
    if (view.closed() || over) {
      return List.of();
    }
    Desk.Planned planned = desk.planned(view.head().run());
    return ItemPreview.of(language, planned.plan(), key, planned.scope());
  }

  private Optional<String> evidenceText(String digest) {
    try {
      Answers.Evidence kept =
          (Answers.Evidence) desk.answer(Ask.of("evidence").with("digest", digest));
      byte[] bytes = Base64.getDecoder().decode(kept.base64());
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (Refused missing) {
      return Optional.empty();
    }
  }

  private Reply evidence(Call call) {
    String digest = call.path("digest");
    shown.guard().evidence(call.caller(), call.text("run"), digest);
    String kept =
        evidenceText(digest)
            .orElseThrow(() ->
                Problem.of(404, "missing", "there is no evidence sha256:" + Values.shown(digest)));
    Frame frame = shown.frame(Shown.viewer(call.caller()), "Evidence", "");
    return shown.page("evidence", new EvidencePage(frame, digest, call.text("run"), kept));
  }

  private Reply keys(Call call) {
    Frame frame = shown.frame(Shown.viewer(call.caller()), "Keys", "");
    return shown.page(Shown.part(call) ? "keyspart" : "keys", new KeysPage(frame));
  }
}
