package dev.holddown.web;

import dev.holddown.access.AccessLog;
import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Hosted;
import dev.holddown.engine.port.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The routes about the server itself. */
final class ServerRoutes {
  private static final int READY_SECONDS_MAX = 2;
  private static final int LINES_MAX = 1_000;

  private final Hosted hosted;
  private final DeskThreads threads;
  private final LogTail tail;
  private final Refusals refusals;
  private final AccessLog accessLog;

  /** What is told of those who were refused. */
  record Seen(Refusals refusals, AccessLog accessLog) {}

  ServerRoutes(Hosted hosted, DeskThreads threads, LogTail tail, Seen seen) {
    this.hosted = hosted;
    this.threads = threads;
    this.tail = tail;
    this.refusals = seen.refusals();
    this.accessLog = seen.accessLog();
  }

  /** {@code description}: the OpenAPI document of all routes. */
  List<Route> routes(Supplier<Map<String, Object>> description) {
    return List.of(
        Route.get(
            "/healthz",
            Optional.empty(),
            Route.gives("Whether the server is there", Given.Health.class),
            call -> Reply.ok(new Given.Health("ok"))),
        Route.get(
            "/readyz",
            Optional.empty(),
            Route.gives("Whether store and engine work", Given.Readiness.class),
            call -> ready()),
        Route.get(
            "/metrics",
            Optional.of(AccessScope.READ),
            Route.gives("A few numbers for Prometheus, as text", String.class),
            call -> metrics()),
        Route.get(
            "/api/v1/openapi.json",
            Optional.empty(),
            Route.gives("This description", Object.class),
            call -> Reply.ok(description.get())),
        Route.get(
            "/api/v1/access-log",
            Optional.of(AccessScope.ADMIN),
            Route.gives(
                "Who came in, who was refused, and whose rights were changed",
                Given.AccessLines.class,
                Field.may("after", Field.Kind.WHOLE, "the number of the last line known"),
                Field.may("limit", Field.Kind.WHOLE, "1 to 1000 lines, 1000 when absent")),
            this::accessLog),
        Route.get(
            "/api/v1/server",
            Optional.of(AccessScope.ADMIN),
            Route.gives("The server: its clients, and what it refused", Given.Server.class),
            this::server));
  }

  /** Whoever looks after one service only does not look after the server. */
  private Reply accessLog(Call call) {
    call.caller().mustEverywhere(AccessScope.ADMIN);
    long limit = call.number("limit", LINES_MAX);
    if (limit < 1 || limit > LINES_MAX) {
      throw Problem.of(400, "request", "\"limit\" is 1 to " + LINES_MAX);
    }
    return Reply.ok(
        new Given.AccessLines(
            accessLog.after(call.number("after", 0), (int) limit), accessLog.verify()));
  }

  private Reply server(Call call) {
    call.caller().mustEverywhere(AccessScope.ADMIN);
    return Reply.ok(new Given.Server(hosted.store().open().size(), tail.size(), refusals.counts()));
  }

  private Reply metrics() {
    String text = threads.look(new MetricsText(hosted, tail, refusals)::text, READY_SECONDS_MAX);
    return new Reply.Bytes(MetricsText.TYPE, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private Reply ready() {
    List<String> reasons = new ArrayList<>();
    hosted.failure().ifPresent(why -> reasons.add("the engine has ended: " + why));
    try {
      threads.look(() -> hosted.store().head(), READY_SECONDS_MAX);
    } catch (StoreException | Problem e) {
      reasons.add("the store does not answer: " + e.getMessage());
    }
    if (reasons.isEmpty()) {
      return Reply.ok(new Given.Readiness(true, reasons));
    }
    throw Problem.of(503, "not-ready", String.join("; ", reasons)).with("reasons", reasons);
  }
}
