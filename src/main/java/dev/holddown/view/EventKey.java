package dev.holddown.view;

import dev.holddown.domain.run.EventKeys;
import dev.holddown.domain.run.RunEvent;
import java.util.Optional;

/** Which item or gate an event is about. */
public final class EventKey {
  private EventKey() {}

  /** Empty for an event that is about the run, a watch, a stage or the lock. */
  public static Optional<String> of(RunEvent event) {
    return EventKeys.of(event);
  }
}
