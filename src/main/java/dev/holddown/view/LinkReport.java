package dev.holddown.view;

import java.time.Instant;
import java.util.List;

/**
 * A look at all links of a workspace.
 *
 * @param at when it was done
 * @param links how many there are
 * @param unknown of how many it cannot be told, such as those that want a login
 */
public record LinkReport(Instant at, int links, int unknown, List<Broken> broken) {
  /**
   * A link that leads nowhere.
   *
   * @param place file, line and column of it
   * @param title what it is called
   */
  public record Broken(String place, String title, String link, String why) {}
}
