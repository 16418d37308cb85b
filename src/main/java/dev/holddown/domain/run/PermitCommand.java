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
  record SignFor(String key, String role, String giver, String comment) implements PermitCommand {}
}
