package dev.holddown.view;

import dev.holddown.domain.run.AttachedFile;
import dev.holddown.domain.run.Remark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An item of a checklist.
 *
 * @param waivable roles one of which may let it through when it did not pass; empty: nobody may
 * @param children rows of a repeated item, lines of a group, of the case taken, of a rollout's
 *     steps
 */
public record ItemView(
    Name name,
    Mark mark,
    Work work,
    Beside beside,
    When when,
    List<Entry> form,
    Optional<Started> started,
    List<Signed> signatures,
    List<String> waivable,
    List<ItemView> children) {
  /** Its key (as commands want it), its title, its kind. */
  public record Name(String key, String title, String kind) {}

  /**
   * How it stands.
   *
   * @param status the status as the log has it, such as PASSED
   * @param word the same for people, finer while it is open: acting, baking, retrying, unsettled,
   *     waiting, stopped
   * @param since when it ended, or opened; empty before that
   * @param reason why; with value and limit
   * @param warn a heads-up that the pass carries; empty for none
   */
  public record Mark(
      String status, String word, Optional<Instant> since, String reason, String warn) {}

  /** What goes on. {@code attempt} is counted from 1. */
  public record Work(
      int attempt,
      boolean overrun,
      Optional<Traffic> traffic,
      Optional<Bake> bake,
      Optional<String> evidence) {}

  /**
   * Traffic of a rollout.
   *
   * @param weight percent in place now, as far as this run knows
   * @param step from 1
   * @param plan the weights of all steps
   */
  public record Traffic(int weight, int step, List<Integer> plan) {}

  /** A bake or hold. {@code why}: why its clock stands; empty while it runs. */
  public record Bake(Duration covered, Duration needed, boolean counting, String why) {}

  /** What people laid beside it, oldest first. */
  public record Beside(List<Remark> remarks, List<AttachedFile> files) {}

  /**
   * When it may begin and is late.
   *
   * @param opens not before, where that moment is known
   * @param due late after, where that moment is known
   * @param needs ids that must be closed before
   * @param locked why it may not begin now; empty when it may or has begun
   */
  public record When(
      Optional<Instant> opens,
      Optional<Instant> due,
      boolean late,
      List<String> needs,
      String locked) {}

  /**
   * A field of a record or of what is asked before a message is sent.
   *
   * @param ask the role that fills it in; empty when it is computed
   * @param value what it holds; empty while it is open
   * @param proposed what is proposed for it; empty for nothing
   */
  public record Entry(
      String name,
      String type,
      Optional<String> ask,
      Optional<Object> value,
      Optional<Object> proposed) {}

  /**
   * A run that the line starts.
   *
   * @param outcome how it ended; empty while it is open
   */
  public record Started(String run, String playbook, boolean begun, Optional<String> outcome) {}

  /** Somebody's signature. {@code method}: how it was given; empty when nobody said. */
  public record Signed(String role, String person, Instant at, String comment, String method) {}
}
