package dev.holddown.domain.run;

import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What somebody wants of a run, or tells it. */
public sealed interface RunCommand {
  // --- the engine, about the run ---

  record Queue(String behind) implements RunCommand {}

  record TakeLock(long epoch, long sequence) implements RunCommand {}

  record LoseLock(String to) implements RunCommand {}

  record Own(long epoch, String node, Instant lastSeen, Optional<Duration> ahead)
      implements RunCommand {}

  /** Time passed. {@code lastOk}: the newest sample without a breach of each watch. */
  record Tick(Map<String, Instant> lastOk) implements RunCommand {}

  // --- workers, about what they found and did ---

  record FreezeBaseline(String metric, Optional<Stats> stats, String reason)
      implements RunCommand {}

  record FreezeWayBack(Map<String, Object> to, boolean known, String reason)
      implements RunCommand {}

  record Answer(String key, Purpose purpose, int attempt, Finding finding) implements RunCommand {}

  /** {@code index} of the case that is true; −1 none; −2 when it could not be told. */
  record Choose(String key, int attempt, int index, Finding finding) implements RunCommand {}

  /** Asks leave to act. {@code grace}: how long past the time-out the act may still land. */
  record Intend(String key, int attempt, String what, Duration timeout, Duration grace)
      implements RunCommand {}

  record Begin(String key, String op, String reference) implements RunCommand {}

  record End(String key, String op, Ending ending, String message, Optional<String> evidence)
      implements RunCommand {}

  /** {@code previous}: time of the last sample before, when known. */
  record Observe(
      String watch, Reading reading, Optional<Instant> previous, Optional<String> evidence)
      implements RunCommand {}

  // --- runs that this one started ---

  /** The engine starts the run, in the same transaction. */
  record StartChild(String key, String run) implements RunCommand {}

  record EndChild(String run, Outcome outcome, String sentence) implements RunCommand {}

  // --- people ---

  record Hold(String reason) implements RunCommand {}

  /** {@code until}: a moment, or an hour of the day in UTC, as it was written. */
  record Defer(String until, String reason) implements RunCommand {}

  record Resume(String reason) implements RunCommand {}

  record Abort(String reason) implements RunCommand {}

  record Rollback(String reason) implements RunCommand {}

  /** {@code method}: how the approval was given, such as {@code phone}; empty when not told. */
  record Sign(String key, String role, String comment, String method) implements RunCommand {
    /** Without a word of how. */
    public Sign(String key, String role, String comment) {
      this(key, role, comment, "");
    }
  }

  record Decline(String key, String role, String reason) implements RunCommand {}

  record Recheck(String key, String reason) implements RunCommand {}

  /** A person takes back what was decided on an item; unlike a recheck also behind a Go. */
  record Reopen(String key, String reason) implements RunCommand {}

  /** Fills in fields of a record; {@code texts} by field, read by its type. */
  record Fill(String key, String role, Map<String, String> texts) implements RunCommand {}

  /** {@code key}: an item, a gate, or {@link Remark#RUN}. */
  record Comment(String key, String text) implements RunCommand {}

  /** The bytes are kept as evidence before. */
  record Attach(String key, FileNote file) implements RunCommand {}

  /**
   * A command that counts only if nothing has happened to the item since.
   *
   * @param version number of the last event about it that the person saw; 0 for none
   */
  record AsSeen(String key, long version, RunCommand command) implements RunCommand {}

  record Skip(String key, String reason) implements RunCommand {}

  record NotApplicable(String key, String role, String reason) implements RunCommand {}

  /** A person tells whether an act of unknown outcome landed. */
  record Settle(String key, boolean landed, String reason) implements RunCommand {}

  /** A person pulls a declared watch. */
  record Declare(String watch, String role, String reason) implements RunCommand {}

  /** What is wanted of permits and freezes. */
  non-sealed interface OfPermit extends RunCommand {}
}
