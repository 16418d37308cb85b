package dev.holddown.engine;

import dev.holddown.domain.run.Lane;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

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
}
