package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Refused;
import dev.holddown.view.RunSheet;
import dev.holddown.web.page.AssetLinks;
import dev.holddown.web.page.EvidencePage;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.ItemPage;
import dev.holddown.web.page.KeysPage;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.OverviewPage;
import dev.holddown.web.page.PageText;
import dev.holddown.web.page.Piece;
import dev.holddown.web.page.RunPage;
import dev.holddown.web.page.Viewer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The pages that are looked at. */
final class Pages {
  private static final int OPEN_MAX = 100;
  private static final int CLOSED_MAX = 12;

  private final Desk desk;
  private final Guard guard;
  private final Workspace workspace;
  private final PageText text;
  private final AssetLinks assets;
  private final Pictures pictures;

  /** What pages are drawn with. */
  record Drawing(PageText text, AssetLinks assets, Pictures pictures) {}

  Pages(Desk desk, Guard guard, Workspace workspace, Drawing drawing) {
    this.desk = desk;
    this.guard = guard;
    this.workspace = workspace;
    this.text = drawing.text();
    this.assets = drawing.assets();
    this.pictures = drawing.pictures();
  }

  List<Route> routes() {
    return List.of(
        Route.page("/", "Every run", this::overview),
        Route.page(
            "/runs/{id}",
            "A run",
            this::run,
            Field.may("done", Field.Kind.TEXT, "the verb that was just given")),
        Route.page("/runs/{id}/items/<key>", "An item", this::item),
        Route.page("/evidence/{digest}", "Evidence as text", this::evidence),
        Route.page("/keys", "What the keyboard does", this::keys));
  }

  /** Whether only a part is wanted, as for a dialog. */
  static boolean part(Call call) {
    return call.header("HX-Request").isPresent();
  }

  /** Who looks, as the pages know them. */
  static Viewer viewer(Caller caller) {
    Rights rights = caller.rights();
    return new Viewer(
        caller.name(),
        caller.roles(),
        new Viewer.Reach(caller.scope().holds(AccessScope.WORK), brakes(rights), sees(rights)),
        rights.anyRole(),
        caller.session().isPresent());
  }

  private static boolean brakes(Rights rights) {
    return rights.somewhere(AccessScope.BRAKE);
  }

  /** The same for all who see the same. */
  private static String sees(Rights rights) {
    return rights.most() + " " + rights.grants().stream().map(String::valueOf).sorted().toList();
  }

  private Reply overview(Call call) {
    OverviewPage page = overview(call.caller());
    Frame frame = remembered("/", page.frame(), page.pieces());
    return Reply.Html.ok(text.of("overview", page.framed(frame)));
  }

  /** The overview as it stands. */
  OverviewPage overview(Caller caller) {
    long position = desk.head();
    OverviewPage page =
        OverviewPage.of(
            Frame.still("Runs", viewer(caller), assets, "runs"),
            new OverviewPage.Runs(
                guard.open(caller, OPEN_MAX), guard.closed(caller, CLOSED_MAX), desk.now()),
            new OverviewPage.Start(workspace.there(), workspace.names(caller)));
    return page.framed(page.frame().live("/live", position, page.shape()));
  }

  private Reply run(Call call) {
    Viewer viewer = viewer(call.caller());
    RunPage page = run(call.path("id"), viewer);
    Frame frame = remembered(call.path("id"), page.frame(), page.pieces());
    return Reply.Html.ok(text.of("run", page.framed(frame)));
  }

  private Frame remembered(String page, Frame frame, List<Piece> pieces) {
    Pictures.Key key = Pictures.Key.of(page, frame.viewer());
    return frame
        .live()
        .map(live -> frame.with(pictures.remembered(key, live, pieces)))
        .orElse(frame);
  }

  /** A run's page as it stands. */
  RunPage run(String run, Viewer viewer) {
    long position = desk.head();
    RunSheet sheet = desk.sheet(run);
    RunPage page = RunPage.of(Frame.still(title(sheet), viewer, assets, "runs"), sheet);
    String live = Links.run(run) + "/live";
    return page.framed(page.frame().live(live, position, page.shape()));
  }

  private static String title(RunSheet sheet) {
    return sheet.view().head().title() + ", " + sheet.view().head().lock();
  }

  private Reply item(Call call) {
    String run = call.path("id");
    String key = call.path("key");
    RunSheet sheet = desk.sheet(run);
    Frame frame = Frame.still(key, viewer(call.caller()), assets, "runs");
    ItemPage.Material material =
        new ItemPage.Material(
            sheet, desk.proof(run, key), desk.about(run, key), this::evidenceText);
    ItemPage page =
        ItemPage.of(frame, key, material)
            .orElseThrow(() ->
                Problem.of(
                    404, "missing", "run " + run + " has no item \"" + Values.shown(key) + "\""));
    return Reply.Html.ok(text.of("itempage", page));
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
    guard.evidence(call.caller(), "", digest);
    String kept =
        evidenceText(digest)
            .orElseThrow(() ->
                Problem.of(404, "missing", "there is no evidence sha256:" + Values.shown(digest)));
    Frame frame = Frame.still("Evidence", viewer(call.caller()), assets, "");
    return Reply.Html.ok(text.of("evidence", new EvidencePage(frame, digest, kept)));
  }

  private Reply keys(Call call) {
    Frame frame = Frame.still("Keys", viewer(call.caller()), assets, "");
    return Reply.Html.ok(text.of(part(call) ? "keyspart" : "keys", new KeysPage(frame)));
  }
}
