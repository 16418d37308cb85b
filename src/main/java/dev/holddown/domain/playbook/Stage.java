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
    Place place,
    Optional<Timing> timing) {
  /** The key of the group that holds the lines of a stage that has a {@code when}. */
  public static String whenKey(String id) {
    return id + "/when";
  }

  /** A stage that opens when the one before it closes. */
  public Stage(
      String id,
      String title,
      Item.Order order,
      Duration timeBox,
      Optional<Gate> gate,
      List<Item> items,
      Place place) {
    this(id, title, order, timeBox, gate, items, place, Optional.empty());
  }

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
