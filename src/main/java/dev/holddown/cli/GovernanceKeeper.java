package dev.holddown.cli;

import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.LogDesk;
import dev.holddown.view.log.GovernanceFile;
import dev.holddown.view.log.LogFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A {@code GOVERNANCE-LOG.md} that follows the log while a server runs: written again when there is
 * something new, every ten seconds at most, at once or not at all.
 */
final class GovernanceKeeper {
  static final Duration EVERY = Duration.ofSeconds(10);

  private final Path file;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private long head = -1;
  private long last;
  private boolean failing;

  /**
   * {@code nanos}: a stopwatch; {@code log}: takes a line when the file cannot be written, and when
   * it can again.
   */
  GovernanceKeeper(Path file, LongSupplier nanos, Consumer<String> log) {
    this.file = file;
    this.nanos = nanos;
    this.log = log;
  }

  /** Writes it when it is time and there is something new. Reads the store. */
  void look(Hosted hosted, Desk desk) {
    long now = nanos.getAsLong();
    if (head >= 0 && now - last < EVERY.toNanos()) {
      return;
    }
    last = now;
    try {
      long reached = hosted.store().head();
      if (reached != head) {
        String text = GovernanceFile.text(desk.logs().everyDecision(everything()));
        replaced(file, text.getBytes(StandardCharsets.UTF_8));
        head = reached;
      }
      if (failing) {
        log.accept(file + " is written again");
        failing = false;
      }
    } catch (IOException | RuntimeException e) {
      head = Math.max(head, 0);
      if (!failing) {
        log.accept(
            file + " is not written: " + e + "; the log itself is safe, and it is tried again");
      }
      failing = true;
    }
  }

  private static LogDesk.Part everything() {
    return new LogDesk.Part(LogFilter.all(), 0, LogDesk.LINES_MAX, run -> true);
  }

  /** Whoever reads it sees the old text or the new one; false when nothing changed. */
  static boolean replaced(Path file, byte[] bytes) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return false;
    }
    Path beside = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".new");
    Files.write(beside, bytes);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
