package dev.holddown.story;

import dev.holddown.cli.link.Hosted;
import dev.holddown.engine.Mail;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import java.util.Optional;

/** A story's engine as its own items see it, without a server. */
record Alone(World world) implements Hosted {
  @Override
  public Mail mail() {
    return world.mail();
  }

  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public EventStore store() {
    return world.store();
  }

  @Override
  public Blobs blobs() {
    return world.ports().blobs();
  }

  @Override
  public Optional<String> card(String run) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // The story closes its world.
  }
}
