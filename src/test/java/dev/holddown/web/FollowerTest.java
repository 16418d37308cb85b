package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.view.EventLine;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept for one client. */
class FollowerTest {
  private static Given.Happened happened(String run, long position) {
    return new Given.Happened(
        run,
        new EventLine(
            position, Instant.EPOCH, "ann", "held", new EventLine.Link(position, "Held", "")));
  }

  @Test
  void one_that_takes_too_little_is_late_and_keeps_nothing() throws InterruptedException {
    Follower follower = new Follower(Optional.empty());
    for (int i = 1; i <= Follower.QUEUE_EVENTS_MAX; i++) {
      follower.offer(happened("a", i));
    }
    assertThat(follower.late()).isFalse();
    follower.offer(happened("a", Follower.QUEUE_EVENTS_MAX + 1L));
    assertThat(follower.late()).isTrue();
    assertThat(follower.next(0)).isEmpty();
    follower.offer(happened("a", 2_000));
    assertThat(follower.next(0)).as("nothing after a gap").isEmpty();
  }

  @Test
  void it_takes_only_what_is_about_its_run() throws InterruptedException {
    Follower follower = new Follower(Optional.of("a"));
    follower.offer(happened("b", 1));
    follower.offer(happened("a", 2));
    assertThat(follower.next(0)).contains(happened("a", 2));
    assertThat(follower.next(0)).isEmpty();
    assertThat(follower.late()).isFalse();
  }
}
