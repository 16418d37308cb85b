package dev.holddown.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * A server with a few runs of 300 lines, for whoever looks at its pages from outside: it writes
 * their addresses to a file, and ends when that file is gone.
 */
final class Shown {
  private static final int RUNS = 5;
  private static final int ITEMS = 300;
  private static final long MINUTES_MAX = 30;

  private Shown() {}

  /** Takes the file. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    try (Served server = Served.start(ITEMS, RUNS)) {
      String run = server.run(0);
      for (int i = 1; i < RUNS; i++) {
        server.run(i);
      }
      String at = "http://127.0.0.1:" + server.port + "/";
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, at + "\n" + at + "runs/" + run + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      long begun = System.nanoTime();
      while (Files.exists(file)
          && System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(MINUTES_MAX)) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }
}
