package dev.holddown.sim;

import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Verb;
import java.util.List;
import java.util.Optional;

/** The jobs of a history are done by {@link SimJobs}, which knows the target itself. */
public final class NoVerbs implements Ports.Verbs {
  @Override
  public Optional<Verb> find(String action) {
    return Optional.empty();
  }

  @Override
  public List<String> names() {
    return List.of();
  }
}
