package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
   * @param waivable the ids of items that may be waived, each with the roles one of which approves
   */
  public record Gate(
      Duration fresh, Optional<SignRule> sign, Map<String, List<String>> waivable, Place place) {
    /** Nothing may be waived. */
    public Gate(Duration fresh, Optional<SignRule> sign, Place place) {
      this(fresh, sign, Map.of(), place);
    }
  }
}
