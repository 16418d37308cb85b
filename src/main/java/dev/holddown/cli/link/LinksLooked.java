package dev.holddown.cli.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the links of a workspace were when they were last looked at. */
public final class LinksLooked {
  private volatile Optional<Report> last = Optional.empty();

  /**
   * A look at all of them.
   *
   * @param at when it was done
   * @param links how many there are
   * @param unknown of how many it cannot be told, such as those that want a login
   */
  public record Report(Instant at, int links, int unknown, List<Broken> broken) {}

  /**
   * A link that leads nowhere.
   *
   * @param place file, line and column of it
   * @param title what it is called
   */
  public record Broken(String place, String title, String link, String why) {}

  /** Empty until the first look is done. */
  public Optional<Report> last() {
    return last;
  }

  public void told(Report report) {
    last = Optional.of(report);
  }
}
