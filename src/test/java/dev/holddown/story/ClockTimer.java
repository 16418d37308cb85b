package dev.holddown.story;

import dev.holddown.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Work at a fixed rate, driven by the story's clock. */
final class ClockTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final SettableClock clock;
  private final List<Ticking> tickings = new ArrayList<>();

  ClockTimer(SettableClock clock) {
    this.clock = clock;
  }

  /** One piece of work and when it is due next. */
  private final class Ticking implements ScheduledFuture<Object> {
    private final Runnable work;
    private final Duration every;
    private Instant due;
    private boolean cancelled;

    Ticking(Runnable work, Instant due, Duration every) {
      this.work = work;
      this.due = due;
      this.every = every;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(clock.instant(), due));
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean cancel(boolean interrupts) {
      cancelled = true;
      tickings.remove(this);
      return true;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public boolean isDone() {
      return cancelled;
    }

    @Override
    public Object get() {
      throw new UnsupportedOperationException("it never ends");
    }

    @Override
    public Object get(long timeout, TimeUnit unit) {
      return get();
    }
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    Duration every = Duration.of(period, unit.toChronoUnit());
    Instant first = clock.instant().plus(initialDelay, unit.toChronoUnit());
    Ticking ticking = new Ticking(work, first, every);
    tickings.add(ticking);
    return ticking;
  }

  /** When something is due next. */
  Optional<Instant> next() {
    return tickings.stream().map(t -> t.due).min(Comparator.naturalOrder());
  }

  /** Does what is due now. */
  void due() {
    for (Ticking ticking : List.copyOf(tickings)) {
      if (!ticking.cancelled && !ticking.due.isAfter(clock.instant())) {
        ticking.due = ticking.due.plus(ticking.every);
        ticking.work.run();
      }
    }
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("no work of the engine asks for this");
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("no work of the engine asks for this");
  }

  @Override
  public <V extends @org.jspecify.annotations.Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("no work of the engine asks for this");
  }

  @Override
  public void execute(Runnable command) {
    throw new UnsupportedOperationException("the timer only hands out work");
  }

  @Override
  public void shutdown() {
    tickings.clear();
  }

  @Override
  public List<Runnable> shutdownNow() {
    tickings.clear();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
