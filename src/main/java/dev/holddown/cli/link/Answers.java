package dev.holddown.cli.link;

import dev.holddown.playbooks.PlaybookDiff;
import dev.holddown.view.EventLine;
import java.util.List;
import java.util.Map;

/** What the desk answers that is neither a view nor a reply of the engine. */
public final class Answers {
  private Answers() {}

  /** The engine is there; {@code place} as {@link Opened#place}. */
  public record Pong(long pid, int openRuns, String place) {}

  /** A copy of a data folder, read again after it was made. */
  public record Backup(String folder, long events, long runs, long evidence) {}

  /** Part of a log; {@code more}: there are events after these. */
  public record Page(List<EventLine> events, boolean more) {}

  /** A text, such as the rollback card. */
  public record Text(String text) {}

  /** Evidence by its whole digest; {@code base64} of its bytes (RFC 4648). */
  public record Evidence(String digest, String base64) {}

  /** The names that expressions of a run would see at its start. */
  public record Scope(Map<String, Object> scope) {}

  /**
   * The workspace.
   *
   * @param inForce the digest of what is in force; empty for none
   * @param pending the digest of what the folder holds and is not in force; empty for none
   * @param waits who has to agree to it; empty when nobody
   */
  public record Workspace(
      String inForce, List<String> files, String pending, List<String> problems, String waits) {}

  /** How a run's playbook differs from that in force; {@code found}: whether one is. */
  public record Diff(
      String run, String playbook, boolean found, List<PlaybookDiff.Change> changes) {}

  /**
   * Whether a service may be deployed now.
   *
   * @param answer YES, NO or UNKNOWN
   * @param run the run in the way; empty for none
   * @param items keys of the items that make its gate No-Go
   * @param exceptions for each of these that may be waived, where its exception stands
   */
  public record Clearance(
      String answer, String reason, String run, List<String> items, List<ByException> exceptions) {
    /** One without exceptions. */
    public Clearance(String answer, String reason, String run, List<String> items) {
      this(answer, reason, run, items, List.of());
    }
  }

  /**
   * Which row of the exceptions lets a line through, or would.
   *
   * @param row its id; empty when there is none yet
   * @param path where the server shows it, or says how to add one
   */
  public record ByException(String item, String row, String state, String path) {}

  /**
   * What a rule removes.
   *
   * @param runs whose evidence and samples
   */
  public record Removal(
      List<String> runs, long evidence, long bytes, long samples, long messages) {}

  /**
   * What was removed or would be.
   *
   * @param spared runs that are old enough and needed
   * @param left pieces of evidence that were put again just now
   */
  public record Retention(boolean applied, Removal removal, List<String> spared, long left) {}

  /** A name that is shown no more, and what is shown instead. */
  public record Erased(String instead) {}

  /** Texts as they may be shown. */
  public record Texts(List<String> texts) {}
}
