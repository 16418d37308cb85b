package dev.holddown.cli;

import dev.holddown.view.Layout;
import dev.holddown.view.RunText;
import dev.holddown.view.RunView;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Redraws in place on a terminal (ECMA-48): no alternate screen, so that the last picture stays.
 * The cursor is hidden except at a prompt, and shown again however the process ends.
 */
final class LiveScreen implements Screen {
  private static final String ESC = "\033[";
  private static final String HIDE = ESC + "?25l";
  private static final String SHOW = ESC + "?25h";
  private static final String CLEAR_LINE = ESC + "K";
  private static final String CLEAR_BELOW = ESC + "J";
  private static final String SAVE = "\0337";
  private static final String RESTORE = "\0338";
  private static final int ROWS_MIN = 10;

  private final Terminal terminal;
  private final PrintStream out;
  private final dev.holddown.view.Paint paint;
  private final Thread showCursor;
  private int drawn;
  private String asked = "";
  private int columns;

  LiveScreen(Room room) {
    this.terminal = room.kit().outside().terminal();
    this.out = room.out();
    this.paint = room.paint();
    this.showCursor = new Thread(() -> write(SHOW));
    Runtime.getRuntime().addShutdownHook(showCursor);
  }

  @Override
  public void show(RunView view, String said, Optional<String> prompt) {
    String question = prompt.orElse("");
    columns = terminal.columns();
    int room = Math.max(ROWS_MIN, terminal.rows() - 2 - rows(question) - (said.isEmpty() ? 0 : 2));
    Layout.Detail most = view.back().cause().isPresent() ? Layout.Detail.BRIEF : Layout.Detail.FULL;
    List<String> frame = new ArrayList<>(RunText.fitting(view, layout(most), room));
    if (!said.isEmpty()) {
      frame.add("");
      frame.add(said);
    }
    boolean same = !question.isEmpty() && question.equals(asked);
    if (same && frameRows(frame) <= drawn) {
      while (frameRows(frame) < drawn) {
        frame.add("");
      }
      write(SAVE + up(above()) + text(frame) + RESTORE);
      return;
    }
    write(up(above()) + text(frame) + CLEAR_BELOW + (question.isEmpty() ? HIDE : SHOW + question));
    asked = question;
    drawn = frameRows(frame);
  }

  /** Rows between the top of the frame and the cursor, which may stand in a wrapped question. */
  private int above() {
    return drawn + Math.max(0, rows(asked) - 1);
  }

  /** The cursor is on the line below the question now. */
  @Override
  public void typed() {
    drawn += rows(asked);
    asked = "";
  }

  @Override
  public void end(RunView view) {
    columns = terminal.columns();
    write(up(above()) + CLEAR_BELOW + text(RunText.lines(view, layout(Layout.Detail.FULL))) + SHOW);
    drawn = 0;
    Runtime.getRuntime().removeShutdownHook(showCursor);
  }

  private Layout layout(Layout.Detail most) {
    return new Layout(columns, most, paint);
  }

  private static String up(int rows) {
    return "\r" + (rows > 0 ? ESC + rows + "A" : "");
  }

  private static String text(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append(CLEAR_LINE).append("\r\n"));
    return text.toString();
  }

  private int frameRows(List<String> lines) {
    return lines.stream().mapToInt(line -> Math.max(1, rows(line))).sum();
  }

  /** How many rows of the terminal a line takes. */
  private int rows(String line) {
    String shown = line.replaceAll("\033\\[[0-9;?]*[A-Za-z]", "");
    int width = shown.codePointCount(0, shown.length());
    return width == 0 ? 0 : (width + columns - 1) / Math.max(1, columns);
  }

  private void write(String text) {
    out.print(text);
    out.flush();
  }
}
