package dev.holddown.cli;

import dev.holddown.view.Changes;
import dev.holddown.view.Layout;
import dev.holddown.view.RunText;
import dev.holddown.view.RunView;
import java.io.PrintStream;
import java.util.Optional;

/** One line for each change, for a pipe, a file or a job of CI; the whole at the end. */
final class PlainScreen implements Screen {
  private final PrintStream out;
  private final Layout layout;
  private final Changes changes = new Changes();
  private String said = "";

  PlainScreen(PrintStream out, Layout layout) {
    this.out = out;
    this.layout = layout;
  }

  @Override
  public void show(RunView view, String saying, Optional<String> prompt) {
    changes.lines(view).forEach(out::println);
    if (!saying.isEmpty() && !saying.equals(said)) {
      out.println(saying);
    }
    said = saying;
    out.flush();
  }

  @Override
  public void typed() {}

  @Override
  public void end(RunView view) {
    changes.lines(view).forEach(out::println);
    out.println();
    RunText.lines(view, layout).forEach(out::println);
    out.flush();
  }
}
