package dev.holddown.web;

import dev.holddown.engine.port.StoreException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The platform threads that stand at the desk, since it reads the store. Whoever looks cannot keep
 * those waiting who act.
 */
final class DeskThreads implements AutoCloseable {
  static final int LOOKING_THREADS = 8;
  static final int ACTING_THREADS = 16;
  private static final int WAITING_MAX = 256;
  static final int ANSWER_SECONDS_MAX = 40;
  private static final int END_SECONDS_MAX = 5;

  private final ThreadPoolExecutor looking = pool("web-look-", LOOKING_THREADS);
  private final ThreadPoolExecutor acting = pool("web-act-", ACTING_THREADS);

  private static ThreadPoolExecutor pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The answer of somebody who looks. */
  <T> T look(Supplier<T> work) {
    return look(work, ANSWER_SECONDS_MAX);
  }

  /** The same, at most so long. */
  <T> T look(Supplier<T> work, int secondsMax) {
    return look(work, secondsMax, none -> {});
  }

  /** The same; {@code late} gives back what came when nobody waited for it any more. */
  <T> T look(Supplier<T> work, int secondsMax, Consumer<T> late) {
    return on(looking, new Answer<>(work, late), secondsMax);
  }

  /** {@code late} gives back what came when nobody waited for it any more. */
  <T> T look(Supplier<T> work, Consumer<T> late) {
    return look(work, ANSWER_SECONDS_MAX, late);
  }

  /** The answer of somebody who acts. */
  <T> T act(Supplier<T> work) {
    return on(acting, new Answer<>(work, none -> {}), ANSWER_SECONDS_MAX);
  }

  /** What is waited for. Given up before it began, it never begins. */
  private static final class Answer<T> extends FutureTask<T> {
    private final Consumer<T> late;

    private Answer(Supplier<T> work, Consumer<T> late) {
      super(work::get);
      this.late = late;
    }

    /** Nobody waits for it any more, even when it came just now. */
    void giveUp() {
      if (!cancel(false) && state() == State.SUCCESS) {
        late.accept(resultNow());
      }
    }

    @Override
    protected void set(T came) {
      super.set(came);
      if (isCancelled()) {
        late.accept(came);
      }
    }
  }

  private static <T> T on(ThreadPoolExecutor pool, Answer<T> answer, int secondsMax) {
    try {
      pool.execute(answer);
    } catch (RejectedExecutionException e) {
      throw busy("the server has more requests than it can answer; ask again in a second");
    }
    try {
      return answer.get(secondsMax, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.giveUp();
      throw busy(
          "there was no answer for "
              + secondsMax
              + " seconds; see what was done before asking again");
    } catch (InterruptedException e) {
      answer.giveUp();
      Thread.currentThread().interrupt();
      throw busy("the server is ending; see what was done before asking again");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StoreException("the server failed: " + e.getCause(), e);
    }
  }

  private static Problem busy(String sentence) {
    return Problem.of(503, "busy", sentence).header("Retry-After", "1");
  }

  /** Interrupts them, and comes back when they have let go of the store, or after a while. */
  @Override
  public void close() {
    looking.shutdownNow();
    acting.shutdownNow();
    try {
      looking.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS);
      acting.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
