package dev.holddown.cli;

import dev.holddown.cli.link.Json;
import dev.holddown.view.RunView;
import java.io.PrintStream;
import java.util.Optional;

/** Says nothing until the end, then the last picture as JSON. */
final class SilentScreen implements Screen {
  private final PrintStream out;

  SilentScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(RunView view, String said, Optional<String> prompt) {}

  @Override
  public void typed() {}

  @Override
  public void end(RunView view) {
    out.println(Json.pretty(view));
    out.flush();
  }
}
