package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Refused;
import dev.holddown.domain.run.IncidentProof;
import dev.holddown.view.IncidentView;
import java.util.List;
import java.util.Map;

/**
 * What can be done to an incident, over the API and on pages alike. Who may stop a release may turn
 * incident mode on and help; who may work says what becomes of it.
 */
final class IncidentOrders {
  private static final Field REASON = Field.may("reason", Field.Kind.TEXT, "why; kept in the log");

  /** What begins one. */
  static final Field[] START = {
    Field.may("title", Field.Kind.TEXT, "what is wrong, in a few words; Incident when absent"),
    Field.may("severity", Field.Kind.TEXT, "a word of the people document; the worst when absent"),
    Field.may("services", Field.Kind.TEXT, "which, with commas; all when absent"),
    Field.may("environments", Field.Kind.TEXT, "where, with commas; all when absent")
  };

  /** One order. {@code verb}: also the end of its address. */
  record Order(String verb, AccessScope scope, String about, List<Field> fields) {
    private static Order of(String verb, AccessScope scope, String about, Field... fields) {
      return new Order(verb, scope, about, List.of(fields));
    }
  }

  /** All but the start. */
  static final List<Order> ALL =
      List.of(
          Order.of("join", AccessScope.BRAKE, "Joins an incident"),
          Order.of(
              "note",
              AccessScope.BRAKE,
              "Adds a line to the timeline",
              Field.must("text", Field.Kind.TEXT, "say what; it is kept in the log")),
          Order.of("recheck", AccessScope.BRAKE, "Takes a new look beside the pinned snapshot"),
          Order.of(
              "role",
              AccessScope.BRAKE,
              "Says who has a role",
              Field.may("role", Field.Kind.TEXT, "which; incident_commander when absent"),
              Field.may("person", Field.Kind.TEXT, "who; the caller when absent")),
          Order.of(
              "severity",
              AccessScope.BRAKE,
              "Grades the incident anew",
              Field.must("severity", Field.Kind.TEXT, "name a word of the people document"),
              REASON),
          Order.of(
              "time",
              AccessScope.WORK,
              "Tells when it began or was detected",
              Field.must("what", Field.Kind.TEXT, "say began or detected"),
              Field.must("at", Field.Kind.TEXT, "say when, as 2026-01-31T22:00:00Z")),
          Order.of(
              "fields",
              AccessScope.WORK,
              "Fills in fields of the record",
              Field.may("components", Field.Kind.TEXT, "what was affected"),
              Field.may("root_cause", Field.Kind.TEXT, "why it happened"),
              Field.may("actions", Field.Kind.TEXT, "what is done so that it does not again")),
          Order.of(
              "link",
              AccessScope.WORK,
              "Takes a run into the incident",
              Field.must("run", Field.Kind.TEXT, "name the run")),
          Order.of(
              "unlink",
              AccessScope.WORK,
              "Takes a run out of the incident",
              Field.must("run", Field.Kind.TEXT, "name the run"),
              Field.must("reason", Field.Kind.TEXT, "say why; it is kept in the log")),
          Order.of("resolve", AccessScope.WORK, "Says that users are well again", REASON),
          Order.of(
              "leave",
              AccessScope.WORK,
              "Turns incident mode off; refused until what must be proven is proven",
              REASON));

  private final Desk desk;
  private final Guard guard;
  private final IncidentKept kept;

  IncidentOrders(Desk desk, Guard guard, IncidentKept kept) {
    this.desk = desk;
    this.guard = guard;
    this.kept = kept;
  }

  /** An incident as somebody may see it: no run that they may not. */
  IncidentView seen(IncidentView view, Caller caller) {
    return caller.rights().everywhere(AccessScope.READ)
        ? view
        : guard
            .veil(caller)
            .incident(
                view,
                desk.incidentRecord(view.id(), run -> guard.sees(caller, run)),
                source -> kept.tells(caller, source));
  }

  /** All of them, the newest first. */
  IncidentView.All all(Caller caller) {
    IncidentView.All all = (IncidentView.All) desk.answer(Ask.of("incidents"));
    return new IncidentView.All(
        all.incidents().stream().map(view -> seen(view, caller)).toList(), all.severities());
  }

  IncidentView one(String id, Caller caller) {
    return seen((IncidentView) desk.answer(Ask.of("incident").with("id", id)), caller);
  }

  /** Begins one, or joins the one that is on. */
  IncidentView start(Call call) {
    Map<String, Object> given = call.values();
    Ask ask =
        Ask.of("incident-start")
            .with("as", call.caller().person())
            .with("title", given.getOrDefault("title", ""))
            .with("severity", given.getOrDefault("severity", ""))
            .with("services", given.getOrDefault("services", ""))
            .with("environments", given.getOrDefault("environments", ""));
    return seen((IncidentView) desk.answer(ask), call.caller());
  }

  /** Gives an order to the incident of the path. */
  IncidentView give(Call call, Order order) {
    String id = call.path("id");
    Ask ask =
        Ask.of("incident-" + (order.verb().equals("fields") ? "record" : order.verb()))
            .with("as", call.caller().person());
    for (Map.Entry<String, Object> value : call.values().entrySet()) {
      ask = ask.with(value.getKey(), value.getValue());
    }
    if (order.verb().equals("role") && ask.text("role").isEmpty()) {
      ask = ask.with("role", dev.holddown.domain.incident.Incident.COMMANDER);
    }
    String run = ask.text("run");
    if (!run.isEmpty() && !guard.sees(call.caller(), run)) {
      throw Problem.of(404, "hidden", "there is no run " + Values.shown(run) + " that you may see");
    }
    if (!run.isEmpty()) {
      Rights.Where where = guard.where(run);
      call.caller().must(order.scope(), where);
    }
    try {
      return seen((IncidentView) desk.answer(ask.with("id", id)), call.caller());
    } catch (Refused e) {
      if (order.verb().equals("leave") && e.why() == Refused.Why.CONFLICT) {
        List<IncidentProof.Missing> missing = one(id, call.caller()).missing();
        String sentence =
            missing.isEmpty()
                ? e.sentence()
                : "incident mode stays on: "
                    + String.join(
                        "; ", missing.stream().map(IncidentProof.Missing::sentence).toList());
        throw Problem.of(409, "incident-owes", guard.veil(call.caller()).text(sentence))
            .with("missing", missing);
      }
      throw e;
    }
  }
}
