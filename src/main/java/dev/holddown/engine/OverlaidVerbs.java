package dev.holddown.engine;

import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verbs of which some are this engine's own: a playbook is read without an engine, and run by one.
 *
 * @param own those that know the engine, by name
 */
public record OverlaidVerbs(Ports.Verbs all, Map<String, Verb> own) implements Ports.Verbs {
  @Override
  public Optional<Verb> find(String action) {
    return Optional.ofNullable(own.get(action)).or(() -> all.find(action));
  }

  @Override
  public List<String> names() {
    return all.names();
  }
}
