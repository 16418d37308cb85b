package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.Optional;

/**
 * A query defined once and used by name.
 *
 * @param unit {@code s}, {@code ms}, {@code ratio}, {@code percent}, {@code bytes}, or free text
 */
public record Metric(
    String name,
    Optional<Item.Each> each,
    Call call,
    String unit,
    long minSamples,
    Optional<Baseline> baseline,
    Place place) {
  /** What a value is compared with. */
  public sealed interface Baseline {
    /** Measured at the start of the run over this long, and frozen. */
    record Frozen(Duration over) implements Baseline {}

    /** The same query so long ago. */
    record Offset(Duration ago) implements Baseline {}
  }
}
