package dev.holddown.domain.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * What a run knows of the incident that it belongs to.
 *
 * @param severity the team's word for it
 * @param pinned whether the snapshot that everybody sees was taken
 */
public record IncidentSeen(String id, String severity, boolean pinned, Incident.Times times) {
  /** As the incident is now. */
  public static IncidentSeen of(Incident incident) {
    return new IncidentSeen(
        incident.id(),
        incident.about().severity().name(),
        incident.kept().pinned().isPresent(),
        incident.filed().times());
  }

  /**
   * When a moment of it was that a playbook names; empty while it has not come.
   *
   * @param anchor such as {@code incident.resolved}
   */
  public Optional<Instant> moment(String anchor) {
    return switch (anchor) {
      case "incident.start", "incident.started" -> Optional.of(times.startedAt());
      case "incident.began" -> Optional.of(times.start());
      case "incident.detected" -> Optional.of(times.noticed());
      case "incident.resolved" -> times.resolved();
      case "incident.left" -> times.left();
      default -> Optional.empty();
    };
  }
}
