package dev.holddown.engine;

import dev.holddown.domain.kernel.Span;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls that come back in time whatever a connector does: each runs on a thread of its own, which
 * is interrupted and then given up when it returns neither at its time-out nor at the interrupt. So
 * many threads may be given up and no more: past that nothing is called, and it is said.
 */
final class BoundedCalls {
  private static final Duration AFTER_INTERRUPT = Duration.ofMillis(500);

  private final ThreadFactory threads;
  private final Duration grace;
  private final int givenUpMax;
  private final AtomicInteger givenUp = new AtomicInteger();
  private final Set<Call<?>> running = ConcurrentHashMap.newKeySet();

  /** {@code grace}: how long past its time-out a call may take to return by itself. */
  BoundedCalls(ThreadFactory threads, Duration grace, int givenUpMax) {
    this.threads = threads;
    this.grace = grace;
    this.givenUpMax = givenUpMax;
  }

  /** What stands in for an answer, made of a sentence. */
  interface Instead<T> {
    T of(String sentence);
  }

  /**
   * Calls.
   *
   * @param name the verb
   * @param hangs what is returned when the call does not come back
   * @param full what is returned, without a call, when too many have not come back
   * @throws InterruptedException also when the caller was interrupted before, without a call
   */
  <T> T call(String name, Duration timeout, Callable<T> work, Instead<T> hangs, Instead<T> full)
      throws InterruptedException {
    if (givenUp.get() >= givenUpMax) {
      return full.of(
          name
              + " was not called: "
              + givenUpMax
              + " calls have not come back and were given up; nothing was changed by this one;"
              + " start Holddown again when the connector is mended");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException(); // stopped before it began: then it does not begin
    }
    Call<T> call = new Call<>(new FutureTask<>(work));
    running.add(call);
    threads.newThread(call).start();
    try {
      return call.task.get(timeout.plus(grace).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.giveUp();
      boolean ended = call.ended.await(AFTER_INTERRUPT.toMillis(), TimeUnit.MILLISECONDS);
      return hangs.of(
          name
              + " did not come back within "
              + Span.text(timeout)
              + (ended ? " and was interrupted" : " nor at an interrupt; its thread is given up"));
    } catch (InterruptedException e) {
      call.giveUp();
      throw e;
    } catch (ExecutionException e) {
      throw thrown(e);
    }
  }

  private static RuntimeException thrown(ExecutionException e) throws InterruptedException {
    return switch (e.getCause()) {
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException fault -> fault;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e.getCause());
    };
  }

  /**
   * Waits until every thread has come back, those that were given up too.
   *
   * @param max how long it waits for each
   * @return false when one did not
   */
  boolean end(Duration max) throws InterruptedException {
    for (Call<?> call : running) {
      if (!call.ended.await(max.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  /** How many threads are given up just now. */
  int givenUp() {
    return givenUp.get();
  }

  private final class Call<T> implements Runnable {
    private final FutureTask<T> task;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean over;
    private boolean counted;

    Call(FutureTask<T> task) {
      this.task = task;
    }

    @Override
    public void run() {
      task.run();
      running.remove(this);
      ended.countDown();
      end();
    }

    void giveUp() {
      task.cancel(true);
      synchronized (this) {
        if (!over) {
          counted = true;
          givenUp.incrementAndGet();
        }
      }
    }

    private synchronized void end() {
      over = true;
      if (counted) {
        givenUp.decrementAndGet();
      }
    }
  }
}
