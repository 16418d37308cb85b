package dev.holddown.boot;

import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.engine.Thinning;
import dev.holddown.playbooks.WorkspaceContent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Removes four times a day what the workspace in force keeps no longer, on a thread of its own. */
final class Sweeper {
  private static final long FIRST_MINUTES = 10;
  private static final long EVERY_MINUTES = 360;

  private final Durable durable;
  private final WorkspaceKeeper keeper;
  private final InstantSource clock;
  private final ScheduledExecutorService sweeping =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sweeper").factory());

  private Sweeper(Durable durable, WorkspaceKeeper keeper, InstantSource clock) {
    this.durable = durable;
    this.keeper = keeper;
    this.clock = clock;
  }

  static Sweeper begin(Durable durable, WorkspaceKeeper keeper, InstantSource clock) {
    Sweeper sweeper = new Sweeper(durable, keeper, clock);
    sweeper.sweeping.scheduleWithFixedDelay(
        sweeper::look, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
    return sweeper;
  }

  private void look() {
    System.Logger log = System.getLogger(Sweeper.class.getName());
    try {
      sweep()
          .filter(done -> done.runs() + done.messages() > 0)
          .ifPresent(
              done -> log.log(System.Logger.Level.INFO, "removed what is kept no longer: " + done));
    } catch (RuntimeException e) {
      log.log(
          System.Logger.Level.WARNING, "what is kept no longer is not removed: " + e.getMessage());
    }
  }

  /** Removes it; empty when everything is kept for ever. */
  Optional<Thinning.Done> sweep() {
    Map<String, Duration> said = keeper.content().map(WorkspaceContent::retention).orElse(Map.of());
    Thinning.Rule rule =
        new Thinning.Rule(
            Optional.ofNullable(said.get("evidence")), Optional.ofNullable(said.get("messages")));
    if (rule.keepsAll()) {
      return Optional.empty();
    }
    Thinning thinning = new Thinning(durable.store(), durable.keeping());
    return Optional.of(thinning.apply(rule, thinning.plan(rule, clock.instant()), clock.instant()));
  }

  /** The thread, to be ended by whoever ends the store. */
  ExecutorService thread() {
    return sweeping;
  }
}
