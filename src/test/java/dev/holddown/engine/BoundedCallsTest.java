package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever ends the calls learns when the last of their threads is gone. */
@Timeout(120)
class BoundedCallsTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  private final BoundedCalls calls =
      new BoundedCalls(Thread.ofPlatform().daemon().factory(), Duration.ZERO, 8);
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  /** Deaf to interrupts until it may end. */
  private String work() {
    working.countDown();
    while (true) {
      try {
        mayEnd.await();
        return "done";
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  @Test
  void a_call_whose_caller_has_gone_is_still_waited_for() throws Exception {
    Thread caller =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                calls.call("deaf.verb", LONG, this::work, why -> why, why -> why);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    working.await();
    caller.interrupt();
    caller.join();

    assertThat(calls.end(Duration.ofMillis(20))).as("its thread is at work").isFalse();
    mayEnd.countDown();
    assertThat(calls.end(LONG)).isTrue();
    assertThat(calls.end(Duration.ZERO)).as("nobody is left").isTrue();
  }

  @Test
  void a_caller_that_was_stopped_before_begins_nothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> calls.call("deaf.verb", LONG, this::work, why -> why, why -> why))
        .isInstanceOf(InterruptedException.class);
    assertThat(working.getCount()).as("not called").isEqualTo(1);
  }
}
