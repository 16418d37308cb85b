package dev.holddown.engine.port;

import dev.holddown.spi.Secret;
import java.util.Optional;

/** Secrets by name, from 0600 files or the environment. */
public interface Secrets {
  Optional<Secret> find(String name);

  /** Where it looked, for the message when there is none. */
  String where(String name);
}
