package dev.holddown.domain.playbook;

/**
 * Evidence without which a stage does not close, and so neither does the run.
 *
 * @param name what lines of the playbook keep by {@code keep}
 * @param atLeast how many pieces there must be, 1 or more
 * @param stage the id of the stage by whose end they must be there
 */
public record EvidenceNeed(String name, long atLeast, String stage) {
  /** The note of an item that tells under which names its answers are kept. */
  public static final String KEEP = "keep";
}
