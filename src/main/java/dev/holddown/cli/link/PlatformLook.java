package dev.holddown.cli.link;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A look into the store for whoever asks on a virtual thread: the store refuses those, since its
 * busy wait would pin their carrier.
 */
final class PlatformLook {
  private PlatformLook() {}

  /**
   * What the look gives.
   *
   * @throws IllegalStateException when it fails, or the asker is interrupted
   */
  static <T> T of(Supplier<T> look) {
    if (!Thread.currentThread().isVirtual()) {
      return look.get();
    }
    FutureTask<T> task = new FutureTask<>(look::get);
    Thread.ofPlatform().daemon().name("look").start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped on the way", e);
    }
  }
}
