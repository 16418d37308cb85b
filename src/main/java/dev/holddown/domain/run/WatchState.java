package dev.holddown.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The durable part of a watch. Immutable to everybody but {@link Evolve}. */
public final class WatchState {
  boolean armed;
  boolean over;
  Instant armedAt = Instant.EPOCH;
  boolean sighted;
  Optional<Instant> blindSince = Optional.empty();
  String blindWhy = "";
  boolean blindPaged;
  int blindTold;
  Optional<Instant> lookedUntil = Optional.empty();
  Optional<Instant> newest = Optional.empty();
  final Map<String, Window> windows;
  final Map<String, Instant> fired;
  final Set<String> done;

  WatchState() {
    this.windows = new LinkedHashMap<>();
    this.fired = new LinkedHashMap<>();
    this.done = new LinkedHashSet<>();
  }

  private WatchState(WatchState from) {
    this.windows = new LinkedHashMap<>(from.windows);
    this.fired = new LinkedHashMap<>(from.fired);
    this.done = new LinkedHashSet<>(from.done);
  }

  /** A breach that goes on. {@code gaps}: time inside it that does not count. */
  public record Window(Instant start, Duration gaps, double value, String reason) {
    /** How long it counted up to a sample. */
    public Duration counted(Instant sampleAt) {
      return Duration.between(start, sampleAt).minus(gaps);
    }
  }

  WatchState copy() {
    WatchState copy = new WatchState(this);
    copy.armed = armed;
    copy.over = over;
    copy.armedAt = armedAt;
    copy.sighted = sighted;
    copy.blindSince = blindSince;
    copy.blindWhy = blindWhy;
    copy.blindPaged = blindPaged;
    copy.blindTold = blindTold;
    copy.lookedUntil = lookedUntil;
    copy.newest = newest;
    return copy;
  }

  public boolean armed() {
    return armed;
  }

  /** Whether its time is over; it is not armed again. */
  public boolean over() {
    return over;
  }

  public Instant armedAt() {
    return armedAt;
  }

  /** Whether it saw a sample since it was armed or was blind. */
  public boolean sighted() {
    return sighted;
  }

  public Optional<Instant> blindSince() {
    return blindSince;
  }

  public String blindWhy() {
    return blindWhy;
  }

  public Map<String, Window> windows() {
    return Map.copyOf(windows);
  }

  public Optional<Window> window(String level) {
    return Optional.ofNullable(windows.get(level));
  }

  /** When each level fired. */
  public Map<String, Instant> fired() {
    return Map.copyOf(fired);
  }
}
