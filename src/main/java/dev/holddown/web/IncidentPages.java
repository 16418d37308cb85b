package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Json;
import dev.holddown.domain.incident.Incident;
import dev.holddown.view.IncidentView;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.IncidentPage;
import dev.holddown.web.page.IncidentsPage;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.SnapshotBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The pages of incidents: the switch, and an incident as everybody sees it. */
final class IncidentPages {
  private final Desk desk;
  private final IncidentOrders orders;
  private final Workspace workspace;
  private final Shown shown;
  private final IncidentKept kept;

  IncidentPages(Desk desk, Workspace workspace, Shown shown, IncidentKept kept) {
    this.kept = kept;
    this.desk = desk;
    this.orders = new IncidentOrders(desk, shown.guard(), kept);
    this.workspace = workspace;
    this.shown = shown;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.page("/incidents", "The switch of incident mode", this::list));
    routes.add(
        Route.post(
            "/incidents",
            AccessScope.BRAKE,
            Route.takes("Turns incident mode on", Reply.Html.class, IncidentOrders.START),
            call -> to(call, orders.start(call).id(), "Incident mode is on")));
    routes.add(Route.page("/incidents/{id}", "An incident", this::one));
    for (IncidentOrders.Order order : IncidentOrders.ALL) {
      routes.add(
          Route.post(
              "/incidents/{id}/" + order.verb(),
              order.scope(),
              Route.takes(order.about(), Reply.Html.class, order.fields().toArray(new Field[0])),
              call -> to(call, orders.give(call, order).id(), order.about() + ": done")));
    }
    return List.copyOf(routes);
  }

  /** What stands around every page now. */
  Frame around(Caller caller) {
    return shown.frame(Shown.viewer(caller), "", "");
  }

  private Frame frame(Call call, String title) {
    return shown.frame(Shown.viewer(call.caller()), title, "incidents");
  }

  private Reply list(Call call) {
    IncidentView.All all = orders.all(call.caller());
    return shown.page("incidents", IncidentsPage.of(frame(call, "Incidents"), all, desk.now()));
  }

  private Reply one(Call call) {
    return shown.page("incident", page(call.path("id"), call.caller()));
  }

  /** An incident as it stands for somebody. */
  IncidentPage page(String id, Caller caller) {
    long position = desk.head();
    IncidentView view = orders.one(id, caller);
    IncidentPage page =
        IncidentPage.of(
            shown.frame(
                Shown.viewer(caller),
                view.about().severity().name() + " " + view.about().title(),
                "incidents"),
            view,
            new IncidentPage.Beside(
                box(caller, "Pinned for everybody", view.kept().pinned()),
                box(caller, "Looked at again", view.kept().rechecked()),
                workspace.answers(caller),
                orders.all(caller).severities(),
                desk.now()));
    return page.framed(page.frame().live(Links.incident(id) + "/live", position, page.shape()));
  }

  // --- what a snapshot holds ---

  private Optional<SnapshotBox> box(Caller caller, String title, Optional<Incident.Pin> pin) {
    return pin.map(p -> {
      boolean tells = kept.tells(caller, p.source());
      JsonNode json = Json.tree(tells ? kept.text(p).orElse("{}") : "{}");
      JsonNode health = json.path("health").path("value");
      Veil veil = shown.guard().veil(caller);
      return new SnapshotBox(
          title,
          p,
          health.isMissingNode() ? "" : "Health " + health.asString(),
          tells ? veil.rows(rows(json)) : List.of(SnapshotBox.HIDDEN),
          desk.now());
    });
  }

  /** Of a board its monitors, what is flagged first as the board has it; else the runs. */
  private static List<SnapshotBox.Row> rows(JsonNode json) {
    List<SnapshotBox.Row> rows = new ArrayList<>();
    List<String> flagged = new ArrayList<>();
    for (JsonNode anomaly : json.path("anomalies").values()) {
      flagged.add(anomaly.path("monitor").asString(""));
      rows.add(row(anomaly, true));
    }
    for (JsonNode monitor : json.path("monitors").values()) {
      if (!flagged.contains(monitor.path("monitor").asString(""))) {
        rows.add(row(monitor, false));
      }
    }
    for (JsonNode run : json.path("runs").values()) {
      rows.add(
          new SnapshotBox.Row(
              run.path("title").asString(""),
              run.path("state").asString(""),
              run.path("run").asString(""),
              run.path("state").asString("").equals("ROLLING_BACK")));
    }
    return rows;
  }

  private static SnapshotBox.Row row(JsonNode monitor, boolean failing) {
    return new SnapshotBox.Row(
        monitor.path("title").asString(""),
        monitor.path("level").asString(""),
        monitor.path("told").asString(""),
        failing);
  }

  private static Reply to(Call call, String id, String word) {
    if (Shown.part(call)) {
      String said = Json.line(Map.of("done", Map.of("value", word)));
      return new Reply.Bare(204, Map.of("HX-Trigger", said));
    }
    return new Reply.Bare(303, Map.of("Location", Links.incident(id)));
  }
}
