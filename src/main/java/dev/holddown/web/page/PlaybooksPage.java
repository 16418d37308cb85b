package dev.holddown.web.page;

import dev.holddown.view.LinkReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be started.
 *
 * @param workspace whether the server has a folder of playbooks
 * @param links how their links were at the daily look; empty before the first
 */
public record PlaybooksPage(
    Frame frame, boolean workspace, List<Book> books, Optional<LinkReport> links, Instant now) {
  /** What it is called. {@code mark}: its badge; empty for none. */
  public record Title(String text, String mark) {}

  /**
   * A playbook.
   *
   * @param about what it is for; empty when it cannot be read
   * @param problems why it cannot be run; empty when it can
   */
  public record Book(
      String name, Title title, String about, String subject, List<String> problems) {
    public String href() {
      return Links.playbook(name);
    }

    /** Whether it can be run. */
    public Badge badge() {
      return problems.isEmpty()
          ? new Badge("✓", "valid", Tone.GOOD)
          : new Badge("✗", "cannot be run", Tone.BAD);
    }
  }

  /** How the links are, in one sentence. */
  public String linksSaid() {
    return links.map(PlaybooksPage::said).orElse("");
  }

  private static String said(LinkReport look) {
    String unknown =
        look.unknown() == 0
            ? ""
            : "; of " + look.unknown() + " that cannot be told, such as those that want a login";
    return look.broken().isEmpty()
        ? "None of " + look.links() + " links is broken" + unknown + "."
        : look.broken().size() + " of " + look.links() + " links lead nowhere" + unknown + ".";
  }

  /** When they were looked at. */
  public Moment linksAt() {
    return Moment.of(links.orElseThrow().at(), now);
  }
}
