package dev.holddown.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where one item stands. Immutable to everybody but {@link Evolve}, which changes copies. */
public final class ItemState {
  ItemStatus status = ItemStatus.OPEN;
  int attempt = 1;
  int asks;
  int tries;
  int unknowns;
  Optional<String> repeatOp = Optional.empty();
  String reason = "";
  Optional<Instant> openedAt = Optional.empty();
  Optional<Instant> endedAt = Optional.empty();
  Optional<Instant> retryAt = Optional.empty();
  Optional<ActState> act = Optional.empty();
  Optional<Integer> chosen = Optional.empty();
  final Map<Purpose, Finding> findings;
  final Map<Purpose, Instant> askedAt;
  final List<Signature> signatures;
  final Map<String, Object> values;
  final Map<String, Object> proposed;
  int step;
  boolean baking;
  boolean bakePassed;
  boolean reproof;
  boolean refreshing;
  boolean acted;
  List<Stretch> counted = List.of();
  Optional<Instant> countingSince = Optional.empty();
  Instant countsFrom = Instant.EPOCH;

  /** Who is asked to sign, found when somebody asks; a copy, which is to be changed, knows none. */
  transient @org.jspecify.annotations.Nullable Signer signer;

  /** Time of a bake that counted. */
  private record Stretch(Instant from, Instant to) {
    Duration until(Instant end) {
      Instant last = end.isBefore(to) ? end : to;
      return last.isAfter(from) ? Duration.between(from, last) : Duration.ZERO;
    }
  }

  ItemState() {
    this.findings = new EnumMap<>(Purpose.class);
    this.askedAt = new EnumMap<>(Purpose.class);
    this.signatures = new ArrayList<>();
    this.values = new LinkedHashMap<>();
    this.proposed = new LinkedHashMap<>();
  }

  private ItemState(ItemState from) {
    this.findings = new EnumMap<>(from.findings);
    this.askedAt = new EnumMap<>(from.askedAt);
    this.signatures = new ArrayList<>(from.signatures);
    this.values = new LinkedHashMap<>(from.values);
    this.proposed = new LinkedHashMap<>(from.proposed);
  }

  ItemState copy() {
    ItemState copy = new ItemState(this);
    copy.status = status;
    copy.attempt = attempt;
    copy.asks = asks;
    copy.tries = tries;
    copy.unknowns = unknowns;
    copy.repeatOp = repeatOp;
    copy.reason = reason;
    copy.openedAt = openedAt;
    copy.endedAt = endedAt;
    copy.retryAt = retryAt;
    copy.act = act;
    copy.chosen = chosen;
    copy.step = step;
    copy.baking = baking;
    copy.bakePassed = bakePassed;
    copy.reproof = reproof;
    copy.refreshing = refreshing;
    copy.acted = acted;
    copy.counted = counted;
    copy.countingSince = countingSince;
    copy.countsFrom = countsFrom;
    return copy;
  }

  /** Forgets what this step of the work found, so that it is asked and done anew. */
  void forget() {
    findings.clear();
    act = Optional.empty();
    repeatOp = Optional.empty();
    retryAt = Optional.empty();
    chosen = Optional.empty();
    baking = false;
    bakePassed = false;
    counted = List.of();
    countingSince = Optional.empty();
  }

  /** The bake's clock starts from nothing; what lies before never counts. */
  void startCounting(Instant at, boolean runs) {
    counted = List.of();
    countsFrom = at;
    countingSince = runs ? Optional.of(at) : Optional.empty();
  }

  /** What lies after {@code from} does not count, also when the clock was stopped before. */
  void stopCounting(Instant from) {
    List<Stretch> kept = new ArrayList<>();
    for (Stretch stretch : counted) {
      if (stretch.from().isBefore(from)) {
        kept.add(stretch.to().isAfter(from) ? new Stretch(stretch.from(), from) : stretch);
      }
    }
    countingSince
        .filter(since -> since.isBefore(from))
        .ifPresent(since -> kept.add(new Stretch(since, from)));
    counted = List.copyOf(kept);
    countingSince = Optional.empty();
  }

  /**
   * A watch is calm again since this sample. When all are, the clock runs again: from the latest of
   * those samples on, and no moment counts twice.
   */
  void calmSince(Instant sampleAt, boolean all) {
    countsFrom = sampleAt.isAfter(countsFrom) ? sampleAt : countsFrom;
    if (all) {
      Instant end = counted.isEmpty() ? Instant.EPOCH : counted.getLast().to();
      countingSince = Optional.of(countsFrom.isAfter(end) ? countsFrom : end);
    }
  }

  public ItemStatus status() {
    return status;
  }

  public int attempt() {
    return attempt;
  }

  public String reason() {
    return reason;
  }

  public Optional<Instant> openedAt() {
    return openedAt;
  }

  public Optional<Instant> endedAt() {
    return endedAt;
  }

  public Optional<Instant> retryAt() {
    return retryAt;
  }

  public Optional<ActState> act() {
    return act;
  }

  public Optional<Integer> chosen() {
    return chosen;
  }

  public Optional<Finding> finding(Purpose purpose) {
    return Optional.ofNullable(findings.get(purpose));
  }

  /** Whether it was answered for any purpose. */
  public boolean found() {
    return !findings.isEmpty();
  }

  /** When it was last asked for this purpose. */
  public Optional<Instant> askedAt(Purpose purpose) {
    return Optional.ofNullable(askedAt.get(purpose));
  }

  public List<Signature> signatures() {
    return List.copyOf(signatures);
  }

  /** The fields of its form that are filled. */
  public Map<String, Object> values() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What is proposed for fields that a person has not filled in. */
  public Map<String, Object> proposed() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(proposed));
  }

  /** The step of a rollout, from 0. */
  public int step() {
    return step;
  }

  public boolean baking() {
    return baking;
  }

  /** Time that counted for the bake up to {@code until}: only what fresh OK samples cover. */
  public Duration covered(Instant until) {
    Duration covered =
        countingSince
            .filter(since -> until.isAfter(since))
            .map(since -> Duration.between(since, until))
            .orElse(Duration.ZERO);
    for (Stretch stretch : counted) {
      covered = covered.plus(stretch.until(until));
    }
    return covered;
  }

  /** Whether the bake's clock runs now. */
  public boolean counting() {
    return countingSince.isPresent();
  }
}
