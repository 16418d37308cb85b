package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work of a library that cannot be given a deadline, on a thread of its own. */
public final class InTime {
  private InTime() {}

  /** Ends the work when its time is over, such as by closing what it reads from. */
  @FunctionalInterface
  public interface Ending {
    void end();
  }

  /**
   * Does the work on a platform thread (native libraries pin others) and waits until the deadline.
   *
   * @param what in the sentence about lateness, such as {@code no TLS answer from a:443}
   * @throws CallRefused that the work threw, or at the deadline, when {@code ending} is called
   * @throws ExecutionException with what else the work threw
   */
  public static <T> T of(String what, Deadline deadline, Callable<T> work, Ending ending)
      throws CallRefused, ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("in-time").start(task);
    boolean done = false;
    try {
      T result = task.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      done = true;
      return result;
    } catch (TimeoutException e) {
      throw new CallRefused(what + " within " + Span.text(deadline.whole()));
    } catch (ExecutionException e) {
      done = true;
      if (e.getCause() instanceof CallRefused refused) {
        throw refused;
      }
      throw e;
    } finally {
      if (!done) {
        ending.end();
        task.cancel(true);
      }
    }
  }
}
