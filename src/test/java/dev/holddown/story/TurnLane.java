package dev.holddown.story;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/** A lane whose work takes turns with all other work of the story. */
final class TurnLane extends AbstractExecutorService {
  private final Turns turns;

  TurnLane(Turns turns) {
    this.turns = turns;
  }

  /** Cancelled at the next turn, so that no two pieces run at once. */
  private final class Work<T extends @org.jspecify.annotations.Nullable Object>
      extends FutureTask<T> {
    private Optional<Turns.Piece> piece = Optional.empty();

    Work(Callable<T> callable) {
      super(callable);
    }

    @Override
    public boolean cancel(boolean interrupts) {
      boolean cancelled = super.cancel(false);
      if (cancelled && interrupts) {
        piece.ifPresent(turns::interrupt);
      }
      return cancelled;
    }
  }

  @Override
  protected <T extends @org.jspecify.annotations.Nullable Object> RunnableFuture<T> newTaskFor(
      Runnable runnable, T value) {
    return new Work<>(() -> {
      runnable.run();
      return value;
    });
  }

  @Override
  protected <T extends @org.jspecify.annotations.Nullable Object> RunnableFuture<T> newTaskFor(
      Callable<T> callable) {
    return new Work<>(callable);
  }

  @Override
  public void execute(Runnable command) {
    Turns.Piece piece = turns.add(command);
    if (command instanceof Work<?> work) {
      work.piece = Optional.of(piece);
    }
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return turns.isGone();
  }

  @Override
  public boolean isTerminated() {
    return turns.isGone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return turns.isGone();
  }
}
