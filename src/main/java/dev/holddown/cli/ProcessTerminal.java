package dev.holddown.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The terminal of this process. Its size is asked of {@code stty}, again after each resize. */
public final class ProcessTerminal implements Terminal {
  private static final int ASK_SECONDS_MAX = 2;
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;

  private final Map<String, String> environment;
  private final boolean reads;
  private final boolean writes;
  private volatile boolean resized = true;
  private volatile Size size = new Size(COLUMNS, ROWS);

  private record Size(int columns, int rows) {}

  private ProcessTerminal(Map<String, String> environment, boolean reads, boolean writes) {
    this.environment = environment;
    this.reads = reads;
    this.writes = writes;
  }

  /** Looks at standard input and output of this process. */
  public static ProcessTerminal of(Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    ProcessTerminal terminal =
        new ProcessTerminal(environment, isTerminal(0), isTerminal(1) && !dumb);
    if (terminal.writes) {
      Signals.on("WINCH", () -> terminal.resized = true);
    }
    return terminal;
  }

  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      }
    } catch (IOException e) {
      return false;
    }
    return System.console() != null && System.console().isTerminal();
  }

  @Override
  public boolean reads() {
    return reads;
  }

  @Override
  public boolean writes() {
    return writes;
  }

  @Override
  public int columns() {
    return size().columns();
  }

  @Override
  public int rows() {
    return size().rows();
  }

  @Override
  public boolean unicode() {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String locale = value.toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }

  private Size size() {
    if (resized && writes) {
      resized = false;
      size = ask();
    }
    return size;
  }

  private Size ask() {
    Size named = new Size(number("COLUMNS", COLUMNS), number("LINES", ROWS));
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
      if (!stty.waitFor(ASK_SECONDS_MAX, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
      }
      String[] parts = answer.strip().split(" ", -1);
      if (parts.length == 2
          && parts[0].matches("[1-9]\\d{0,4}")
          && parts[1].matches("[1-9]\\d{0,4}")) {
        return new Size(Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
      }
    } catch (IOException e) {
      return named;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return named;
  }

  private int number(String name, int otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.matches("[1-9]\\d{0,4}") ? Integer.parseInt(value) : otherwise;
  }
}
