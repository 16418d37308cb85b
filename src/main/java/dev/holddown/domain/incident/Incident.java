package dev.holddown.domain.incident;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An incident, and with it the incident mode of the workspace: it is on from the first press to the
 * moment at which somebody left it, for everybody at once. Immutable.
 */
public record Incident(String id, About about, Crew crew, Kept kept, Filed filed) {
  /** The fields that an incident must have before it may be left, in this order. */
  public static final List<String> FIELDS =
      List.of("severity", "started", "detected", "resolved", "components", "root_cause", "actions");

  /** The fields that only people know. */
  public static final List<String> TOLD = List.of("components", "root_cause", "actions");

  /** The role of the one person who leads. */
  public static final String COMMANDER = "incident_commander";

  /** What it is about; an empty list is all of them. */
  public record About(
      String title, Severity severity, List<String> services, List<String> environments) {
    /** Whether it is about this service in this environment. */
    public boolean covers(String service, String environment) {
      return (services.isEmpty() || services.contains(service))
          && (environments.isEmpty() || environments.contains(environment));
    }

    /** Where, in words. */
    public String where() {
      String which = services.isEmpty() ? "every service" : String.join(", ", services);
      return environments.isEmpty() ? which : which + " in " + String.join(", ", environments);
    }
  }

  /**
   * Who looks after it.
   *
   * @param joined everybody who came, the starter first
   * @param roles who has which role
   */
  public record Crew(String starter, List<String> joined, Map<String, String> roles) {
    /** Who leads; empty while nobody does. */
    public Optional<String> commander() {
      return Optional.ofNullable(roles.get(COMMANDER));
    }
  }

  /**
   * What is kept of it.
   *
   * @param pinned what everybody sees: taken before the first act, and never taken again
   * @param rechecked the newest look since then
   * @param runs that belong to it, in the order in which they came
   * @param leftOut runs that a person took out of it
   * @param timeline everything that was said and done, oldest first
   */
  public record Kept(
      Optional<Pin> pinned,
      Optional<Pin> rechecked,
      List<String> runs,
      List<String> leftOut,
      List<Line> timeline) {}

  /**
   * A snapshot.
   *
   * @param digest SHA-256 in hex of its bytes, which are kept as evidence
   * @param source of what: {@code board/NAME}, or {@code runs} where there is no board
   */
  public record Pin(String digest, Instant at, String source) {}

  /** One line of the timeline. {@code kind}: such as {@code noted} or {@code joined}. */
  public record Line(Instant at, String who, String kind, String text) {}

  /** Times and texts of its record. */
  public record Filed(Times times, Map<String, String> texts) {}

  /**
   * When what was. The clock of the incident runs from {@code startedAt}, the first press.
   *
   * @param began since when things went wrong, when that was before the first press
   * @param detected when somebody noticed
   */
  public record Times(
      Instant startedAt,
      Optional<Instant> began,
      Optional<Instant> detected,
      Optional<Instant> resolved,
      Optional<Instant> left) {
    /** The start that the record tells. */
    public Instant start() {
      return began.orElse(startedAt);
    }

    /** Who presses has noticed. */
    public Instant noticed() {
      return detected.orElse(startedAt);
    }
  }

  /** Whether incident mode is on by it. */
  public boolean on() {
    return filed.times().left().isEmpty();
  }

  /**
   * The record: each of the {@link #FIELDS} that is known.
   *
   * @param elsewhere what the records of its runs tell, by field
   */
  public Map<String, String> known(Map<String, String> elsewhere) {
    Map<String, String> known = new LinkedHashMap<>();
    for (String field : FIELDS) {
      own(field)
          .or(() -> Optional.ofNullable(elsewhere.get(field)))
          .filter(text -> !text.isBlank())
          .ifPresent(text -> known.put(field, text));
    }
    return known;
  }

  private Optional<String> own(String field) {
    return switch (field) {
      case "severity" -> Optional.of(about.severity().name());
      case "started" -> Optional.of(filed.times().start().toString());
      case "detected" -> Optional.of(filed.times().noticed().toString());
      case "resolved" -> filed.times().resolved().map(Instant::toString);
      default -> Optional.ofNullable(filed.texts().get(field));
    };
  }
}
