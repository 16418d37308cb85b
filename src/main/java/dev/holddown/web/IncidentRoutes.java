package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Desk;
import dev.holddown.domain.incident.Incident;
import dev.holddown.view.IncidentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The routes of incidents and of incident mode. */
final class IncidentRoutes {
  private static final Optional<AccessScope> READ = Optional.of(AccessScope.READ);

  private final Desk desk;
  private final IncidentOrders orders;
  private final IncidentKept kept;

  IncidentRoutes(Desk desk, Guard guard, IncidentKept kept) {
    this.kept = kept;
    this.desk = desk;
    this.orders = new IncidentOrders(desk, guard, kept);
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.get(
            "/api/v1/incidents",
            READ,
            Route.gives("The incidents, the newest first", IncidentView.All.class),
            call -> Reply.ok(orders.all(call.caller()))));
    routes.add(
        Route.get(
            "/api/v1/incidents/{id}",
            READ,
            Route.gives(
                "An incident with all that is known of it, to be handed over", IncidentView.class),
            call -> Reply.ok(orders.one(call.path("id"), call.caller()))));
    routes.add(
        Route.get(
            "/api/v1/incidents/{id}/handoff",
            READ,
            Route.gives(
                "What somebody needs who takes the incident over",
                byte[].class,
                Field.may(
                    "format", Field.Kind.TEXT, "zip, json, markdown or html; zip when absent")),
            call -> kept.handoff(call, orders.one(call.path("id"), call.caller()))));
    routes.add(
        Route.post(
            "/api/v1/incidents",
            AccessScope.BRAKE,
            Route.takes(
                "Turns incident mode on; while it is on, joins instead (200, not 201)",
                IncidentView.class,
                IncidentOrders.START),
            this::start));
    for (IncidentOrders.Order order : IncidentOrders.ALL) {
      routes.add(
          Route.post(
              "/api/v1/incidents/{id}/" + order.verb(),
              order.scope(),
              Route.takes(order.about(), IncidentView.class, order.fields().toArray(new Field[0])),
              call -> Reply.ok(orders.give(call, order))));
    }
    return List.copyOf(routes);
  }

  private Reply start(Call call) {
    Optional<Incident> before = desk.incident();
    IncidentView view = orders.start(call);
    boolean begun = before.isEmpty() && view.crew().starter().equals(call.caller().person());
    return begun
        ? Reply.with(Reply.json(201, view), "Location", "/api/v1/incidents/" + view.id())
        : Reply.ok(view);
  }
}
