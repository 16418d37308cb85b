package dev.holddown.domain.run;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.kernel.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may become of an incident. There is one at a time, since incident mode is one switch for the
 * whole workspace: who starts a second one joins the first.
 */
public final class IncidentRules {
  private static final int TITLE_CHARS_MAX = 200;
  private static final int TEXT_CHARS_MAX = 4_000;
  private static final int LINES_MAX = 2_000;
  private static final int REASON_CHARS_MIN = 3;

  private final Incidents state;
  private final Actor actor;
  private final Instant at;
  private final Function<String, Optional<RunState>> runs;

  /** {@code runs}: the state of any run. */
  public IncidentRules(
      Incidents state, Actor actor, Instant at, Function<String, Optional<RunState>> runs) {
    this.state = state;
    this.actor = actor;
    this.at = at;
    this.runs = runs;
  }

  /** Events, or a refusal with a sentence. */
  public Governance.Decided decide(IncidentCommand command) {
    return command instanceof IncidentCommand.Start c ? start(c) : known(command);
  }

  // --- on ---

  private Governance.Decided start(IncidentCommand.Start c) {
    Optional<Incident> there = state.on();
    if (there.isPresent()) {
      return again(there.get(), c);
    }
    if (!c.id().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || state.find(c.id()).isPresent()) {
      return no("an incident \"" + c.id() + "\" cannot begin: the name is taken or malformed");
    }
    String title = c.about().title().strip();
    if (title.isEmpty() || title.length() > TITLE_CHARS_MAX) {
      return no("say in a few words what is wrong, " + TITLE_CHARS_MAX + " characters at most");
    }
    return yes(new IncidentEvent.Started(c.id(), c.about(), c.pin()));
  }

  /** One start for all: the second press joins, and the worse of both severities holds. */
  private Governance.Decided again(Incident on, IncidentCommand.Start c) {
    List<GovernanceEvent> events = new ArrayList<>();
    if (!on.crew().joined().contains(actor.name())) {
      events.add(new IncidentEvent.Joined(on.id()));
    }
    String title = c.about().title().strip();
    if (!title.isEmpty()
        && title.length() <= TITLE_CHARS_MAX
        && !title.equals(on.about().title())) {
      events.add(new IncidentEvent.Noted(on.id(), "pressed start as well: " + title));
    }
    if (c.about().severity().worseThan(on.about().severity())) {
      events.add(new IncidentEvent.Rated(on.id(), c.about().severity(), "the worse of two starts"));
    }
    if (on.kept().pinned().isEmpty() && c.pin().isPresent()) {
      events.add(new IncidentEvent.Pinned(on.id(), c.pin().get()));
    }
    return new Governance.Decided(List.copyOf(events), Optional.empty());
  }

  // --- while it is on ---

  private Governance.Decided known(IncidentCommand command) {
    String id = id(command);
    Optional<Incident> found = state.find(id);
    if (found.isEmpty()) {
      return no("there is no incident \"" + id + "\"; see: holddown incident list");
    }
    Incident incident = found.get();
    if (!incident.on()) {
      return no(
          "incident "
              + id
              + " was left at "
              + incident.filed().times().left().orElseThrow()
              + "; what is known of it stays as it is");
    }
    boolean full = incident.kept().timeline().size() >= LINES_MAX;
    return full && !(command instanceof IncidentCommand.Leave)
        ? no("incident " + id + " has " + LINES_MAX + " lines, which is the most; leave it")
        : decide(incident, command);
  }

  private static String id(IncidentCommand command) {
    return switch (command) {
      case IncidentCommand.Start c -> c.id();
      case IncidentCommand.Join c -> c.id();
      case IncidentCommand.Look c -> c.id();
      case IncidentCommand.Note c -> c.id();
      case IncidentCommand.TakeRole c -> c.id();
      case IncidentCommand.Rate c -> c.id();
      case IncidentCommand.Time c -> c.id();
      case IncidentCommand.Fill c -> c.id();
      case IncidentCommand.Link c -> c.id();
      case IncidentCommand.LeaveOut c -> c.id();
      case IncidentCommand.Resolve c -> c.id();
      case IncidentCommand.Leave c -> c.id();
    };
  }

  private Governance.Decided decide(Incident on, IncidentCommand command) {
    return switch (command) {
      case IncidentCommand.Start c -> start(c);
      case IncidentCommand.Join c ->
          on.crew().joined().contains(actor.name())
              ? nothing()
              : yes(new IncidentEvent.Joined(on.id()));
      case IncidentCommand.Look c ->
          yes(
              on.kept().pinned().isEmpty()
                  ? new IncidentEvent.Pinned(on.id(), c.pin())
                  : new IncidentEvent.Rechecked(on.id(), c.pin()));
      case IncidentCommand.Note c ->
          text(c.text()).orElseGet(() -> yes(new IncidentEvent.Noted(on.id(), c.text().strip())));
      case IncidentCommand.TakeRole c -> role(on, c);
      case IncidentCommand.Rate c ->
          c.severity().equals(on.about().severity())
              ? nothing()
              : yes(new IncidentEvent.Rated(on.id(), c.severity(), c.reason()));
      case IncidentCommand.Time c -> time(on, c);
      case IncidentCommand.Fill c -> fill(on, c);
      case IncidentCommand.Link c -> link(on, c);
      case IncidentCommand.LeaveOut c -> leaveOut(on, c);
      case IncidentCommand.Resolve c -> yes(new IncidentEvent.Resolved(on.id(), c.how().strip()));
      case IncidentCommand.Leave c -> leave(on, c);
    };
  }

  private Optional<Governance.Decided> text(String text) {
    return text.isBlank() || text.length() > TEXT_CHARS_MAX
        ? Optional.of(no("a text has 1 to " + TEXT_CHARS_MAX + " characters"))
        : Optional.empty();
  }

  private Governance.Decided role(Incident on, IncidentCommand.TakeRole c) {
    if (!c.role().matches("[a-z][a-z0-9_]{0,63}") || c.person().isBlank()) {
      return no("a role is a word such as " + Incident.COMMANDER + ", and a person has it");
    }
    return c.person().equals(on.crew().roles().get(c.role()))
        ? nothing()
        : yes(new IncidentEvent.RoleTaken(on.id(), c.role(), c.person()));
  }

  /** Start, detection and resolution stand in this order. */
  private Governance.Decided time(Incident on, IncidentCommand.Time c) {
    Incident.Times times = on.filed().times();
    if (c.moment().isAfter(at)) {
      return no(c.moment() + " lies ahead; now is " + at);
    }
    if (c.what().equals("began")) {
      return c.moment().isAfter(times.noticed())
          ? no("it began after it was detected, at " + times.noticed())
          : yes(new IncidentEvent.Timed(on.id(), "began", c.moment()));
    }
    if (!c.what().equals("detected")) {
      return no("the times to tell are began and detected, not \"" + c.what() + "\"");
    }
    if (c.moment().isBefore(times.start())) {
      return no(
          "it was detected before it began, at " + times.start() + "; say first when it began");
    }
    return times.resolved().filter(c.moment()::isAfter).isPresent()
        ? no("it was detected after it was resolved, at " + times.resolved().get())
        : yes(new IncidentEvent.Timed(on.id(), "detected", c.moment()));
  }

  private Governance.Decided fill(Incident on, IncidentCommand.Fill c) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, String> field : c.texts().entrySet()) {
      if (!Incident.TOLD.contains(field.getKey())) {
        return no(
            "\""
                + field.getKey()
                + "\" is no field that people fill in; those are "
                + String.join(", ", Incident.TOLD));
      }
      Optional<Governance.Decided> wrong = text(field.getValue());
      if (wrong.isPresent()) {
        return wrong.get();
      }
      texts.put(field.getKey(), field.getValue().strip());
    }
    Optional<String> commander = on.crew().commander();
    boolean judges = texts.containsKey("root_cause") || texts.containsKey("actions");
    if (judges && commander.filter(c2 -> !c2.equals(actor.name())).isPresent()) {
      return no(
          "root_cause and actions are said by "
              + commander.get()
              + ", who is "
              + Incident.COMMANDER);
    }
    return texts.isEmpty()
        ? no("give at least one of " + String.join(", ", Incident.TOLD))
        : yes(new IncidentEvent.Filled(on.id(), Map.copyOf(texts)));
  }

  private Governance.Decided link(Incident on, IncidentCommand.Link c) {
    if (on.kept().runs().contains(c.run())) {
      return nothing();
    }
    boolean byEngine = actor.kind() == Actor.Kind.ENGINE;
    if (byEngine && on.kept().leftOut().contains(c.run())) {
      return nothing();
    }
    return runs.apply(c.run()).isEmpty()
        ? no("there is no run \"" + c.run() + "\"")
        : yes(new IncidentEvent.Linked(on.id(), c.run()));
  }

  private Governance.Decided leaveOut(Incident on, IncidentCommand.LeaveOut c) {
    if (!on.kept().runs().contains(c.run())) {
      return no("run \"" + c.run() + "\" does not belong to incident " + on.id());
    }
    return c.reason().strip().length() < REASON_CHARS_MIN
        ? no("a reason of at least " + REASON_CHARS_MIN + " characters is needed")
        : yes(new IncidentEvent.LeftOut(on.id(), c.run(), c.reason().strip()));
  }

  // --- off ---

  private Governance.Decided leave(Incident on, IncidentCommand.Leave c) {
    List<IncidentProof.Missing> missing = missing(on, states(on));
    if (!missing.isEmpty()) {
      return no(
          "incident mode stays on: "
              + String.join("; ", missing.stream().map(IncidentProof.Missing::sentence).toList()));
    }
    return yes(new IncidentEvent.Left(on.id(), c.reason().strip()));
  }

  private List<RunState> states(Incident on) {
    return on.kept().runs().stream().flatMap(run -> runs.apply(run).stream()).toList();
  }

  /** What must be proven and told before incident mode may be left; empty when it may. */
  public static List<IncidentProof.Missing> missing(Incident on, List<RunState> runs) {
    List<IncidentProof.Missing> missing = new ArrayList<>();
    if (on.kept().pinned().isEmpty()) {
      missing.add(
          new IncidentProof.Missing("snapshot", on.id(), "no snapshot was pinned; look once more"));
    }
    missing.addAll(IncidentProof.of(runs));
    if (on.filed().times().resolved().isEmpty()) {
      missing.add(
          new IncidentProof.Missing("resolved", on.id(), "nobody has said that it is resolved"));
    }
    Map<String, String> known = on.known(IncidentProof.recorded(runs));
    for (String field : Incident.FIELDS) {
      boolean told = known.containsKey(field) || field.equals("resolved");
      if (!told) {
        missing.add(
            new IncidentProof.Missing(
                "field",
                field,
                "the record lacks "
                    + field
                    + " ("
                    + known.size()
                    + " of "
                    + Incident.FIELDS.size()
                    + " are filled)"));
      }
    }
    return missing;
  }

  private static Governance.Decided nothing() {
    return new Governance.Decided(List.of(), Optional.empty());
  }

  private static Governance.Decided yes(GovernanceEvent event) {
    return new Governance.Decided(List.of(event), Optional.empty());
  }

  private static Governance.Decided no(String sentence) {
    return new Governance.Decided(List.of(), Optional.of(sentence + "; nothing was changed"));
  }
}
