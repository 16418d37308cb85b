package dev.holddown.playbooks.markdown;

import java.util.List;

/**
 * Who is told, how fast and in which order, as tables and lists of a page say it.
 *
 * @param severities the worst first
 * @param escalations in the order of the page
 * @param contacts in the order of the page
 */
public record Duty(
    List<Severity> severities, List<Escalation> escalations, List<Contact> contacts) {
  /**
   * How bad an incident is.
   *
   * @param name letters and digits, such as {@code P0}
   * @param alias what else it is called; empty when the page says no other word
   * @param ack how long until somebody must answer, such as {@code 5m}; empty when it is not said
   * @param path roles, one after the other, in the words of the page
   */
  public record Severity(int line, String name, String alias, String ack, List<String> path) {}

  /**
   * Who is woken when nobody has answered.
   *
   * @param after how long after the start, such as {@code 15m}
   * @param page a role in the words of the page
   */
  public record Escalation(int line, String after, String page) {}

  /** How somebody is reached: a role or a name, and the rest of the row. */
  public record Contact(int line, String who, String how) {}

  /** Whether the page says nothing of it. */
  public boolean isEmpty() {
    return severities.isEmpty() && escalations.isEmpty() && contacts.isEmpty();
  }
}
