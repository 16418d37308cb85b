package dev.holddown.sim;

import dev.holddown.engine.port.Secrets;
import dev.holddown.spi.Secret;
import java.util.Optional;

/** No history has a secret. */
public final class NoSecrets implements Secrets {
  @Override
  public Optional<Secret> find(String name) {
    return Optional.empty();
  }

  @Override
  public String where(String name) {
    return "nowhere";
  }
}
