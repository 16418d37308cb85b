package dev.holddown.domain.run;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What happened to an incident. They stand in the governance log, with time and person. */
public sealed interface IncidentEvent extends GovernanceEvent.OfIncident {
  /** The id of the incident. */
  String id();

  /** Incident mode went on; {@code pinned} was taken before, and is empty when it could not be. */
  record Started(String id, Incident.About about, Optional<Incident.Pin> pinned)
      implements IncidentEvent {}

  /** Somebody came to help. */
  record Joined(String id) implements IncidentEvent {}

  /** The snapshot that everybody sees; once. */
  record Pinned(String id, Incident.Pin pin) implements IncidentEvent {}

  /** A newer look beside it. */
  record Rechecked(String id, Incident.Pin pin) implements IncidentEvent {}

  record Noted(String id, String text) implements IncidentEvent {}

  /** {@code person} has the role from now on, alone. */
  record RoleTaken(String id, String role, String person) implements IncidentEvent {}

  /** It is worse than it was thought to be, or not so bad. */
  record Rated(String id, Severity severity, String reason) implements IncidentEvent {}

  /** {@code what}: {@code began} or {@code detected}. */
  record Timed(String id, String what, Instant moment) implements IncidentEvent {}

  /** {@code texts} by field of the record. */
  record Filled(String id, Map<String, String> texts) implements IncidentEvent {}

  /** A run belongs to it. */
  record Linked(String id, String run) implements IncidentEvent {}

  /** A run belongs to it no more, and nothing of it is owed. */
  record LeftOut(String id, String run, String reason) implements IncidentEvent {}

  /** Users are well again; the mode stays on until somebody leaves it. */
  record Resolved(String id, String how) implements IncidentEvent {}

  /** What had to be proven was proven, and incident mode is off. */
  record Left(String id, String reason) implements IncidentEvent {}
}
