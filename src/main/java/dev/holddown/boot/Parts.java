package dev.holddown.boot;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.engine.SteadyClock;
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
import java.util.function.UnaryOperator;

/** What needs no data folder: verbs, conditions, the reader of playbooks. */
public final class Parts {
  private final SteadyClock clock;
  private final Cel cel;
  private final Once<SortedMap<String, Verb>> verbs;

  /** {@code terminal} is where message.terminal prints, {@code folder} the workspace. */
  public Parts(PrintStream terminal, Path folder, Map<String, String> environment) {
    this.clock = new SteadyClock(InstantSource.system(), System::nanoTime);
    this.cel = new Cel();
    Setup.Time time = new Setup.Time(clock, System::nanoTime);
    Setup setup = new Setup(time, terminal, Egress.local(), folder, environment);
    this.verbs = new Once<>(() -> Connectors.verbs(setup));
  }

  private Parts(SteadyClock clock, Cel cel, Once<SortedMap<String, Verb>> verbs) {
    this.clock = clock;
    this.cel = cel;
    this.verbs = verbs;
  }

  /** The same with other verbs, as a benchmark wants them. */
  public Parts with(UnaryOperator<SortedMap<String, Verb>> change) {
    return new Parts(clock, cel, new Once<>(() -> change.apply(verbs.get())));
  }

  /** Time that never jumps. */
  public SteadyClock clock() {
    return clock;
  }

  Cel cel() {
    return cel;
  }

  /** Reads playbooks against these verbs. */
  public PlaybookReader reader() {
    return PlaybookReader.of(verbs.get().values(), cel.check());
  }

  Ports.Verbs verbs() {
    return new Ports.Verbs() {
      @Override
      public Optional<Verb> find(String action) {
        return Optional.ofNullable(verbs.get().get(action));
      }

      @Override
      public List<String> names() {
        return List.copyOf(verbs.get().keySet());
      }
    };
  }
}
