package dev.holddown.view;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.run.IncidentProof;
import dev.holddown.domain.run.IncidentRules;
import dev.holddown.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An incident as screens, verbs and the API show it; whole, so that it can be handed over. */
public record IncidentView(
    String id, About about, Crew crew, Kept kept, List<IncidentProof.Missing> missing) {
  /** What it is about. {@code level}: 1 (worst) to 4; {@code on}: whether the mode is on. */
  public record About(
      String title,
      Rated severity,
      List<String> services,
      List<String> environments,
      Clock clock) {}

  /** The team's word, and the level that all teams share. */
  public record Rated(String name, int level) {}

  /**
   * When what was, UTC. Whatever time it is in the browser, {@code startedAt} is the one start.
   *
   * @param seconds how long it lasts, or lasted until it was left
   */
  public record Clock(
      boolean on,
      Instant startedAt,
      long seconds,
      Optional<Instant> resolvedAt,
      Optional<Instant> leftAt) {}

  /** Who is there. {@code commander}: who leads; empty while nobody does. */
  public record Crew(
      String starter, List<String> joined, Map<String, String> roles, String commander) {}

  /** What is kept of it. {@code record}: the seven fields; an empty one is missing. */
  public record Kept(
      Optional<Incident.Pin> pinned,
      Optional<Incident.Pin> rechecked,
      List<RunLine> runs,
      Map<String, String> record,
      List<Incident.Line> timeline) {}

  /** A run that belongs to it. {@code state}: its outcome, or its phase while it is open. */
  public record RunLine(String run, String title, String about, String mode, String state) {}

  /** All of them, the newest first. {@code severities}: the team's words, the worst first. */
  public record All(List<IncidentView> incidents, List<String> severities) {
    /** The one that is on; empty while incident mode is off. */
    public Optional<IncidentView> on() {
      return incidents.stream().filter(one -> one.about().clock().on()).findFirst();
    }
  }

  /** As it stands. {@code runs}: the states of those that belong to it. */
  public static IncidentView of(Incident incident, List<RunState> runs, Instant now) {
    Incident.Times times = incident.filed().times();
    Instant until = times.left().orElse(now);
    List<RunLine> lines = new ArrayList<>();
    runs.forEach(run -> lines.add(line(run)));
    Incident.About about = incident.about();
    return new IncidentView(
        incident.id(),
        new About(
            about.title(),
            new Rated(about.severity().name(), about.severity().level()),
            about.services(),
            about.environments(),
            new Clock(
                incident.on(),
                times.startedAt(),
                Math.max(0, Duration.between(times.startedAt(), until).toSeconds()),
                times.resolved(),
                times.left())),
        new Crew(
            incident.crew().starter(),
            incident.crew().joined(),
            incident.crew().roles(),
            incident.crew().commander().orElse("")),
        new Kept(
            incident.kept().pinned(),
            incident.kept().rechecked(),
            List.copyOf(lines),
            record(incident, runs),
            incident.kept().timeline()),
        incident.on() ? IncidentRules.missing(incident, runs) : List.of());
  }

  /** The seven fields; {@code runs}: those whose records are told for what nobody filled in. */
  public static Map<String, String> record(Incident incident, List<RunState> runs) {
    Map<String, String> known = incident.known(IncidentProof.recorded(runs));
    Map<String, String> record = new LinkedHashMap<>();
    Incident.FIELDS.forEach(field -> record.put(field, known.getOrDefault(field, "")));
    return record;
  }

  private static RunLine line(RunState run) {
    return new RunLine(
        run.head().run(),
        run.head().title(),
        run.head().subject(),
        run.head().mode().name(),
        run.outcome().map(Enum::name).orElse(run.phase().name()));
  }

  /** How many of the record's fields are filled. */
  public long filled() {
    return kept.record().values().stream().filter(text -> !text.isEmpty()).count();
  }
}
