package dev.holddown.domain.board;

import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Boards that tests make. */
final class Boarded {
  static final Board.Health HEALTH = new Board.Health(100, 60, List.of());

  private Boarded() {}

  /** {@code critical} after {@code sustained}, {@code warn} at once. */
  static Monitor monitor(String id, Duration sustained, int warn, int critical) {
    Call call = new Call("lab.look", Map.of(), Place.none());
    Watch watch =
        new Watch(
            id,
            "The " + id,
            new Watch.Source.OfCall(call, Optional.empty(), 1),
            new Watch.Armed(
                new Watch.Moment("start", Duration.ZERO), new Watch.Moment("end", Duration.ZERO)),
            List.of(
                new Watch.Level("warn", expr(), Duration.ZERO, List.of()),
                new Watch.Level("critical", expr(), sustained, List.of())),
            new Watch.Pace(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Watch.Policy.hold(),
                Watch.Policy.hold()),
            Place.none());
    return new Monitor(
        watch, Monitor.Telling.none(), Map.of("warn", warn, "critical", critical));
  }

  private static Expr expr() {
    return new Expr("result.value > 1", Place.none());
  }

  static Board board(Monitor... monitors) {
    Map<String, Monitor> all = new LinkedHashMap<>();
    List<Watch> watches = new ArrayList<>();
    for (Monitor monitor : monitors) {
      all.put(monitor.id(), monitor);
      watches.add(monitor.watch());
    }
    Playbook watched =
        new Playbook(
            "b",
            "B",
            "",
            new Playbook.Subject("board", List.of("b")),
            new Playbook.Scopes(List.of(), Map.of(), Map.of(), Map.of(), Map.of()),
            List.of(),
            watches,
            Optional.empty());
    return new Board(
        "b",
        new Board.Heading("B", "", Map.of(), Scope.all()),
        watched,
        all,
        new Board.Page(List.of(), Optional.of(HEALTH), 3, List.of(), List.of()));
  }
}
