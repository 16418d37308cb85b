package dev.holddown.domain.run;

import java.util.Map;
import java.util.Optional;

/**
 * A run that another one starts.
 *
 * @param end how it ended; empty while it is open or was not started
 */
public record Child(String run, Wanted wanted, boolean started, Optional<End> end) {
  /**
   * What is wanted.
   *
   * @param use the id of its playbook
   * @param attempt of the item that starts it
   */
  public record Wanted(String use, Map<String, Object> inputs, int attempt) {}

  /** How it ended. */
  public record End(Outcome outcome, String sentence) {}

  /** Whether it may still change something. */
  public boolean open() {
    return started && end.isEmpty();
  }

  public String use() {
    return wanted.use();
  }

  public Map<String, Object> inputs() {
    return wanted.inputs();
  }

  int attempt() {
    return wanted.attempt();
  }
}
