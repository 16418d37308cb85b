package dev.holddown.boot;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.engine.port.Ports;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.spi.Verb;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What needs no data folder: verbs, conditions, the reader of playbooks. */
final class Parts {
  private final InstantSource clock = new SteadyClock();
  private final Cel cel = new Cel();
  private final SortedMap<String, Verb> verbs;

  /** {@code terminal} is where message.terminal prints, {@code folder} the workspace. */
  Parts(PrintStream terminal, Path folder, Map<String, String> environment) {
    Setup.Time time = new Setup.Time(clock, System::nanoTime);
    this.verbs = Connectors.verbs(new Setup(time, terminal, Egress.local(), folder, environment));
  }

  InstantSource clock() {
    return clock;
  }

  Cel cel() {
    return cel;
  }

  PlaybookReader reader() {
    return PlaybookReader.of(verbs.values(), cel.check());
  }

  Ports.Verbs verbs() {
    return new Ports.Verbs() {
      @Override
      public Optional<Verb> find(String action) {
        return Optional.ofNullable(verbs.get(action));
      }

      @Override
      public List<String> names() {
        return List.copyOf(verbs.keySet());
      }
    };
  }
}
