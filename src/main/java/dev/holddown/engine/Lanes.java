package dev.holddown.engine;

import dev.holddown.domain.run.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads of their own for each lane, made in one place; {@code timer} only hands out work. */
public record Lanes(
    ExecutorService rollback,
    ExecutorService forward,
    ExecutorService watch,
    ScheduledExecutorService timer,
    Pause pause) {

  /** Waits between two questions; a test moves its clock instead. */
  public interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  ExecutorService of(Lane lane) {
    return switch (lane) {
      case ROLLBACK -> rollback;
      case WATCH -> watch;
      default -> forward;
    };
  }

  /**
   * Interrupts whoever works in a lane, or in one of those besides, and waits for all of them.
   *
   * @param max how long it waits for each
   * @return whether nobody works any more
   */
  public boolean end(Duration max, ExecutorService... besides) throws InterruptedException {
    List<ExecutorService> all = new ArrayList<>(List.of(timer, forward, watch, rollback));
    all.addAll(List.of(besides));
    all.forEach(ExecutorService::shutdownNow);
    boolean over = true;
    for (ExecutorService one : all) {
      over &= one.awaitTermination(max.toMillis(), TimeUnit.MILLISECONDS);
    }
    return over;
  }
}
