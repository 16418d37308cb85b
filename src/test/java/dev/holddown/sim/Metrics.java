package dev.holddown.sim;

import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the releases do to their users, and what the provider of metrics tells of it. */
final class Metrics {
  private final World world;
  private final Set<String> bad = new HashSet<>();
  private final boolean keepsHistory;
  private final List<Span> blips = new ArrayList<>();
  private final List<Span> slowness = new ArrayList<>();
  private final Map<String, Outage> outages = new HashMap<>();
  private final Instant buildMoves;
  private Instant trouble = Instant.EPOCH;

  private record Span(Instant from, Instant to) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && at.isBefore(to);
    }
  }

  private record Outage(Faults.Kind kind, Instant until) {}

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
    this.buildMoves =
        world.time.instant().plusSeconds(world.chance.of(0.3) ? world.chance.between(5, 120) : 0);
  }

  private void spans(int count, long secondsMax, List<Span> spans) {
    for (int i = 0; i < count; i++) {
      Instant from = world.time.instant().plusSeconds(world.chance.between(20, 400));
      spans.add(new Span(from, from.plusSeconds(world.chance.between(3, secondsMax))));
    }
  }

  /** From now on the provider answers. */
  void heal() {
    outages.clear();
    blips.clear();
    slowness.clear();
  }

  /** Since when there was no trouble with any sample. */
  Instant troubleAt() {
    return trouble;
  }

  boolean keepsHistory() {
    return keepsHistory;
  }

  String build() {
    return world.time.instant().isBefore(buildMoves) ? "b1" : "b2";
  }

  boolean isBad(String version) {
    return bad.contains(version);
  }

  /** Whether the watch would show a breach at that moment. */
  boolean breaches(String watch, Instant at) {
    if (watch.equals("latency")) {
      return slowness.stream().anyMatch(s -> s.holds(at));
    }
    return blips.stream().anyMatch(s -> s.holds(at))
        || world.target.exposed(at).stream().anyMatch(bad::contains);
  }

  /** What the provider tells when it works. */
  Reading truth(String watch, Instant at) {
    boolean breach = breaches(watch, at);
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
    Instant now = world.time.instant();
    Outage outage = outages.get(watch);
    if (outage != null && now.isBefore(outage.until())) {
      trouble = now;
      return List.of(outage.kind());
    }
    for (Faults.Kind kind :
        List.of(Faults.Kind.NO_DATA, Faults.Kind.SAMPLE_ERRS, Faults.Kind.SAMPLES_STOP)) {
      if (world.fault(kind)) {
        long seconds = world.chance.of(0.2) ? 150 : 40;
        Instant until = now.plus(Duration.ofSeconds(world.chance.between(1, seconds)));
        outages.put(watch, new Outage(kind, until));
        trouble = now;
        return List.of(kind);
      }
    }
    for (Faults.Kind kind : List.of(Faults.Kind.SAMPLE_LATE, Faults.Kind.SAMPLE_STALE)) {
      if (world.fault(kind)) {
        trouble = now;
        return List.of(kind);
      }
    }
    return List.of();
  }
}
