package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An ordered part of a playbook; with a gate it ends in a Go/No-Go. */
public record Stage(
    String id,
    String title,
    Item.Order order,
    Duration timeBox,
    Optional<Gate> gate,
    List<Item> items,
    Place place) {
  /**
   * What a stage needs to be left.
   *
   * @param fresh answers older than this are asked again before Go; zero is for ever
   */
  public record Gate(Duration fresh, Optional<SignRule> sign, Place place) {}
}
