package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a metric: a query with a unit, defined once and used by name. */
final class MetricReader {
  private final Context context;

  MetricReader(Context context) {
    this.context = context;
  }

  Metric read(Node.Entry entry, Scope scope) {
    context.values().isName(entry.key(), entry.place(), "the metric");
    Keys keys = Keys.of(context, "a metric", entry.value());
    Optional<Item.Each> each = new EachReader(context).read(keys);
    ProbeReader probes = new ProbeReader(context);
    Optional<Call> call = probes.call(keys, EachReader.within(scope, each));
    if (call.isEmpty() && entry.value() instanceof Node.Mapping) {
      context
          .problems()
          .add(
              entry.place(),
              "the metric " + entry.key() + " has no action",
              "add one, such as prometheus.query: {query: …}");
    }
    String unit = keys.text("unit");
    long minSamples = probes.minSamples(keys, 1);
    Optional<Metric.Baseline> baseline = keys.take("baseline").flatMap(this::baseline);
    keys.finish();
    return new Metric(
        entry.key(),
        each,
        call.orElse(new Call("", Map.of(), Place.none())),
        unit,
        minSamples,
        baseline,
        entry.place());
  }

  private Optional<Metric.Baseline> baseline(Node node) {
    Keys keys = Keys.of(context, "`baseline`", node);
    for (String later : List.of("side", "same", "stored")) {
      if (keys.has(later)) {
        keys.finish();
        // Stands in, so that conditions may name the baseline; such a playbook is never run.
        return Optional.of(new Metric.Baseline.Offset(Duration.ofDays(1)));
      }
    }
    Optional<Metric.Baseline> baseline;
    if (keys.has("offset")) {
      baseline = Optional.of(new Metric.Baseline.Offset(keys.lasting("offset")));
    } else {
      keys.must("frozen", "write {frozen: start, over: 60m} or {offset: 7d}");
      keys.oneOf("frozen", List.of("start"));
      keys.must("over", "say over how long it is measured, such as over: 60m");
      baseline = Optional.of(new Metric.Baseline.Frozen(keys.lasting("over")));
    }
    keys.finish();
    return baseline;
  }
}
