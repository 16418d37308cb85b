package dev.holddown.engine.port;

import dev.holddown.spi.Secret;
import java.util.Optional;

/** Secrets by name, from 0600 files or the environment. */
public interface Secrets {
  /**
   * Empty when there is none.
   *
   * @throws RefusedException when there is one that must not be used, such as a file that others
   *     can read
   */
  Optional<Secret> find(String name);

  /** Where it looked, for the message when there is none. */
  String where(String name);

  /** A secret that is there but must not be used; the sentence says why and what to do. */
  final class RefusedException extends RuntimeException {
    public RefusedException(String message) {
      super(message);
    }
  }
}
