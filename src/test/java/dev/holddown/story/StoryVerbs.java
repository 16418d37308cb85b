package dev.holddown.story;

import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.FreezeLooks;
import dev.holddown.connectors.Incidents;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Connector;
import dev.holddown.spi.Freezes;
import dev.holddown.spi.IncidentMode;
import dev.holddown.spi.Verb;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.SettableClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verbs of a story's world: those of all connectors, and those that the story plays. */
record StoryVerbs(Map<String, Verb> all) implements Ports.Verbs {
  /** Programs are found in {@code tools} of the folder, where there is one. */
  static StoryVerbs of(
      Path folder, SettableClock clock, StoryConnector story, IncidentMode incidents) {
    Setup.Time time = new Setup.Time(clock, RealTime.nanos());
    PrintStream terminal =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Path tools = folder.resolve("tools");
    Map<String, String> environment =
        Files.isDirectory(tools) ? Map.of("PATH", tools + ":/usr/bin:/bin") : Map.of();
    Setup setup =
        new Setup(time, terminal, Egress.local(), folder.resolve("workspace"), environment);
    List<Connector> connectors = new ArrayList<>(Connectors.all(setup));
    connectors.removeIf(Incidents.class::isInstance);
    connectors.add(new Incidents(incidents));
    connectors.add(story);
    return new StoryVerbs(Connectors.verbs(connectors));
  }

  /** The same with the freezes of the story. */
  StoryVerbs with(Freezes freezes) {
    Map<String, Verb> more = new java.util.TreeMap<>(all);
    more.putAll(Connectors.verbs(List.of(new FreezeLooks(freezes))));
    return new StoryVerbs(more);
  }

  @Override
  public Optional<Verb> find(String action) {
    return Optional.ofNullable(all.get(action));
  }

  @Override
  public List<String> names() {
    return List.copyOf(all.keySet());
  }
}
