package dev.holddown.boot;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects what message.terminal says, so that it does not run through a picture. */
final class Spoken extends OutputStream {
  static final int LINES_MAX = 100;

  private final StringBuilder line = new StringBuilder();
  private final List<String> lines = new ArrayList<>();

  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
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
