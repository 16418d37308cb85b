package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A probe over time.
 *
 * @param source what is sampled: a metric by name, or a probe's call of its own
 * @param levels at least one; a plain watch has one level named {@code breach}
 * @param armed from when to when it looks
 * @param pace how often, and what gaps mean
 */
public record Watch(
    String id,
    String title,
    Source source,
    Armed armed,
    List<Level> levels,
    Pace pace,
    Place place) {

  /** What a watch samples. */
  public sealed interface Source {
    /** A metric defined once under {@code metrics:}. */
    record OfMetric(String name) implements Source {}

    /** A call of its own. {@code each} repeats it for rows. */
    record OfCall(Call call, Optional<Item.Each> each, long minSamples) implements Source {}

    /** A person pulls it, in this role; it is never sampled. */
    record Declared(String role) implements Source {}
  }

  /**
   * From one moment to another; anchors are stage or item ids, or {@code start} and {@code end}.
   */
  public record Armed(Moment from, Moment to) {}

  /**
   * An anchor and an offset from it. The anchor of an item or stage id is when it <em>opened</em>
   * for {@code from}, and when it closed for {@code to}.
   */
  public record Moment(String anchor, Duration offset) {}

  /** A condition that must last {@code sustained} (zero: at once), and what then happens. */
  public record Level(String name, Expr breach, Duration sustained, List<Then> then) {}

  /**
   * How a watch looks.
   *
   * @param every between two samples (at least 1 s; default 10 s)
   * @param maxGap the longest gap between samples that still counts (default 3 × every)
   * @param timeout of one call (default 10 s)
   */
  public record Pace(
      Duration every, Duration maxGap, Duration timeout, Policy noData, Policy onError) {}

  /** What the absence of an answer does: hold, breach, or hold for so long and then act. */
  public record Policy(boolean breach, Duration holdMax, Optional<Then> then) {
    public static Policy hold() {
      return new Policy(false, Duration.ZERO, Optional.empty());
    }
  }

  /** What a fired level does, strongest first in {@link Then.Deed}. */
  public record Then(Deed deed, List<String> to, Duration after) {
    /** The deeds of a watch. */
    public enum Deed {
      ROLLBACK,
      PROPOSE,
      PAGE,
      NOTIFY,
      /** Starts a run of the playbook that {@code to} names. */
      RUNBOOK
    }
  }
}
