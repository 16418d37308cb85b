package dev.holddown.sim;

import dev.holddown.domain.watch.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the releases do to their users, and what the provider of metrics tells of it. */
final class Metrics {
  private static final List<Faults.Kind> ONE_SAMPLE =
      List.of(Faults.Kind.SAMPLE_LATE, Faults.Kind.SAMPLE_STALE, Faults.Kind.COUNTER_RESET);

  private final World world;
  private final Set<String> bad = new HashSet<>();
  private final boolean keepsHistory;
  private final List<Span> blips = new ArrayList<>();
  private final List<Span> slowness = new ArrayList<>();
  private final Map<String, Outage> outages = new HashMap<>();
  private final long buildMoves;
  private final boolean notesWanted;
  private final long ill;
  private long trouble;

  /** In milliseconds of the history. */
  private record Span(long from, long to) {
    boolean holds(long at) {
      return at >= from && at < to;
    }
  }

  private record Outage(Faults.Kind kind, long until) {}

  Metrics(World world) {
    this.world = world;
    for (String version : List.of("v2", "v3", "v4")) {
      if (world.chance.of(0.5)) {
        bad.add(version);
      }
    }
    this.keepsHistory = world.chance.of(0.3);
    spans(world.chance.of(0.3) ? 12 : 0, 15, blips);
    spans(world.chance.of(0.5) ? 3 : 0, 60, slowness);
    if (world.chance.of(0.15)) {
      flapping();
    }
    this.buildMoves = in(world.chance.of(0.3) ? world.chance.between(5, 120) : 0);
    this.notesWanted = world.chance.of(0.7);
    this.ill = in(world.chance.of(0.2) ? world.chance.between(10, 60) : 0);
  }

  private void spans(int count, long secondsMax, List<Span> spans) {
    for (int i = 0; i < count; i++) {
      long from = in(world.chance.between(20, 400));
      spans.add(new Span(from, from + 1_000 * world.chance.between(3, secondsMax)));
    }
  }

  private long in(long seconds) {
    return world.time.nowMillis() + 1_000 * seconds;
  }

  /** At the threshold: every other sample or so is above it. */
  private void flapping() {
    long at = world.chance.between(30, 200);
    for (int i = 0; i < 20; i++) {
      blips.add(new Span(in(at), in(at + world.chance.between(3, 12))));
      at += world.chance.between(8, 20);
    }
  }

  /** From now on the provider answers. */
  void heal() {
    outages.clear();
    blips.clear();
    slowness.clear();
  }

  /** Since when there was no trouble with any sample. */
  long troubleAt() {
    return trouble;
  }

  boolean keepsHistory() {
    return keepsHistory;
  }

  String build() {
    return world.time.nowMillis() < buildMoves ? "b1" : "b2";
  }

  /** Whether the step that not every release needs is wanted. */
  boolean notesWanted() {
    return notesWanted;
  }

  /** Some services are ill before the release. */
  String health() {
    return world.time.nowMillis() < ill ? "ill" : "ok";
  }

  boolean isBad(String version) {
    return bad.contains(version);
  }

  /** Whether the watch would show a breach at that moment. */
  boolean breaches(String watch, long at) {
    if (watch.equals("latency")) {
      return slowness.stream().anyMatch(s -> s.holds(at));
    }
    if (watch.equals("second")) {
      return false; // another provider, which sees nothing of it
    }
    return blips.stream().anyMatch(s -> s.holds(at))
        || world.target.exposed(at).stream().anyMatch(bad::contains);
  }

  /** What the provider tells when it works. */
  Reading truth(String watch, Instant at, long then) {
    boolean breach = breaches(watch, then);
    List<String> levels =
        !breach ? List.of() : watch.equals("latency") ? List.of("warn", "high") : List.of("breach");
    return new Reading(
        at, Reading.Kind.SEEN, breach ? 0.05 : 0.001, 0.01, breach ? "above" : "below", levels);
  }

  static Reading none(Reading.Kind kind, Instant at) {
    return new Reading(at, kind, Double.NaN, Double.NaN, "nothing came", List.of());
  }

  /** The trouble of a sample taken now; an outage lasts. */
  List<Faults.Kind> trouble(String watch) {
    long now = world.time.nowMillis();
    Outage outage = outages.get(watch);
    if (outage != null && now < outage.until()) {
      trouble = now;
      return List.of(outage.kind());
    }
    for (Faults.Kind kind :
        List.of(Faults.Kind.NO_DATA, Faults.Kind.SAMPLE_ERRS, Faults.Kind.SAMPLES_STOP)) {
      if (world.fault(kind)) {
        long seconds = world.chance.of(0.2) ? 150 : 40;
        outages.put(watch, new Outage(kind, in(world.chance.between(1, seconds))));
        trouble = now;
        return List.of(kind);
      }
    }
    if (world.fault(Faults.Kind.LONG_OUTAGE)) {
      Faults.Kind kind = world.chance.of(0.5) ? Faults.Kind.NO_DATA : Faults.Kind.SAMPLE_ERRS;
      outages.put(watch, new Outage(kind, in(1_800)));
      trouble = now;
      return List.of(kind);
    }
    for (Faults.Kind kind : ONE_SAMPLE) {
      if (world.fault(kind)) {
        trouble = now;
        return List.of(kind);
      }
    }
    return List.of();
  }
}
