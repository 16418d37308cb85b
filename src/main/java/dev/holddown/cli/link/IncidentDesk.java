package dev.holddown.cli.link;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severity;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.IncidentCommand;
import dev.holddown.domain.run.Incidents;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.IncidentView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers what is asked about incidents, and turns the mode on and off. */
final class IncidentDesk {
  private static final String BEGINS = "incident-";

  private final Opened opened;
  private final InstantSource clock;
  private final Function<String, Optional<RunState>> runs;
  private final Function<Request, Request.Reply> post;
  private final Snapshots snapshots;
  private Read known = new Read(-1, Governance.empty().incidents());

  /** The incidents as one version of the log tells them. */
  private record Read(long version, Incidents incidents) {}

  IncidentDesk(
      Opened opened,
      InstantSource clock,
      Function<String, Optional<RunState>> runs,
      Function<Request, Request.Reply> post) {
    this.opened = opened;
    this.clock = clock;
    this.runs = run -> readable(runs, run);
    this.post = post;
    this.snapshots = new Snapshots(opened, clock);
  }

  /** What can be read of a run; one that cannot hides no other. */
  private static Optional<RunState> readable(
      Function<String, Optional<RunState>> runs, String run) {
    try {
      return runs.apply(run);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** The answer; empty when it is asked for something else. */
  Optional<Object> answer(Ask ask) {
    if (ask.verb().equals("incidents")) {
      return Optional.of(all());
    }
    if (ask.verb().equals("incident")) {
      return Optional.of(view(ask.must("id")));
    }
    return ask.verb().startsWith(BEGINS) ? Optional.of(change(ask)) : Optional.empty();
  }

  // --- looking ---

  /** The incidents: read again only when the log has grown. */
  synchronized Incidents incidents() {
    long version = opened.store().find(Governance.LOG).map(EventStore.IndexRow::version).orElse(0L);
    if (version != known.version()) {
      known = new Read(version, GovernanceLog.read(opened.store()).incidents());
    }
    return known.incidents();
  }

  private IncidentView.All all() {
    List<IncidentView> views = new ArrayList<>();
    incidents().all().values().forEach(incident -> views.add(view(incident)));
    return new IncidentView.All(views.reversed(), snapshots.severities().names());
  }

  Instant now() {
    return clock.instant();
  }

  /** An incident with all that is known of it. @throws Refused when there is none */
  IncidentView view(String id) {
    return incidents()
        .find(id)
        .map(this::view)
        .orElseThrow(() ->
            new Refused(
                Refused.Why.MISSING,
                "there is no incident \"" + id + "\"; see: holddown incident list"));
  }

  private IncidentView view(Incident incident) {
    return IncidentView.of(incident, states(incident, run -> true), clock.instant());
  }

  private List<RunState> states(Incident incident, Predicate<String> sees) {
    return incident.kept().runs().stream()
        .filter(sees)
        .flatMap(run -> runs.apply(run).stream())
        .toList();
  }

  /** The record of an incident as it is known without the runs that somebody may not see. */
  Map<String, String> record(String id, Predicate<String> sees) {
    return incidents()
        .find(id)
        .map(incident -> IncidentView.record(incident, states(incident, sees)))
        .orElse(Map.of());
  }

  // --- changing ---

  private IncidentView change(Ask ask) {
    Actor actor = Actor.person(ask.must("as"));
    if (ask.verb().equals("incident-start")) {
      send(snapshots.start(about(ask), actor));
      Incident on =
          incidents()
              .on()
              .orElseThrow(
                  () -> new Refused(Refused.Why.CONFLICT, "incident mode was left again just now"));
      gather(on);
      return view(on.id());
    }
    String id = ask.must("id");
    view(id); // who names one that is not there is told so
    send(new Request.Govern(command(ask, id), actor));
    return view(id);
  }

  /** What answers trouble already when the mode goes on belongs to it. */
  private void gather(Incident on) {
    for (EventStore.IndexRow row : opened.store().open()) {
      runs.apply(row.run())
          .flatMap(incidents()::wants)
          .ifPresent(incident ->
              send(
                  new Request.Govern(
                      new IncidentCommand.Link(on.id(), row.run()), Actor.engine())));
    }
  }

  private void send(Request request) {
    Request.Reply reply = post.apply(request);
    if (!reply.accepted()) {
      throw new Refused(Refused.Why.CONFLICT, reply.sentence());
    }
  }

  private Incident.About about(Ask ask) {
    return new Incident.About(
        ask.text("title").isBlank() ? "Incident" : ask.text("title"),
        worstOr(ask),
        words(ask, "services"),
        words(ask, "environments"));
  }

  /** The worst when nobody says how bad it is: at night there is no time to look up words. */
  private Severity worstOr(Ask ask) {
    return ask.text("severity").isBlank()
        ? severity(ask.with("severity", snapshots.severities().names().getFirst()))
        : severity(ask);
  }

  private Severity severity(Ask ask) {
    return snapshots
        .severities()
        .find(ask.must("severity").strip())
        .orElseThrow(() -> new Refused(snapshots.unknown(ask.text("severity"))));
  }

  private IncidentCommand command(Ask ask, String id) {
    return switch (ask.verb()) {
      case "incident-join" -> new IncidentCommand.Join(id);
      case "incident-note" -> new IncidentCommand.Note(id, ask.must("text"));
      case "incident-recheck" ->
          new IncidentCommand.Look(
              id,
              snapshots
                  .anew(told(id))
                  .orElseThrow(() ->
                      new Refused(
                          Refused.Why.UNAVAILABLE,
                          "no snapshot can be written now; see the server's log")));
      case "incident-role" ->
          new IncidentCommand.TakeRole(
              id,
              ask.must("role"),
              ask.text("person").isEmpty() ? ask.must("as") : ask.text("person"));
      case "incident-severity" -> new IncidentCommand.Rate(id, severity(ask), ask.text("reason"));
      case "incident-time" ->
          new IncidentCommand.Time(id, ask.must("what"), Moments.must(ask, "at"));
      case "incident-record" -> new IncidentCommand.Fill(id, fields(ask));
      case "incident-link" -> new IncidentCommand.Link(id, ask.must("run"));
      case "incident-unlink" ->
          new IncidentCommand.LeaveOut(id, ask.must("run"), ask.text("reason"));
      case "incident-resolve" -> new IncidentCommand.Resolve(id, ask.text("reason"));
      case "incident-leave" -> new IncidentCommand.Leave(id, ask.text("reason"));
      default -> throw new Refused("there is no request \"" + ask.verb() + "\"");
    };
  }

  /** What a snapshot says of the incident in which it is taken. */
  private Map<String, Object> told(String id) {
    Incident incident = incidents().find(id).orElseThrow();
    return Map.of("id", id, "startedAt", incident.filed().times().startedAt().toString());
  }

  private static Map<String, String> fields(Ask ask) {
    Map<String, String> fields = new LinkedHashMap<>();
    ask.object("fields").forEach((name, value) -> fields.put(name, String.valueOf(value)));
    for (String field : Incident.TOLD) {
      if (!ask.text(field).isBlank()) {
        fields.put(field, ask.text(field));
      }
    }
    return fields;
  }

  private static List<String> words(Ask ask, String name) {
    return Arrays.stream(ask.text(name).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
