package dev.holddown.engine;

import dev.holddown.domain.run.RunState;
import java.util.Map;

/** The printable card of a run: how to go back by hand, with final values. */
public interface RollbackCard {
  /** Writes the card; called once the way back is frozen. */
  void write(RunState state, Map<String, Object> to);
}
