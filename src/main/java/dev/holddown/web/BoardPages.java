package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.BoardDesk;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Json;
import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.BoardSnapshots;
import dev.holddown.view.BoardView;
import dev.holddown.view.MonitorView;
import dev.holddown.view.PermitsView;
import dev.holddown.web.page.BoardCardPage;
import dev.holddown.web.page.BoardPage;
import dev.holddown.web.page.BoardSnapshotPage;
import dev.holddown.web.page.BoardsPage;
import dev.holddown.web.page.Chart;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.Moment;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The pages of boards: the list, a board, a card in full, and what was written down. */
final class BoardPages {
  private static final Duration USUAL = Duration.ofHours(1);

  private final Desk desk;
  private final BoardsInForce boards;
  private final Shown shown;
  private final Pictures pictures;
  private Supplier<Map<String, String>> links = Map::of;

  BoardPages(Desk desk, BoardsInForce boards, Shown shown, Pictures pictures) {
    this.desk = desk;
    this.boards = boards;
    this.shown = shown;
    this.pictures = pictures;
  }

  /** With the links of the workspace, by title. */
  BoardPages linked(Supplier<Map<String, String>> of) {
    links = of;
    return this;
  }

  List<Route> routes() {
    return List.of(
        Route.page("/boards", "The boards there are", this::list),
        Route.page("/boards/{id}", "A board", this::board),
        Route.page(
            "/boards/{id}/cards/{card}",
            "A card of a board in full",
            this::card,
            Field.may("from", Field.Kind.TEXT, "since when (RFC 3339); an hour ago when absent"),
            Field.may("to", Field.Kind.TEXT, "until when (RFC 3339); now when absent"),
            Field.may("q", Field.Kind.TEXT, "words that must be in a row")),
        Route.post(
            "/boards/{id}/check",
            AccessScope.READ,
            Route.takes(
                "Asks every monitor anew, or one",
                Reply.Html.class,
                Field.may("monitor", Field.Kind.TEXT, "the id of one monitor")),
            this::check),
        Route.post(
            "/boards/{id}/snapshot",
            AccessScope.BRAKE,
            Route.takes("Writes down what the board shows", Reply.Html.class),
            this::snapshot),
        Route.page(
            "/boards/{id}/snapshots/{digest}", "What a board showed once", this::snapshotPage));
  }

  static String address(String board) {
    return Links.board(board);
  }

  /** Whether somebody sees a board, and it is there. */
  boolean sees(String board, Caller caller) {
    return boards.all(caller).stream().anyMatch(state -> state.board().id().equals(board));
  }

  private Frame frame(Call call, String title) {
    return shown.frame(Shown.viewer(call.caller()), title, "boards");
  }

  private Reply list(Call call) {
    List<BoardPage.Link> all = new ArrayList<>();
    if (call.caller().rights().everywhere(AccessScope.READ)) {
      links.get().forEach((title, target) -> all.add(BoardPage.Link.of(title, target)));
    }
    List<BoardsPage.Line> lines =
        boards.all(call.caller()).stream().map(BoardView::of).map(BoardsPage.Line::of).toList();
    return shown.page(
        "boards",
        new BoardsPage(frame(call, "Boards"), lines, all, boards.left(), !links.get().isEmpty()));
  }

  private Reply board(Call call) {
    BoardPage page = board(call.path("id"), call.caller());
    Pictures.Key key = new Pictures.Key(address(call.path("id")), call.caller().rights());
    Frame frame =
        page.frame()
            .live()
            .map(live -> page.frame().with(pictures.remembered(key, live, page.pieces())))
            .orElse(page.frame());
    return shown.page("board", page.framed(frame));
  }

  /** A board as it stands for somebody. */
  BoardPage board(String board, Caller caller) {
    long position = desk.head();
    BoardView view = BoardView.of(boards.state(caller, board));
    Frame frame = shown.frame(Shown.viewer(caller), view.head().title(), "boards");
    Optional<BoardPage.Incident> incident =
        boards
            .incident()
            .map(one ->
                new BoardPage.Incident(
                    one.id(),
                    shown.guard().veil(caller).text(one.about().title()),
                    Moment.of(one.about().clock().startedAt(), view.at()),
                    one.kept()
                        .pinned()
                        .filter(pin -> pin.source().equals("board/" + board))
                        .map(pin -> address(board) + "/snapshots/" + pin.digest())
                        .orElse("")));
    BoardPage page = BoardPage.of(frame, view, new BoardPage.Around(frozen(), incident));
    return page.framed(frame.live(address(board) + "/live", position, page.shape()));
  }

  private Optional<BoardPage.Frozen> frozen() {
    PermitsView.Freezes freezes = (PermitsView.Freezes) desk.answer(Ask.of("freezes"));
    List<PermitsView.FreezeLine> held =
        freezes.freezes().stream().filter(line -> line.when().holds()).toList();
    if (held.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BoardPage.Frozen(
            held.stream()
                .map(line ->
                    line.id()
                        + ": "
                        + line.about().why()
                        + line.when().until().map(until -> ", until " + until).orElse(""))
                .collect(Collectors.joining("; "))));
  }

  // --- a card ---

  private Reply card(Call call) {
    BoardState state = boards.state(call.caller(), call.path("id"));
    Board.Card card =
        state
            .board()
            .card(call.path("card"))
            .orElseThrow(() ->
                Problem.of(
                    404,
                    "card",
                    "the board "
                        + state.board().id()
                        + " has no card \""
                        + Values.shown(call.path("card"))
                        + "\""));
    BoardView view = BoardView.of(state);
    BoardView.CardView own =
        view.cards().stream()
            .filter(c -> c.name().id().equals(card.id()))
            .findFirst()
            .orElseThrow();
    Instant to = time(call, "to").orElse(state.at());
    Instant from = time(call, "from").orElse(to.minus(USUAL));
    if (from.isAfter(to)) {
      throw Problem.of(400, "request", "\"from\" is after \"to\"");
    }
    Map<String, Chart> charts = new LinkedHashMap<>();
    for (MonitorView monitor : own.monitors()) {
      chart(state, monitor, from, to).ifPresent(chart -> charts.put(monitor.name().key(), chart));
    }
    BoardCardPage.Wanted wanted =
        new BoardCardPage.Wanted(call.text("from"), call.text("to"), call.text("q"));
    return shown.page(
        "boardcardpage", BoardCardPage.of(frame(call, card.title()), view, own, wanted, charts));
  }

  private Optional<Chart> chart(BoardState state, MonitorView monitor, Instant from, Instant to) {
    List<Reading> readings =
        boards.samples(state.board().id(), monitor.name().key(), from).stream()
            .filter(reading -> !reading.at().isAfter(to))
            .toList();
    return Chart.of(readings, unit(state.board(), monitor.name().id()), state.at());
  }

  private static String unit(Board board, String monitor) {
    return board.monitor(monitor).watch().source() instanceof Watch.Source.OfMetric of
        ? Optional.ofNullable(board.watched().scopes().metrics().get(of.name()))
            .map(Metric::unit)
            .orElse("")
        : "";
  }

  private static Optional<Instant> time(Call call, String name) {
    String text = call.text(name).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw Problem.of(400, "request", "\"" + name + "\" is a time such as 2026-01-31T22:00:00Z");
    }
  }

  // --- acting ---

  private Reply check(Call call) {
    boards.check(call.caller(), call.path("id"), call.text("monitor"));
    String next =
        call.text("monitor").isEmpty()
            ? address(call.path("id"))
            : Links.boardCard(call.path("id"), call.text("monitor"));
    if (Shown.part(call)) {
      String said = Json.line(Map.of("done", Map.of("value", "Asked anew")));
      return new Reply.Bare(204, Map.of("HX-Trigger", said));
    }
    return new Reply.Bare(303, Map.of("Location", next));
  }

  private Reply snapshot(Call call) {
    String board = call.path("id");
    BoardSnapshots.Snapshot taken = boards.snapshot(call.caller(), board);
    if (Shown.part(call)) {
      BoardDesk.Copies copies = boards.copies(call.caller(), board, taken.digest().hex());
      return shown.page("boardsnapshotpart", page(call, board, copies));
    }
    String next = address(board) + "/snapshots/" + taken.digest().hex();
    return new Reply.Bare(303, Map.of("Location", next));
  }

  private Reply snapshotPage(Call call) {
    String board = call.path("id");
    BoardDesk.Copies copies = boards.copies(call.caller(), board, call.path("digest"));
    return shown.page("boardsnapshot", page(call, board, copies));
  }

  private BoardSnapshotPage page(Call call, String board, BoardDesk.Copies copies) {
    Map<String, Object> kept = copies.snapshot();
    return new BoardSnapshotPage(
        frame(call, "Diagnostics"),
        board,
        String.valueOf(kept.getOrDefault("title", board)),
        new BoardSnapshotPage.Taken(
            String.valueOf(kept.getOrDefault("capturedAt", "")), copies.digest()),
        List.of(
            new BoardSnapshotPage.Copy("json", "JSON", copies.json()),
            new BoardSnapshotPage.Copy("markdown", "Markdown", copies.markdown()),
            new BoardSnapshotPage.Copy("slack", "Text for Slack", copies.slack())));
  }
}
