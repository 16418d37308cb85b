package dev.holddown.view.log;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.run.RunHead;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What went wrong, how bad it was and how long it took; newest first. */
public record IncidentLog(List<Entry> entries, Further further) {
  /** The name of the book that records of a playbook are for. */
  public static final String BOOK = "incident_log";

  /**
   * One incident.
   *
   * @param severity as it was written; empty while nobody has
   * @param status {@code open}, {@code resolved} or {@code closed}
   * @param fields everything that was filled in, by field
   */
  public record Entry(
      About about, String severity, String status, Times times, Map<String, String> fields) {}

  /** The run by which it was worked on, and by whom it was started. */
  public record About(
      String run, String title, String service, String environment, String person) {}

  /** Its times; {@code lasted}: from its start to its resolution, where both are known. */
  public record Times(
      Instant started,
      Optional<Instant> detected,
      Optional<Instant> resolved,
      Optional<Duration> lasted) {}

  /** The line of a run; empty when it is about no incident. */
  public static Optional<Entry> entry(RunFacts facts) {
    Map<String, Object> book = facts.book(BOOK);
    RunHead head = facts.head();
    boolean incident = head.mode() == RunHead.Mode.INCIDENT;
    if (!incident && book.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>(head.inputs());
    values.putAll(book);
    Instant started = time(values, "started", "start").orElse(facts.course().started());
    boolean closed = facts.course().outcome().isPresent();
    Optional<Instant> resolved =
        time(values, "resolved", "ended", "end")
            .or(() -> closed ? Optional.of(facts.course().last()) : Optional.empty());
    Map<String, String> fields = new LinkedHashMap<>();
    book.forEach((name, value) -> fields.put(name, String.valueOf(value)));
    return Optional.of(
        new Entry(
            new About(head.run(), head.title(), head.service(), head.environment(), head.starter()),
            RunFacts.first(values, "severity", "level", "priority"),
            time(values, "resolved", "ended", "end").isPresent()
                ? "resolved"
                : closed ? "closed" : "open",
            new Times(
                started,
                time(values, "detected"),
                resolved,
                resolved
                    .filter(end -> !end.isBefore(started))
                    .map(end -> Duration.between(started, end))),
            fields));
  }

  /** The line of an incident of the workspace, which may have several runs. */
  public static Entry entry(Incident incident) {
    Incident.Times times = incident.filed().times();
    Map<String, String> fields = incident.known(Map.of());
    return new Entry(
        new About(
            "",
            incident.id() + ": " + incident.about().title(),
            String.join(", ", incident.about().services()),
            String.join(", ", incident.about().environments()),
            incident.crew().starter()),
        incident.about().severity().name(),
        incident.on() ? "open" : "resolved",
        new Times(
            times.start(),
            Optional.of(times.noticed()),
            times.resolved(),
            times
                .resolved()
                .filter(end -> !end.isBefore(times.start()))
                .map(end -> Duration.between(times.start(), end))),
        fields);
  }

  /** Whether a line of an incident of the workspace is wanted. */
  public static boolean wanted(LogFilter filter, Entry entry) {
    List<String> texts = new ArrayList<>(entry.fields().values());
    texts.addAll(List.of(entry.about().title(), entry.severity(), entry.status()));
    return (filter.person().isEmpty() || filter.person().equals(entry.about().person()))
        && filter.says(texts);
  }

  private static Optional<Instant> time(Map<String, Object> values, String... names) {
    String text = RunFacts.first(values, names);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // what is no moment is shown as it was written
    }
  }

  /** Whether a line is wanted. */
  public static boolean wanted(LogFilter filter, Entry entry, RunFacts facts) {
    List<String> texts = new ArrayList<>(facts.texts());
    texts.addAll(List.of(entry.severity(), entry.status(), entry.about().person()));
    texts.addAll(entry.fields().values());
    return (filter.person().isEmpty() || filter.person().equals(entry.about().person()))
        && filter.says(texts);
  }
}
