package dev.holddown.domain.run;

import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Waiver;
import java.time.Duration;

/** What somebody wants of permits in a run. */
public sealed interface PermitCommand extends RunCommand.OfPermit {
  /** Asks that a line be let through. {@code waiver.created} is set when it is decided. */
  record Waive(String key, Waiver waiver) implements PermitCommand {}

  /** Lets the run through a freeze for so long. */
  record OverrideFreeze(String freeze, Granted by, Duration lasts) implements PermitCommand {}

  /** Signs in the name of another one, who delegated that. */
  record SignFor(String key, String role, String giver, String comment, String method)
      implements PermitCommand {
    /** The same signature in one's own name. */
    RunCommand.Sign own(String remark) {
      return new RunCommand.Sign(key, role, remark, method);
    }
  }
}
