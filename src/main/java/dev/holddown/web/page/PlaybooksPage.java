package dev.holddown.web.page;

import java.util.List;

/** What can be started. {@code workspace}: whether the server has a folder of playbooks. */
public record PlaybooksPage(Frame frame, boolean workspace, List<Book> books) {
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
}
