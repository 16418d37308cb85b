package dev.holddown.domain.run;

import java.util.Map;
import java.util.Optional;

/**
 * What a run is about; frozen at its start.
 *
 * @param lock one run at a time holds it ({@code service/environment})
 * @param linkedTo the run that a run of mode ROLLBACK takes back
 */
public record RunHead(
    String run,
    String playbook,
    String title,
    String service,
    String environment,
    Mode mode,
    Map<String, Object> inputs,
    String starter,
    Optional<String> linkedTo) {
  /** Forward, or only the way back. */
  public enum Mode {
    RELEASE,
    ROLLBACK
  }

  public String lock() {
    return service + "/" + environment;
  }
}
