package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.Kit;
import dev.holddown.cli.ServeOrder;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pages for people, but for those by which they come in. */
record PageTable(
    ServeOrder order, Workspace workspace, Shown shown, Acts acts, BoardsInForce boards) {
  /** What keeps an open page up to date. */
  record Live(
      LogTail tail,
      DeskThreads threads,
      Streams.Entry entry,
      Streams.Timing timing,
      Kit.Language language) {}

  /** What pages of rules stand on: orders about permits, and from where people are known. */
  record Ruled(Permits permits, PeoplePages.Known people) {}

  List<Route> routes(PageText text, Live live, Ruled ruled) {
    Pages pages =
        new Pages(
            order.desk(),
            workspace,
            shown,
            new Pictures(text, shown.incident()),
            new Pages.Beside(live.language(), boards));
    BoardPages boardPages = new BoardPages(order.desk(), boards, shown, pages.pictures());
    List<Route> all = new ArrayList<>(boardPages.linked(workspace::links).routes());
    BoardRunbooks runbooks = new BoardRunbooks(order.desk(), workspace, boards);
    all.add(
        Route.post(
            "/boards/{id}/open",
            AccessScope.WORK,
            Route.takes(
                "Opens the runbook that a monitor recommends",
                Reply.Html.class,
                BoardRunbooks.fields()),
            call -> new Reply.Bare(303, Map.of("Location", Links.run(runbooks.open(call).run())))));
    IncidentPages incidents =
        new IncidentPages(order.desk(), workspace, shown, new IncidentKept(order.desk(), boards));
    all.addAll(incidents.routes());
    all.addAll(pages.routes());
    all.addAll(new ListPages(order.desk(), workspace, shown).routes());
    all.addAll(new LogPages(order.desk(), WebServer.shown(order), shown).routes());
    FreezePages freezes = new FreezePages(order.desk(), shown, ruled.permits(), acts);
    all.addAll(freezes.routes());
    all.addAll(new PageActs(order.desk(), acts, shown, freezes).routes());
    all.addAll(new PermitPages(order.desk(), shown, ruled.permits()).routes());
    all.addAll(new PeoplePages(ruled.people(), workspace, shown).routes());
    PageNews.Sources sources = new PageNews.Sources(order.desk(), pages, boardPages, incidents);
    all.addAll(
        new PageNews(sources, live.tail(), live.threads(), live.entry(), live.timing()).routes());
    return all;
  }
}
