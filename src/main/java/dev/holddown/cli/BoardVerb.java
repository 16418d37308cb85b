package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.BoardFiles;
import dev.holddown.cli.link.Link;
import dev.holddown.cli.link.Refused;
import dev.holddown.domain.board.Board;
import dev.holddown.engine.Alerts;
import dev.holddown.engine.Boards;
import dev.holddown.engine.Lanes;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.port.Ports;
import dev.holddown.view.BoardText;
import dev.holddown.view.BoardView;
import dev.holddown.view.BoardsView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code board}: how a board stands. */
@Command(
    name = "board",
    description = {
      "Shows how a board stands: its health, what is wrong with the worst first, every card.",
      "Ends with 0 when it is not red and every monitor has a fresh answer, 1 when it is red,",
      "3 when that cannot be told."
    },
    footer = {
      "",
      "Examples:",
      "  holddown board",
      "  holddown board mission_control --check",
      "  holddown board mission-control.yaml --json"
    })
final class BoardVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Option(names = "--check", description = "Asks every monitor anew, whatever was asked before.")
  boolean check;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description =
          "Which board of the running engine; a file of a board is asked once, without an engine.")
  String board = "";

  BoardVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean file = board.matches(".+\\.ya?ml");
    BoardView view;
    try {
      view = file ? asked(Path.of(board)) : watched();
    } catch (Refused e) {
      boolean nobody = e.why() == Refused.Why.UNAVAILABLE;
      throw new Stop(nobody ? Exit.WAITS : Exit.NO, e.sentence());
    }
    if (common.json) {
      room.json(view);
    } else {
      room.print(BoardText.lines(view, room.layout()));
    }
    return exit(view);
  }

  /** A board without a number is as good as its worst monitor. */
  private static int exit(BoardView view) {
    String verdict =
        view.health()
            .map(health -> health.verdict())
            .orElseGet(() -> {
              boolean red =
                  view.monitors().stream().anyMatch(m -> m.now().level().equals("critical"));
              return red
                  ? "red"
                  : view.head().coverage().unproven().isEmpty() ? "green" : "unproven";
            });
    return switch (verdict) {
      case "red" -> Exit.NO;
      case "unproven" -> Exit.WAITS;
      default -> Exit.DONE;
    };
  }

  // --- of an engine ---

  private BoardView watched() {
    Optional<Link> link = room.reading(common);
    if (link.isEmpty()) {
      throw new Stop(
          Exit.WAITS,
          "no engine works in "
              + room.folder(common)
              + ", so nothing is watched; start one with: holddown serve --workspace DIR, or name"
              + " the board's file");
    }
    try (Link open = link.get()) {
      String id = board.isEmpty() ? only(open.ask(Ask.of("boards"), BoardsView.class)) : board;
      return open.ask(Ask.of(check ? "board-check" : "board").with("board", id), BoardView.class);
    }
  }

  private static String only(BoardsView all) {
    List<String> ids = all.boards().stream().map(BoardsView.Line::id).toList();
    if (ids.isEmpty()) {
      throw new Stop(
          Exit.WAITS,
          "no board is watched here; put a document of kind: board into the workspace, or name it"
              + " with: holddown serve --board FILE");
    }
    if (ids.size() > 1) {
      throw new Stop(Exit.USAGE, "name one of the boards: " + String.join(", ", ids));
    }
    return ids.getFirst();
  }

  // --- of a file ---

  /** Each monitor is asked once; what must last does not stand yet, and is said. */
  private BoardView asked(Path file) throws InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new Stop(Exit.NO, "there is no file " + file);
    }
    Kit.Language language = room.kit().language();
    List<Board> boards = BoardFiles.of(List.of(file), language.reader(), room.err()::println).get();
    Ports.Outside outside =
        new Ports.Outside(
            language.verbs(), new FromEnvironment(room.environment()), language.conditions());
    Boards.Means means =
        new Boards.Means(
            outside, new Redactor(), room.kit().passing().clock(), Optional.empty(), Alerts.none());
    ExecutorService watch = Executors.newVirtualThreadPerTaskExecutor();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon(true).factory());
    try (Boards asked = new Boards(means, new Lanes(watch, watch, watch, timer, Thread::sleep))) {
      asked.follow(boards);
      return asked
          .check(boards.getFirst().id(), Optional.empty())
          .map(BoardView::of)
          .orElseThrow(() -> new Refused("the board of " + file + " has no monitor"));
    } finally {
      timer.shutdownNow();
      watch.shutdownNow();
    }
  }
}
