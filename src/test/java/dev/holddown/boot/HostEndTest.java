package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Home;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is closed lets go of its folder only when nobody works in it any more. */
class HostEndTest {
  private static final Duration LINGERS = Duration.ofMillis(300);

  @TempDir Path folder;

  @Test
  void somebody_who_still_writes_is_waited_for_before_the_folder_is_free() throws Exception {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Parts parts = new Parts(nowhere, folder, Map.of());
    Host host = Host.open(Home.of(folder.resolve("data")), parts, Map.of());
    Thread closing = Thread.ofPlatform().unstarted(host::close);
    CountDownLatch looking = new CountDownLatch(1);
    CompletableFuture<Boolean> closedMeanwhile = new CompletableFuture<>();
    host.watch(() -> {
      looking.countDown();
      closedMeanwhile.complete(interruptedAndThenGone(closing));
      return List.of();
    });

    assertThat(looking.await(60, TimeUnit.SECONDS)).isTrue();
    closing.start();

    assertThat(closedMeanwhile.get(60, TimeUnit.SECONDS))
        .as("the folder was let go while a thread of the engine was at work")
        .isFalse();
    assertThat(closing.join(Duration.ofSeconds(60))).isTrue();
  }

  /** Works until it is interrupted and then a while longer; whether the engine was gone by then. */
  private static boolean interruptedAndThenGone(Thread closing) {
    try {
      new CountDownLatch(1).await();
      return true;
    } catch (InterruptedException e) {
      try {
        return closing.join(LINGERS);
      } catch (InterruptedException again) {
        return true;
      }
    }
  }
}
