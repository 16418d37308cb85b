package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.IncidentFiles;
import dev.holddown.cli.link.Refused;
import dev.holddown.domain.incident.Incident;
import dev.holddown.view.IncidentView;
import dev.holddown.view.RunView;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What an incident keeps, for whoever may see it: its snapshots, and the files of a handoff. */
final class IncidentKept {
  private static final String BOARD = "board/";

  private final Desk desk;
  private final BoardsInForce boards;

  IncidentKept(Desk desk, BoardsInForce boards) {
    this.desk = desk;
    this.boards = boards;
  }

  /** Whether all of a snapshot is the caller's: of a board, that they see the board. */
  private boolean sees(Caller caller, String source) {
    return caller.rights().everywhere(AccessScope.READ)
        || source.startsWith(BOARD)
            && boards.all(caller).stream()
                .anyMatch(state -> source.equals(BOARD + state.board().id()));
  }

  /** Whether a snapshot of this source may be told: of runs, those that are the caller's. */
  boolean tells(Caller caller, String source) {
    return !source.startsWith(BOARD) || sees(caller, source);
  }

  /** The bytes of a snapshot as text; empty when they are gone. Reads the store. */
  Optional<String> text(Incident.Pin pin) {
    try {
      Answers.Evidence kept =
          (Answers.Evidence) desk.answer(Ask.of("evidence").with("digest", pin.digest()));
      byte[] bytes = Base64.getDecoder().decode(kept.base64());
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (Refused missing) {
      return Optional.empty();
    }
  }

  /** What is handed over; {@code view}: as the caller may see it. */
  Reply handoff(Call call, IncidentView view) {
    IncidentFiles files =
        new IncidentFiles(
            run -> (RunView) desk.answer(Ask.of("show").with("run", run)),
            pin -> sees(call.caller(), pin.source()) ? text(pin) : Optional.empty());
    String name = "handoff-" + view.id();
    return switch (call.text("format")) {
      case "", "zip" ->
          LogReplies.file("application/zip", name + ".zip", files.zip(view, desk.now()));
      case "json" -> Reply.ok(view);
      case "markdown" ->
          LogReplies.file(
              "text/markdown; charset=utf-8",
              name + ".md",
              files.handoff(view, desk.now()).markdown());
      case "html" ->
          LogReplies.file(
              "text/html; charset=utf-8", name + ".html", files.handoff(view, desk.now()).html());
      default ->
          throw Problem.of(
              400,
              "request",
              "\"format\" is zip, json, markdown or html, not \""
                  + Values.shown(call.text("format"))
                  + "\"");
    };
  }
}
