package dev.holddown.store;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.IncidentSeen;
import dev.holddown.domain.incident.Severity;
import dev.holddown.domain.run.IncidentEvent;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event of every kind that tells of incidents. */
final class IncidentSamples {
  private static final Instant T = Instant.parse("2026-11-21T03:07:00Z");
  private static final Incident.Pin PIN =
      new Incident.Pin(
          "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", T, "board/main");

  private IncidentSamples() {}

  /** In the order of the log's names; what the golden log of incidents holds, line by line. */
  static List<RunEvent> all() {
    Severity worst = new Severity("P0", 1);
    Incident.Times times =
        new Incident.Times(
            T, Optional.empty(), Optional.of(T), Optional.of(T.plusSeconds(60)), Optional.empty());
    Incident.About about =
        new Incident.About("the fleet is silent", worst, List.of("beak"), List.of());
    return List.of(
        new PermitEvent.IncidentTold(new IncidentSeen("inc-1", "P0", true, times)),
        new IncidentEvent.Started("inc-1", about, Optional.of(PIN)),
        new IncidentEvent.Started("inc-2", about, Optional.empty()),
        new IncidentEvent.Joined("inc-1"),
        new IncidentEvent.Pinned("inc-2", PIN),
        new IncidentEvent.Rechecked("inc-1", PIN),
        new IncidentEvent.Noted("inc-1", "the agents were started again"),
        new IncidentEvent.RoleTaken("inc-1", Incident.COMMANDER, "ida"),
        new IncidentEvent.Rated("inc-1", new Severity("P1", 2), "half of them are back"),
        new IncidentEvent.Timed("inc-1", "detected", T),
        new IncidentEvent.Filled("inc-1", Map.of("root_cause", "a full disk")),
        new IncidentEvent.Linked("inc-1", "ops_rollback-1"),
        new IncidentEvent.LeftOut("inc-1", "ops_rollback-1", "started by mistake"),
        new IncidentEvent.Resolved("inc-1", "the fleet pulses"),
        new IncidentEvent.Left("inc-1", "told in the log"));
  }
}
