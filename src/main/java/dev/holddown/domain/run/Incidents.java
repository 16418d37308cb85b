package dev.holddown.domain.run;

import dev.holddown.domain.incident.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The incidents that the governance log tells, oldest first. Immutable. */
public record Incidents(Map<String, Incident> all) {
  static final Incidents NONE = new Incidents(Map.of());

  /** The one by which incident mode is on; empty while it is off. */
  public Optional<Incident> on() {
    return all.values().stream().filter(Incident::on).findFirst();
  }

  /** One of them. */
  public Optional<Incident> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** The incident that a run belongs to: the one that is on, else the one it belonged to. */
  public Optional<Incident> of(RunState run) {
    if (all.isEmpty()) {
      return Optional.empty(); // as at nearly all times, and it is asked at each decision
    }
    return on().filter(
            incident -> incident.kept().runs().contains(run.head().run()) || belongs(incident, run))
        .or(() ->
            all.values().stream()
                .filter(incident -> incident.kept().runs().contains(run.head().run()))
                .reduce((a, b) -> b));
  }

  /** The incident that is on and that a run belongs to, though nobody noted it yet. */
  public Optional<Incident> wants(RunState run) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return on().filter(incident -> !incident.kept().runs().contains(run.head().run()))
        .filter(incident -> belongs(incident, run));
  }

  /** What answers trouble, and what goes back, in the places that the incident is about. */
  private static boolean belongs(Incident incident, RunState run) {
    boolean answers = run.head().mode() == RunHead.Mode.INCIDENT || IncidentProof.goesBack(run);
    return answers
        && !run.closed()
        && !incident.kept().leftOut().contains(run.head().run())
        && incident.about().covers(run.head().service(), run.head().environment());
  }

  Incidents after(IncidentEvent event, Instant at, String who) {
    Map<String, Incident> now = new LinkedHashMap<>(all);
    if (event instanceof IncidentEvent.Started e) {
      now.put(e.id(), started(e, at, who));
    } else {
      now.computeIfPresent(event.id(), (id, incident) -> next(incident, event, at, who));
    }
    return new Incidents(java.util.Collections.unmodifiableMap(now));
  }

  private static Incident started(IncidentEvent.Started e, Instant at, String who) {
    Incident.Line line = new Incident.Line(at, who, "started", IncidentWords.of(e));
    return new Incident(
        e.id(),
        e.about(),
        new Incident.Crew(who, List.of(who), Map.of()),
        new Incident.Kept(e.pinned(), Optional.empty(), List.of(), List.of(), List.of(line)),
        new Incident.Filed(
            new Incident.Times(
                at, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            Map.of()));
  }

  private static Incident next(Incident was, IncidentEvent event, Instant at, String who) {
    Incident.Line line =
        new Incident.Line(at, who, IncidentWords.kind(event), IncidentWords.of(event));
    Incident.Kept kept = kept(was.kept(), event, line);
    return new Incident(
        was.id(),
        about(was.about(), event),
        crew(was.crew(), event, who),
        kept,
        filed(was.filed(), event, at));
  }

  private static Incident.About about(Incident.About was, IncidentEvent event) {
    return event instanceof IncidentEvent.Rated e
        ? new Incident.About(was.title(), e.severity(), was.services(), was.environments())
        : was;
  }

  private static Incident.Crew crew(Incident.Crew was, IncidentEvent event, String who) {
    return switch (event) {
      case IncidentEvent.Joined e ->
          new Incident.Crew(was.starter(), with(was.joined(), who), was.roles());
      case IncidentEvent.RoleTaken e -> {
        Map<String, String> roles = new LinkedHashMap<>(was.roles());
        roles.put(e.role(), e.person());
        yield new Incident.Crew(was.starter(), with(was.joined(), e.person()), Map.copyOf(roles));
      }
      default -> was;
    };
  }

  private static Incident.Kept kept(Incident.Kept was, IncidentEvent event, Incident.Line line) {
    Optional<Incident.Pin> pinned = was.pinned();
    Optional<Incident.Pin> rechecked = was.rechecked();
    List<String> runs = was.runs();
    List<String> leftOut = was.leftOut();
    switch (event) {
      case IncidentEvent.Pinned e -> pinned = Optional.of(e.pin());
      case IncidentEvent.Rechecked e -> rechecked = Optional.of(e.pin());
      case IncidentEvent.Linked e -> {
        runs = with(runs, e.run());
        leftOut = without(leftOut, e.run());
      }
      case IncidentEvent.LeftOut e -> {
        runs = without(runs, e.run());
        leftOut = with(leftOut, e.run());
      }
      default -> {}
    }
    List<Incident.Line> timeline = new ArrayList<>(was.timeline());
    timeline.add(line);
    return new Incident.Kept(pinned, rechecked, runs, leftOut, List.copyOf(timeline));
  }

  private static Incident.Filed filed(Incident.Filed was, IncidentEvent event, Instant at) {
    Incident.Times t = was.times();
    Map<String, String> texts = was.texts();
    Optional<Instant> began = t.began();
    Optional<Instant> detected = t.detected();
    Optional<Instant> resolved = t.resolved();
    Optional<Instant> left = t.left();
    switch (event) {
      case IncidentEvent.Timed e when e.what().equals("began") -> began = Optional.of(e.moment());
      case IncidentEvent.Timed e -> detected = Optional.of(e.moment());
      case IncidentEvent.Resolved e -> resolved = Optional.of(at);
      case IncidentEvent.Left e -> left = Optional.of(at);
      case IncidentEvent.Filled e -> {
        Map<String, String> more = new LinkedHashMap<>(texts);
        more.putAll(e.texts());
        texts = Map.copyOf(more);
      }
      default -> {}
    }
    return new Incident.Filed(
        new Incident.Times(t.startedAt(), began, detected, resolved, left), texts);
  }

  private static List<String> with(List<String> list, String more) {
    List<String> all = new ArrayList<>(list);
    if (!all.contains(more)) {
      all.add(more);
    }
    return List.copyOf(all);
  }

  private static List<String> without(List<String> list, String gone) {
    return list.stream().filter(one -> !one.equals(gone)).toList();
  }
}
