package dev.holddown.cli;

import dev.holddown.access.Entrance;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A web server that is wanted in front of an engine.
 *
 * @param log takes one line for each refusal
 */
public record ServeOrder(
    Hosted hosted, Desk desk, Entrance entrance, Listening listening, Consumer<String> log) {
  /**
   * Where it listens and what it allows.
   *
   * @param port 0: one that is free
   * @param workspace the folder of playbooks that may be started
   * @param open whether callers of this machine need no token
   * @param programs whether playbooks that run programs may be started
   */
  public record Listening(
      String host, int port, Optional<Path> workspace, boolean open, boolean programs) {}
}
