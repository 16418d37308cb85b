package dev.holddown.testing;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.playbooks.PlaybookReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Reads playbooks with every action that the program has; it asks nobody. */
public final class RealReader {
  private RealReader() {}

  /** The reader. */
  public static PlaybookReader reader() {
    Setup.Time time = new Setup.Time(RealTime.clock(), RealTime.nanos());
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Setup setup = new Setup(time, nowhere, Egress.local(), Path.of(""), Map.of());
    return PlaybookReader.of(Connectors.verbs(setup).values(), new Cel().check());
  }
}
