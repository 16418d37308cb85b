package dev.holddown.sim;

import java.util.List;

/**
 * Bugs that are planted to see whether the simulator finds them, each with the invariants one of
 * which has to find it. What a mutant breaks is a part of the simulator's own, or stands between
 * the engine and its rules ({@link BrokenRules}, {@link BrokenPlans}); production knows of none.
 */
enum Mutant {
  /** The core as it is. */
  NONE(""),

  // --- the worker ---

  /** A worker calls the target first and asks for leave afterwards. */
  EFFECT_BEFORE_INTENT("I01"),
  /** A worker takes a time-out for a failure, so that the act is done anew under another id. */
  BLIND_RETRY("I03|I04|I12"),
  /** Acts of the way back carry the token that the run began with. */
  OLD_TOKEN_FOR_ROLLBACK("I05"),
  /** A worker that was held up begins its call though the act's time is over. */
  CALLS_AFTER_DEADLINE("late"),
  /** One target of several is taken for all. */
  PARTIAL_IS_DONE("I31"),

  // --- the store and the process ---

  /** The store acknowledges what a power cut can still take away. */
  MISSING_FSYNC("I01|I02|I07|I09"),
  /** After a failed fsync the process goes on with the same store. */
  GOES_ON_AFTER_FSYNC_ERROR("I11"),
  /** The start of a breach is not found again after a restart. */
  WINDOW_LOST_ON_RESTART("I24|I07"),
  /** Moments that were waited for before a restart are not waited for after it. */
  TIMER_LOST_ON_RESTART("I33"),
  /** What an older form of an event did not tell is guessed. */
  UPCASTER_GUESSES("I07"),
  /** Time is the wall clock, which jumps. */
  WALL_CLOCK("I32|L34|L35|late"),
  /** After a restart time begins before the last event. */
  CLOCK_BEHIND_LOG("I32|L34|L35"),
  /** What was delivered is not marked. */
  MESSAGE_SENT_TWICE("message"),

  // --- several nodes ---

  /** An append does not depend on who owns the partition. */
  NO_EPOCH_CONDITION("I13"),
  /** A node goes on until it hears that its lease has ended. */
  LEASE_UNWATCHED("I13"),

  // --- locks and tokens ---

  /** An aborted run lets go of its lock while acts may still land. */
  LOCK_FREED_EARLY("I12"),
  /** A run that has to queue starts. */
  QUEUE_STARTS_TWO("I12"),
  /** A new owner carries the epoch of the one before. */
  EPOCH_NOT_RAISED("I13"),
  /** Tokens are counted by run. */
  TOKEN_OF_RUN("I05|I13"),

  // --- acts of unknown outcome ---

  /** What was in flight when the engine ended has failed. */
  UNSETTLED_IS_FAILED("I04"),
  /** What has no answer is done. */
  UNSETTLED_IS_DONE("proof"),
  /** An act is done again before the target was asked. */
  DONE_NOT_ASKED("I03|I04"),
  /** A repeat gets an operation id of its own. */
  REPEAT_UNDER_NEW_ID("I04|L35"),
  /** A new owner takes its clock for that of the one before. */
  TAKEOVER_TRUSTS_CLOCK("late"),
  /** An act cannot land after its deadline, says the rule, though the call may. */
  GRACE_FORGOTTEN("I04|I12|I33|late"),

  // --- gates and signatures ---

  GATE_OPENS_ON_INCONCLUSIVE("I20|rule 1"),
  FAILED_VERDICT_OVERWRITTEN("I27"),
  SIGNATURE_SURVIVES_CHANGE("I16"),
  /** Signatures are not bound to the digest that they name. */
  COVERS_IGNORED("I16"),
  STARTER_SIGNS("I18"),
  ONE_PERSON_COUNTS_TWICE("I19"),
  SIGNATURE_NEVER_EXPIRES("I16"),
  GATE_UNSIGNED("I16|I19"),
  FRESHNESS_IGNORED("I25"),
  HOLD_IGNORED("rank"),
  ROW_LEFT_OUT("I20|I07|I31"),

  /** A waiver counts for ever. */
  WAIVER_NEVER_EXPIRES("I22|I33"),

  /** A stage is reopened though something was done on its Go. */
  REOPENED_BEHIND_AN_ACT("reopened"),
  /** A log entry is closed though a field of it is empty. */
  RECORD_HALF_FILLED("record"),
  /** Somebody objected in time, and the hold goes on. */
  OBJECTION_IGNORED("I27|I20"),

  // --- runs that a run starts ---

  /** A line does not wait for the run that it started. */
  CHILD_NOT_AWAITED("child"),
  /** A run ends while one that works inside it goes on. */
  CHILD_FORGOTTEN("child"),

  // --- freezes ---

  /** Rules that know of no freeze. */
  FREEZE_IGNORED("I23"),
  /** An override counts for ever. */
  OVERRIDE_NEVER_ENDS("I23"),
  /** A freeze stands in the way back. */
  FREEZE_STOPS_ROLLBACK("I23|L34"),

  // --- watches ---

  /** A watcher takes no answer for a good sample. */
  PROMOTE_WITHOUT_DATA("I25|I24"),
  NO_DATA_IS_OK("I25|I24"),
  ERROR_IS_BREACH("I26|I24"),
  /** A watcher takes a gap in the samples for the end of a breach. */
  GAP_CLEARS_WINDOW("I24|I25"),
  GAP_COUNTS("I24|I25|L34|model"),
  SHORTER_WINDOW("I24"),
  SAMPLES_JUDGED_TWICE("I29|I24|I25|L34"),
  TRIGGER_FIRES_TWICE("I29"),
  DELAYED_DEED_TWICE("I29"),
  BREACH_IGNORED_WHILE_HELD("L34|I25"),
  /** Watches are not sampled while a call to the target is under way. */
  WATCHER_WAITS_FOR_ACT("L34|I28"),
  BAKE_COUNTS_BLIND_TIME("I25"),
  HOLD_COUNTS_GAP("I25"),
  SHORTER_BAKE("I25|I32"),
  /** A run is known good before its last watch has ended. */
  KNOWN_GOOD_TOO_SOON("I30"),

  // --- the way back ---

  ROLLBACK_WAITS_FOR_ACT("L34"),
  ABORT_INTERRUPTS_ROLLBACK("rank"),
  NOT_REPROVED("rolled back|L35|I33"),
  PHASE_ORDER_IGNORED("order"),
  ROLLBACK_UNAPPROVED("I16|I19");

  private final String invariants;

  Mutant(String invariants) {
    this.invariants = invariants;
  }

  /** What has to find it. */
  List<String> invariants() {
    return List.of(invariants.split("\\|"));
  }

  /** Whether it shows where several nodes are only. */
  boolean needsNodes() {
    return this == NO_EPOCH_CONDITION || this == LEASE_UNWATCHED;
  }

  /** Whether the store takes any change of a lock. */
  boolean looseLock() {
    return this == QUEUE_STARTS_TWO || this == EPOCH_NOT_RAISED || this == TOKEN_OF_RUN;
  }
}
