package dev.holddown.domain.run;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What somebody wants of an incident. */
public sealed interface IncidentCommand extends GovernanceCommand.OfIncident {
  /** Turns incident mode on; while it is on, whoever says this joins instead. */
  record Start(String id, Incident.About about, Optional<Incident.Pin> pin)
      implements IncidentCommand {}

  record Join(String id) implements IncidentCommand {}

  /** The first is pinned for everybody; every later one stands beside it. */
  record Look(String id, Incident.Pin pin) implements IncidentCommand {}

  record Note(String id, String text) implements IncidentCommand {}

  record TakeRole(String id, String role, String person) implements IncidentCommand {}

  record Rate(String id, Severity severity, String reason) implements IncidentCommand {}

  /** {@code what}: {@code began} or {@code detected}. */
  record Time(String id, String what, Instant moment) implements IncidentCommand {}

  record Fill(String id, Map<String, String> texts) implements IncidentCommand {}

  /** The engine notes that a run belongs to it, or a person does. */
  record Link(String id, String run) implements IncidentCommand {}

  record LeaveOut(String id, String run, String reason) implements IncidentCommand {}

  record Resolve(String id, String how) implements IncidentCommand {}

  record Leave(String id, String reason) implements IncidentCommand {}
}
