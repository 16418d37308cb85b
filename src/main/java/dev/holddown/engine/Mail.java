package dev.holddown.engine;

import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How workers tell the engine what they found. Safe from any thread. */
public interface Mail {
  /** The reply comes when it is durable. */
  CompletableFuture<Request.Reply> post(Request request);

  /** A sample of a watch. */
  void observed(String run, String watch, Reading reading, Optional<String> evidence);

  /** The state as it was last published; empty for a run that is not in memory. */
  Optional<RunState> state(String run);

  /** Whether an act for a run may start now: this node's claim on it lasts. */
  default boolean mayAct(String run) {
    return true;
  }

  /** The newest sample of a watch, from before a restart too. */
  Optional<Instant> lastSeen(String run, String watch);
}
