package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.access.Rights;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an answer that nobody waits for any more. */
class DeskThreadsTest {
  private static final Caller ANN = new Caller("ann", Rights.all(), new Caller.ByToken("t1"));

  private final DeskThreads threads = new DeskThreads();
  private final StreamSeats seats = new StreamSeats(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger taken = new AtomicInteger();

  @AfterEach
  void end() {
    released.countDown();
    threads.close();
  }

  private void waits() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As the handler of a stream does it. */
  private Reply seated() {
    StreamSeats.Seat seat = seats.take(ANN);
    taken.incrementAndGet();
    return new Reply.Stream(out -> seat.close(), seat::close);
  }

  private void gaveUp(Supplier<Reply> work, int seconds) {
    assertThatThrownBy(() -> threads.look(work, seconds, Reply::drop))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "there was no answer for "
                + seconds
                + " seconds; see what was done before asking again");
  }

  @Test
  void what_was_given_up_while_it_waited_for_a_thread_never_begins() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(DeskThreads.LOOKING_THREADS);
    for (int i = 0; i < DeskThreads.LOOKING_THREADS; i++) {
      Thread.ofVirtual()
          .start(() ->
              threads.look(() -> {
                busy.countDown();
                waits();
                return true;
              }));
    }
    busy.await();
    gaveUp(this::seated, 1);
    released.countDown();
    // More than there are threads: all that waited before them has had its turn.
    for (int i = 0; i < DeskThreads.LOOKING_THREADS + 1; i++) {
      assertThat(threads.look(() -> true)).isTrue();
    }
    assertThat(taken).hasValue(0);
    seats.take(ANN).close();
  }

  @Test
  void what_comes_too_late_gives_back_its_seat() throws InterruptedException {
    CountDownLatch back = new CountDownLatch(1);
    assertThatThrownBy(() ->
            threads.look(
                () -> {
                  waits();
                  return seated();
                },
                1,
                reply -> {
                  reply.drop();
                  back.countDown();
                }))
        .isInstanceOf(Problem.class);
    released.countDown();
    assertThat(back.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(taken).hasValue(1);
    seats.take(ANN).close();
  }

  @Test
  void what_comes_in_time_keeps_its_seat() {
    assertThat(threads.look(this::seated, 10, Reply::drop)).isInstanceOf(Reply.Stream.class);
    assertThatThrownBy(() -> seats.take(ANN)).isInstanceOf(Problem.class);
  }
}
