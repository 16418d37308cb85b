package dev.holddown.web;

import dev.holddown.cli.link.Hosted;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchState;
import dev.holddown.engine.Measures;
import dev.holddown.engine.port.EventStore;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A few numbers about the server in the text format of Prometheus (version 0.0.4). None has a label
 * whose values grow with the runs.
 */
final class MetricsText {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Hosted hosted;
  private final LogTail tail;
  private final Refusals refusals;

  MetricsText(Hosted hosted, LogTail tail, Refusals refusals) {
    this.hosted = hosted;
    this.tail = tail;
    this.refusals = refusals;
  }

  /** Reads the store. */
  String text() {
    StringBuilder out = new StringBuilder();
    one(out, "engine_up", "gauge", "1 while the engine works", hosted.failure().isEmpty() ? 1 : 0);
    runs(out);
    long head = hosted.store().head();
    one(out, "log_events_total", "counter", "events in the log", head);
    Measures measures = hosted.measures();
    latency(out, measures);
    one(
        out,
        "requests_refused_total",
        "counter",
        "requests to the engine that were refused",
        measures.refused());
    one(out, "samples_total", "counter", "samples of watches decided on", measures.samples());
    one(out, "spans_sent_total", "counter", "spans that a collector took", measures.sent());
    one(
        out,
        "spans_dropped_total",
        "counter",
        "spans that no collector took in time",
        measures.unsent());
    hosted
        .workspace()
        .flatMap(keeper -> keeper.links().last())
        .ifPresent(look ->
            one(
                out,
                "links_broken",
                "gauge",
                "links of the workspace that led nowhere at the daily look",
                look.broken().size()));
    one(out, "streams", "gauge", "clients that follow the log", tail.size());
    head(out, "http_refused_total", "counter", "calls of the API refused, by code");
    refusals
        .counts()
        .forEach((code, count) -> line(out, "http_refused_total", "code", code, count));
    return out.toString();
  }

  private void runs(StringBuilder out) {
    Map<String, Long> states = new TreeMap<>();
    long armed = 0;
    long blind = 0;
    long unsettled = 0;
    for (EventStore.IndexRow row : hosted.store().open()) {
      states.merge(row.state().toLowerCase(Locale.ROOT), 1L, Long::sum);
      Optional<RunState> state = hosted.mail().state(row.run());
      if (state.isEmpty()) {
        continue; // it only waits: no watch is armed
      }
      for (String key : state.get().plan().watches().keySet()) {
        WatchState watch = state.get().watch(key);
        armed += watch.armed() ? 1 : 0;
        blind += watch.armed() && watch.blindSince().isPresent() ? 1 : 0;
      }
      unsettled += state.get().landsUntil().isPresent() ? 1 : 0;
    }
    head(out, "runs_open", "gauge", "runs that are not closed, by state");
    states.forEach((state, count) -> line(out, "runs_open", "state", state, count));
    one(out, "watches_armed", "gauge", "watches that look at the world", armed);
    one(out, "watches_blind", "gauge", "of them those that see nothing", blind);
    one(
        out,
        "runs_with_acts_in_flight",
        "gauge",
        "runs with an act that may still land",
        unsettled);
  }

  private static void latency(StringBuilder out, Measures measures) {
    String name = "request_seconds";
    head(out, name, "histogram", "from a request to its durable answer");
    long[] counts = measures.answered();
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      String bound =
          i < Measures.BOUNDS_MILLIS.size()
              ? String.valueOf(Measures.BOUNDS_MILLIS.get(i) / 1_000.0)
              : "+Inf";
      line(out, name + "_bucket", "le", bound, sum);
    }
    out.append("holddown_").append(name).append("_sum ");
    out.append(measures.took().toNanos() / 1e9).append('\n');
    out.append("holddown_").append(name).append("_count ").append(sum).append('\n');
  }

  private static void one(StringBuilder out, String name, String type, String help, long value) {
    head(out, name, type, help);
    out.append("holddown_").append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP holddown_").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE holddown_").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, String label, String value, long count) {
    out.append("holddown_").append(name).append('{').append(label).append("=\"");
    out.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    out.append("\"} ").append(count).append('\n');
  }
}
