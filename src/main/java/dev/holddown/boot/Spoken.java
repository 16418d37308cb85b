package dev.holddown.boot;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where message.terminal prints: through to the terminal, or kept while a picture is drawn. */
final class Spoken extends OutputStream {
  static final int LINES_MAX = 100;

  private final PrintStream through;
  private final StringBuilder line = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private boolean collecting;

  Spoken(PrintStream through) {
    this.through = through;
  }

  /** Keeps the lines from now on. */
  synchronized void collect() {
    collecting = true;
  }

  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    if (!collecting) {
      through.write(bytes, from, count);
      through.flush();
      return;
    }
    line.append(new String(bytes, from, count, StandardCharsets.UTF_8));
    int end;
    while ((end = line.indexOf("\n")) >= 0) {
      if (lines.size() < LINES_MAX) {
        lines.add(line.substring(0, end).strip());
      }
      line.delete(0, end + 1);
    }
  }

  /** The lines so far; they are forgotten here. */
  synchronized List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }
}
