package dev.holddown.view;

import dev.holddown.domain.incident.IncidentSeen;

/** What a run tells of the incident that it belongs to, in plain words. */
final class IncidentText {
  private IncidentText() {}

  static String of(IncidentSeen seen) {
    String since = "incident " + seen.id() + " (" + seen.severity() + ") since ";
    String end =
        seen.times()
            .left()
            .map(at -> ", left at " + Times.full(at))
            .or(() -> seen.times().resolved().map(at -> ", resolved at " + Times.full(at)))
            .orElse(seen.pinned() ? "" : ", no snapshot is pinned yet");
    return since + Times.full(seen.times().startedAt()) + end;
  }
}
