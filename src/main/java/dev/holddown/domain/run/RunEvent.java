package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A decision about a run, in the past tense. Only what changes a decision is an event. */
public sealed interface RunEvent {
  // --- the run ---

  /** {@code playbook} is the digest of the compiled playbook. */
  record Started(RunHead head, String playbook) implements RunEvent {}

  record Queued(String lock, String behind) implements RunEvent {}

  record LockTaken(String lock, long epoch, long sequence) implements RunEvent {}

  /** A rollback run took the lock; this run may act no more. */
  record LockLost(String lock, String to) implements RunEvent {}

  /**
   * The run that lost the lock to this one may still land what it had begun, until then; {@code
   * life}: the longest such act, from its intent.
   */
  record Overtook(String run, Instant landsUntil, Duration life) implements RunEvent {}

  /**
   * {@code lastSeen}: up to when the owner before is known to have looked; {@code ahead}: by how
   * much this owner's clock is at most ahead of those before, empty when nobody knows.
   */
  record Owned(long epoch, String node, Instant lastSeen, Optional<Duration> ahead)
      implements RunEvent {}

  record Held(String reason) implements RunEvent {}

  /** Held until this moment, at which it goes on by itself. */
  record Deferred(Instant until, String reason) implements RunEvent {}

  record Resumed(String reason) implements RunEvent {}

  record Aborted(String reason) implements RunEvent {}

  /** Every stage is closed; some watches look on, without the lock. */
  record WatchingBegan(String lock) implements RunEvent {}

  record Closed(Outcome outcome, String sentence) implements RunEvent {}

  // --- frozen at the start ---

  /** Empty stats: the baseline could not be measured, {@code reason} says why. */
  record BaselineFrozen(String metric, Optional<Stats> stats, String reason) implements RunEvent {}

  record WayBackFrozen(Map<String, Object> to, String reason) implements RunEvent {}

  // --- stages and items; key = path of ids, with [row] for a repeated item ---

  record StageOpened(String stage) implements RunEvent {}

  record GateDecided(String stage, boolean go, String sentence) implements RunEvent {}

  record StageClosed(String stage) implements RunEvent {}

  /** The Go of a closed stage was taken back, before anything was done on it. */
  record StageReopened(String stage, String reason) implements RunEvent {}

  record Opened(String key) implements RunEvent {}

  /** {@code key}: an item or stage that was to be closed by then. */
  record Late(String key, Instant due, String text) implements RunEvent {}

  record Asked(String key, Purpose purpose, int attempt, Finding finding) implements RunEvent {}

  /** {@code index} of the case, or −1 for {@code otherwise}. */
  record Chosen(String key, int index, String reason) implements RunEvent {}

  record Intended(String key, Act act) implements RunEvent {}

  record Begun(String key, String op, String reference) implements RunEvent {}

  record Ended(String key, String op, Ending ending, String message, Optional<String> evidence)
      implements RunEvent {}

  record StopIntended(String key, String op, String reference) implements RunEvent {}

  /** An act of unknown outcome is settled: it landed, or it never will. */
  record Settled(String key, String op, boolean landed, String how) implements RunEvent {}

  record RetryPlanned(String key, Instant at, String reason) implements RunEvent {}

  record Turned(String key, ItemStatus status, String reason) implements RunEvent {}

  record Reopened(String key, int attempt, String reason) implements RunEvent {}

  /**
   * {@code content}: digest of what was signed; {@code covered}: the values by name that the signer
   * saw, none when a version before told only the digest; {@code method}: how the approval was
   * given, empty when nobody said.
   */
  record Signed(
      String key,
      String role,
      String person,
      String content,
      String comment,
      Map<String, String> covered,
      String method)
      implements RunEvent {
    /** One of which nobody said how it was given. */
    public Signed(
        String key,
        String role,
        String person,
        String content,
        String comment,
        Map<String, String> covered) {
      this(key, role, person, content, comment, covered, "");
    }
  }

  /** {@code was}: the digest that was signed; {@code why}: what changed, in words. */
  record SignatureVoided(String key, String person, String role, String was, String why)
      implements RunEvent {}

  record Declined(String key, String role, String person, String reason) implements RunEvent {}

  /** {@code values}: by field, as they are read by its type. */
  record Filled(String key, String role, String person, Map<String, Object> values)
      implements RunEvent {}

  /** {@code key}: an item or gate, or {@link Remark#RUN}. */
  record Commented(String key, String person, String text) implements RunEvent {}

  /** A person laid a file beside an item or the run; its bytes are evidence. */
  record Attached(String key, String person, FileNote file) implements RunEvent {}

  /** A rollout's step is in place and its bake begins; a hold begins its wait (step 0). */
  record BakeBegan(String key, int step) implements RunEvent {}

  record BakeRestarted(String key, int step, String why) implements RunEvent {}

  record BakePassed(String key, int step, String reason) implements RunEvent {}

  /** A rollout's step is over with all its items and signatures; the next one follows. */
  record StepPassed(String key, int step) implements RunEvent {}

  // --- runs that this one starts; key of the item, or watch/ID/NUMBER ---

  /** The run {@code run} of the playbook {@code use} is to be started, once. */
  record ChildIntended(String key, String run, String use, Map<String, Object> inputs)
      implements RunEvent {}

  /** In the same transaction as its first event. */
  record ChildStarted(String key, String run) implements RunEvent {}

  record ChildEnded(String key, String run, Outcome outcome, String sentence) implements RunEvent {}

  /** Acts of this run are newer than those of a run inside its lock. */
  record EpochRaised(long epoch, String why) implements RunEvent {}

  // --- watches; key = id, with [row] ---

  record Armed(String watch) implements RunEvent {}

  record Disarmed(String watch) implements RunEvent {}

  record WindowStarted(String watch, String level, Instant sampleAt, double value, String reason)
      implements RunEvent {}

  /** Time without samples, longer than the watch allows: it counts for nothing. */
  record WindowGapped(String watch, Instant from, Instant to) implements RunEvent {}

  record WindowCleared(String watch, String level, Instant sampleAt, double value)
      implements RunEvent {}

  /** {@code since}: the last good sample. */
  record Blinded(String watch, Instant since, String cause, String message) implements RunEvent {}

  record Sighted(String watch, Instant sampleAt) implements RunEvent {}

  record Fired(
      String watch,
      String level,
      Instant windowStart,
      Instant sampleAt,
      String reason,
      List<Watch.Then> then,
      Optional<String> evidence)
      implements RunEvent {}

  record Proposed(String watch, String reason) implements RunEvent {}

  // --- the way back ---

  record RollbackDecided(String cause) implements RunEvent {}

  record PhaseOpened(String phase) implements RunEvent {}

  record PhaseOverdue(String phase, String reason) implements RunEvent {}

  record PhaseClosed(String phase, boolean proved) implements RunEvent {}

  /** A forward act could still land while the phases ran: each proof is asked once more. */
  record ReproofBegan(String reason) implements RunEvent {}

  // --- permits ---

  /** What is told of permits and freezes, in files of its own. */
  non-sealed interface OfPermit extends RunEvent {}

  // --- owed; key = owed/ID ---

  /**
   * Something is owed from now on, perhaps once more.
   *
   * @param round 1 the first time
   * @param opens not met before
   * @param due late after
   */
  record Owing(String key, int round, Instant opens, Instant due) implements RunEvent {}

  /** Its owner was reminded. */
  record Reminded(String key, int round, String text) implements RunEvent {}

  // --- words to people ---

  /** {@code id} is unique in the run; the outbox delivers it at least once. */
  record Noticed(String id, String deed, List<String> to, String text) implements RunEvent {
    /** Stands in for the id until the event is appended. */
    static final String UNNUMBERED = "";
  }
}
