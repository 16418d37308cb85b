package dev.holddown.web;

import dev.holddown.cli.Kit;
import dev.holddown.cli.ServeOrder;
import dev.holddown.web.page.PageText;
import java.util.ArrayList;
import java.util.List;

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

  List<Route> routes(PageText text, Live live) {
    Pages pages =
        new Pages(
            order.desk(),
            workspace,
            shown,
            new Pictures(text),
            new Pages.Beside(live.language(), boards));
    BoardPages boardPages = new BoardPages(order.desk(), boards, shown, pages.pictures());
    boardPages.links(workspace::links);
    List<Route> all = new ArrayList<>(boardPages.routes());
    all.addAll(pages.routes());
    all.addAll(new ListPages(order.desk(), workspace, shown).routes());
    all.addAll(new LogPages(order.desk(), WebServer.shown(order), shown).routes());
    all.addAll(new PageActs(order.desk(), acts, shown).routes());
    PageNews.Sources sources = new PageNews.Sources(order.desk(), pages, boardPages);
    all.addAll(
        new PageNews(sources, live.tail(), live.threads(), live.entry(), live.timing()).routes());
    return all;
  }
}
