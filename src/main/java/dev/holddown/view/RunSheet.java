package dev.holddown.view;

import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.Stats;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run with what a page shows beyond its view.
 *
 * @param version the number of the last event in it
 * @param playbook the digest of the compiled playbook, in hex
 * @param fresh how long answers of a stage count, by the stage's id; absent for ever
 */
public record RunSheet(
    RunView view,
    Identity identity,
    Map<String, Duration> fresh,
    Chronicle chronicle,
    List<Curve> curves) {
  /** Which run, at which event, by which playbook. */
  public record Identity(long version, String playbook) {}

  /**
   * What a watch saw.
   *
   * @param readings oldest first
   * @param baseline the mean that was frozen at the start; empty when there is none
   */
  public record Curve(String watch, List<Reading> readings, Optional<Double> baseline) {}

  /** {@code readings}: those of each watch that has any, by its key. */
  public static RunSheet of(
      RunState s, RunView view, Chronicle chronicle, Map<String, List<Reading>> readings) {
    Map<String, Duration> fresh = new LinkedHashMap<>();
    s.plan()
        .playbook()
        .stages()
        .forEach(stage ->
            stage
                .gate()
                .map(gate -> gate.fresh())
                .filter(span -> !span.isZero())
                .ifPresent(span -> fresh.put(stage.id(), span)));
    List<Curve> curves =
        s.plan().watches().values().stream()
            .map(key ->
                new Curve(
                    key.key(),
                    readings.getOrDefault(key.key(), List.of()),
                    baseline(s, key.watch(), key.row())))
            .toList();
    return new RunSheet(
        view, new Identity(s.version(), s.playbookDigest()), fresh, chronicle, curves);
  }

  private static Optional<Double> baseline(RunState s, Watch watch, Optional<String> row) {
    if (!(watch.source() instanceof Watch.Source.OfMetric named)) {
      return Optional.empty();
    }
    Metric metric = s.plan().playbook().scopes().metrics().get(named.name());
    return metric == null
        ? Optional.empty()
        : row.flatMap(name -> s.baseline(named.name() + "[" + name + "]"))
            .or(() -> s.baseline(named.name()))
            .map(Stats::mean);
  }
}
