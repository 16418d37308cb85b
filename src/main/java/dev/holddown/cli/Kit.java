package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.FolderOwned;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Opened;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.ExprCheck;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.engine.port.Ports;
import dev.holddown.playbooks.PlaybookReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Everything the verbs stand on, bound in one place. */
public interface Kit {
  Language language();

  Outside outside();

  Passing passing();

  /**
   * Becomes the owner of a data folder (made if need be) and runs an engine on it.
   *
   * @throws FolderOwned when another process owns it
   */
  Hosted open(Home home);

  /**
   * Becomes the owner of a data folder for a moment, to read.
   *
   * @throws FolderOwned when another process owns it
   */
  Opened openForReading(Home home);

  /**
   * Makes a data folder from a backup.
   *
   * @throws RuntimeException with a sentence when the backup is not whole, or the folder is there
   */
  Answers.Backup restore(Path from, Path to);

  /** What a desk of this program stands on beside an engine. */
  default Desk.Means means() {
    return new Desk.Means(language().codec(), language().conditions(), passing().clock());
  }

  /** Opens the web server in front of an engine. */
  Served serve(ServeOrder order) throws IOException;

  /** At least 256 random bits from a strong source, in lower-case letters and digits. */
  String secret();

  /**
   * Where the log of a home is, as {@link Opened#place} tells it.
   *
   * @throws RuntimeException with a sentence when the database's URL cannot be used
   */
  default String place(Home home) {
    return home.database().isEmpty() ? "holddown.db" : home.database();
  }

  /** The command that starts this program, to which {@code engine} is added. */
  default List<String> self() {
    return SelfCommand.ofThisProcess();
  }

  /** Starts the small world of the demo. */
  Show show();

  /**
   * Starts the simulated world of one of the five documents.
   *
   * @param document such as {@code 002}
   * @throws IOException when it cannot be started
   */
  default Stage stage(String document, java.nio.file.Path folder) throws IOException {
    throw new IOException("this program has no simulated world of document " + document);
  }

  /** Verbs that belong to others, such as the demo: picocli commands by name. */
  default Map<String, Object> more() {
    return Map.of();
  }

  /** What playbooks are written in. */
  record Language(
      PlaybookReader reader,
      Conditions conditions,
      ExprCheck check,
      PlaybookCodec codec,
      Ports.Verbs verbs) {}

  /** The process around. {@code out} and {@code err} write UTF-8 when the terminal shows it. */
  record Outside(
      Map<String, String> environment,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Terminal terminal) {}

  /** Time and ids. {@code ids}: four characters of base32 each, for the ids of runs. */
  record Passing(InstantSource clock, LongSupplier nanos, Supplier<String> ids) {}
}
