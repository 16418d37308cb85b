package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Desk;
import dev.holddown.web.page.AssetLinks;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.OverviewPage;
import dev.holddown.web.page.PageText;
import dev.holddown.web.page.Viewer;
import java.util.List;

/** The pages that are looked at. */
final class Pages {
  private static final int OPEN_MAX = 100;
  private static final int CLOSED_MAX = 12;

  private final Desk desk;
  private final Workspace workspace;
  private final PageText text;
  private final AssetLinks assets;

  Pages(Desk desk, Workspace workspace, PageText text, AssetLinks assets) {
    this.desk = desk;
    this.workspace = workspace;
    this.text = text;
    this.assets = assets;
  }

  List<Route> routes() {
    return List.of(Route.page("/", "Every run", this::overview));
  }

  /** Who looks, as the pages know them. */
  static Viewer viewer(Caller caller) {
    return new Viewer(
        caller.name(),
        caller.roles(),
        caller.scope().holds(AccessScope.WORK),
        caller.rights().anyRole(),
        caller.formToken());
  }

  private Reply overview(Call call) {
    return Reply.Html.ok(text.of("overview", overview(call.caller())));
  }

  private static boolean sees(Caller caller, String lock) {
    return caller.sees(Rights.Where.of(lock));
  }

  /** The overview as it stands. */
  OverviewPage overview(Caller caller) {
    long position = desk.head();
    OverviewPage page =
        OverviewPage.of(
            Frame.still("Runs", viewer(caller), assets, "runs"),
            new OverviewPage.Runs(
                desk.open(OPEN_MAX).stream().filter(r -> sees(caller, r.head().lock())).toList(),
                desk.closed(CLOSED_MAX).stream().filter(r -> sees(caller, r.lock())).toList(),
                desk.now()),
            new OverviewPage.Start(workspace.there(), workspace.names(caller)));
    return page.framed(page.frame().live("/live", position, page.shape()));
  }
}
