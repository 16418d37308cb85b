package dev.holddown.cli.link;

import dev.holddown.view.LinkReport;
import java.util.Optional;

/** How the links of a workspace were when they were last looked at. */
public final class LinksLooked {
  private volatile Optional<LinkReport> last = Optional.empty();

  /** Empty until the first look is done. */
  public Optional<LinkReport> last() {
    return last;
  }

  /** From now on this is the last one. */
  public void told(LinkReport report) {
    last = Optional.of(report);
  }
}
