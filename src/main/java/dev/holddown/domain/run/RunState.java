package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.permit.House;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A run as its events tell it. Immutable to everybody but {@link Evolve}, which changes copies. */
public final class RunState {
  static final ItemState UNTOUCHED = new ItemState();
  static final WatchState UNARMED = new WatchState();

  /** So far apart the clocks of two nodes may be. */
  static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(1);

  final RunHead head;
  final Plan plan;
  final String playbookDigest;
  Phase phase = Phase.QUEUED;
  String queuedBehind = "";
  Optional<String> held = Optional.empty();
  Optional<Instant> deferredUntil = Optional.empty();
  long version;
  Instant startedAt = Instant.EPOCH;
  Instant lastAt = Instant.EPOCH;
  long epoch;
  long sequence;
  long firstSequence;
  boolean lockHeld;
  Optional<Outcome> outcome = Optional.empty();
  String sentence = "";
  Optional<String> rollbackCause = Optional.empty();
  Instant rollbackAt = Instant.EPOCH;
  boolean reproofNeeded;
  Landing others = Landing.NEVER;
  Landing late = Landing.NEVER;
  boolean reproved;
  Optional<String> proposal = Optional.empty();
  int notices;
  Layered<ItemState> items = new Layered<>();
  Layered<WatchState> watches = new Layered<>();
  Layered<PlaceState> places = new Layered<>();
  Layered<Object> saved = new Layered<>();
  Layered<Stats> baselines = new Layered<>();
  Layered<Object> wayBack = new Layered<>();

  /** Where the work on each list of items stands; follows from {@link #items}. */
  Layered<Fronts.Front> fronts = new Layered<>();

  /** Items and gates that somebody signed; follows from {@link #items}. */
  Set<String> signed = Set.of();

  Set<String> stops = Set.of();
  PermitState permits = PermitState.NONE;
  Layered<Instant> overdue = new Layered<>();
  Set<String> pardoned = Set.of();
  Layered<Child> children = new Layered<>();
  Layered<Long> versions = new Layered<>();
  Layered<List<Remark>> remarks = new Layered<>();
  Layered<List<AttachedFile>> files = new Layered<>();
  Layered<OwedRound> owed = new Layered<>();
  Optional<Instant> closedAt = Optional.empty();

  /** Not part of the state, only what follows from it; found when somebody asks. */
  transient Todo.@org.jspecify.annotations.Nullable Found todo;

  /** When, and in which house, nothing followed from it by itself; found when it is decided on. */
  transient @org.jspecify.annotations.Nullable Rest rest;

  /** What a signature is for that covers no value and looks back on nothing; of the head alone. */
  transient @org.jspecify.annotations.Nullable String plainContent;

  /** Who may work, found for one moment, until the jobs are made of it. */
  transient Walk.@org.jspecify.annotations.Nullable Found working;

  /** A moment at which a state was at rest. */
  record Rest(Instant at, House house) {}

  /** Nothing follows from this state by itself at this moment. */
  void rests(Run.Moment moment) {
    rest = new Rest(moment.at(), moment.house());
  }

  /**
   * Whether it is known that nothing follows: nothing did at an earlier moment, in the same house,
   * and none of the moments that the run waits for has come since.
   */
  boolean stillRests(Run.Moment moment) {
    Rest known = rest;
    Todo.Found waits = todo;
    return known != null
        && waits != null
        && known.house() == moment.house()
        && !moment.at().isBefore(known.at())
        && waits.holds(this, known.at())
        && waits.holds(this, moment.at());
  }

  RunState(RunHead head, Plan plan, String playbookDigest) {
    this.head = head;
    this.plan = plan;
    this.playbookDigest = playbookDigest;
  }

  /** A stage or a phase: when it opened and closed, and what its gate said last. */
  public record PlaceState(
      Optional<Instant> openedAt,
      Optional<Instant> closedAt,
      Optional<Boolean> go,
      String sentence,
      boolean overdue) {
    static final PlaceState NEW =
        new PlaceState(Optional.empty(), Optional.empty(), Optional.empty(), "", false);

    public boolean open() {
      return openedAt.isPresent() && closedAt.isEmpty();
    }

    public boolean closed() {
      return closedAt.isPresent();
    }
  }

  RunState copy() {
    RunState copy = new RunState(head, plan, playbookDigest);
    copy.phase = phase;
    copy.queuedBehind = queuedBehind;
    copy.held = held;
    copy.deferredUntil = deferredUntil;
    copy.version = version;
    copy.startedAt = startedAt;
    copy.lastAt = lastAt;
    copy.epoch = epoch;
    copy.sequence = sequence;
    copy.lockHeld = lockHeld;
    copy.outcome = outcome;
    copy.sentence = sentence;
    copy.rollbackCause = rollbackCause;
    copy.rollbackAt = rollbackAt;
    copy.reproofNeeded = reproofNeeded;
    copy.others = others;
    copy.late = late;
    copy.reproved = reproved;
    copy.proposal = proposal;
    copy.notices = notices;
    copy.items = items.copy();
    copy.fronts = fronts.copy();
    copy.signed = signed;
    copy.watches = watches.copy();
    copy.places = places.copy();
    copy.saved = saved.copy();
    copy.baselines = baselines.copy();
    copy.wayBack = wayBack.copy();
    copy.stops = stops;
    copy.firstSequence = firstSequence;
    copy.permits = permits;
    copy.overdue = overdue.copy();
    copy.pardoned = pardoned;
    copy.children = children.copy();
    copy.versions = versions.copy();
    copy.remarks = remarks.copy();
    copy.files = files.copy();
    copy.owed = owed.copy();
    copy.closedAt = closedAt;
    copy.plainContent = plainContent;
    return copy;
  }

  public RunHead head() {
    return head;
  }

  public Plan plan() {
    return plan;
  }

  /** Digest of the compiled playbook this run is run from. */
  public String playbookDigest() {
    return playbookDigest;
  }

  public Phase phase() {
    return phase;
  }

  /** The run that holds the lock, while this one is queued. */
  public String queuedBehind() {
    return queuedBehind;
  }

  /** Why progress is frozen, when it is. */
  public Optional<String> held() {
    return held;
  }

  /** Whether it is held until somebody lets it go on, and not only put off to another hour. */
  boolean stays() {
    return held.isPresent() && deferredUntil.isEmpty();
  }

  /** When a run that is held goes on by itself; empty when a person says so. */
  public Optional<Instant> deferredUntil() {
    return deferredUntil;
  }

  /** Number of events so far. */
  public long version() {
    return version;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** The time of the last event: time never runs behind it. */
  public Instant lastAt() {
    return lastAt;
  }

  public Token token() {
    return new Token(epoch, sequence);
  }

  public boolean lockHeld() {
    return lockHeld;
  }

  /** Until when what this run has begun forward may still land; empty when nothing is open. */
  public Optional<Instant> landsUntil() {
    return landing().map(Landing::until);
  }

  /** The same with how long that is from the intent. */
  public Optional<Landing> landing() {
    return Flights.open(this).map(ActState::landing).reduce(Landing::and);
  }

  /**
   * The time at which a node that does not own the run may decide: its clock is not the owner's, so
   * no act counts as past landing by it before that is long over.
   */
  public Instant toOthers(Instant now) {
    return Flights.moments(this)
        .filter(until -> until.isAfter(lastAt))
        .filter(until -> !now.isBefore(until) && now.isBefore(until.plus(CLOCKS_APART_MAX)))
        .min(Instant::compareTo)
        .map(until -> until.minusMillis(1))
        .orElse(now);
  }

  public Optional<Outcome> outcome() {
    return outcome;
  }

  /** The closing sentence. */
  public String sentence() {
    return sentence;
  }

  public Optional<String> rollbackCause() {
    return rollbackCause;
  }

  public Instant rollbackAt() {
    return rollbackAt;
  }

  /** Why a rollback is proposed and waits for approval. */
  public Optional<String> proposal() {
    return proposal;
  }

  /** Waivers, overrides and delegations of this run. */
  public PermitState permits() {
    return permits;
  }

  public ItemState item(String key) {
    return items.getOrDefault(key, UNTOUCHED);
  }

  public WatchState watch(String key) {
    return watches.getOrDefault(key, UNARMED);
  }

  /** A stage or phase by id. */
  public PlaceState place(String id) {
    return places.getOrDefault(id, PlaceState.NEW);
  }

  /** The runs that this one starts, by the key of the item or the watch that wants them. */
  public Map<String, Child> children() {
    return Collections.unmodifiableMap(children);
  }

  /** When an item or stage was due, once it is late. */
  public Optional<Instant> late(String key) {
    return Optional.ofNullable(overdue.get(key));
  }

  /** The number of the last event about an item or gate; 0 for none. */
  public long version(String key) {
    return versions.getOrDefault(key, 0L);
  }

  /** What people said about an item, a gate or {@link Remark#RUN}, oldest first. */
  public List<Remark> remarks(String key) {
    return remarks.getOrDefault(key, List.of());
  }

  /** The files beside an item, a gate or {@link Remark#RUN}, oldest first. */
  public List<AttachedFile> files(String key) {
    return files.getOrDefault(key, List.of());
  }

  public Map<String, Object> saved() {
    return Map.copyOf(saved);
  }

  public Optional<Stats> baseline(String metricKey) {
    return Optional.ofNullable(baselines.get(metricKey));
  }

  /** {@code rollback.to}, frozen at the start; empty until then. */
  public Map<String, Object> wayBack() {
    return Map.copyOf(wayBack);
  }

  /** Whether it has ended. Something may still be owed, see {@link #over}. */
  public boolean closed() {
    return phase == Phase.CLOSED;
  }

  /** When it ended; what it owes may be told of after that. */
  public Optional<Instant> endedAt() {
    return closedAt;
  }

  /** Whether it has ended and nothing is owed any more: nothing will ever happen to it again. */
  public boolean over() {
    return closed() && !Owed.open(this);
  }

  /** How often something was owed so far, and until when; empty when it has not begun. */
  public Optional<OwedRound> owed(String key) {
    return Optional.ofNullable(owed.get(key));
  }

  /** Whether any act was ever intended: whether the world may have changed. */
  public boolean touchedTheWorld() {
    return sequence > firstSequence;
  }
}
