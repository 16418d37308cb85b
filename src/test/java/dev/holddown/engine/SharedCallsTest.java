package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedCallsTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int WAIT_SECONDS_MAX = 30;

  private final SharedCalls calls = new SharedCalls();
  private final Provider provider = new Provider();

  /** Counts, and answers with the number of the call; one name hangs until it is let go. */
  private static final class Provider implements Asking {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean broken;

    @Override
    public Answer ask(Question question) throws InterruptedException {
      int number = asked.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("no such series");
      }
      if ("hanging".equals(question.args().get("name")) && number == 1) {
        hangs.countDown();
        goOn.await();
      }
      return Answer.of(Map.of("value", number), 1, question.at(), Proof.none());
    }

    @Override
    public Manual manual() {
      return Manual.of("test.ask", "Counts.").gives("value", "a number").example("test.ask: {}");
    }
  }

  private Object asks(Object name, Duration after, SharedCalls.Taker taker)
      throws InterruptedException {
    Question question = new Question(Map.of("name", name), START.plus(after), EVERY);
    Answer answer = calls.ask("test.ask", provider, question, Duration.ZERO, taker);
    return answer.result().getOrDefault("value", "none");
  }

  private static SharedCalls.Taker taker(Duration every) {
    return new SharedCalls.Taker(every, Instant.EPOCH);
  }

  @Test
  void an_answer_is_taken_by_all_who_ask_the_same_within_a_tenth_of_their_interval()
      throws InterruptedException {
    assertThat(asks("a", Duration.ZERO, taker(EVERY))).isEqualTo(1);
    assertThat(asks("a", Duration.ofMillis(1_000), taker(EVERY))).isEqualTo(1);
    assertThat(asks("a", Duration.ofMillis(1_000), taker(Duration.ofSeconds(1))))
        .as("older than a tenth of one second")
        .isEqualTo(2);
    assertThat(asks("a", Duration.ofMillis(2_001), taker(Duration.ofHours(1))))
        .as("never older than a second")
        .isEqualTo(3);
  }

  @Test
  void what_differs_in_an_argument_or_asks_about_another_moment_is_asked_alone()
      throws InterruptedException {
    assertThat(asks("a", Duration.ZERO, taker(EVERY))).isEqualTo(1);
    assertThat(asks("b", Duration.ZERO, taker(EVERY))).isEqualTo(2);
    assertThat(asks(1L, Duration.ZERO, taker(EVERY))).isEqualTo(3);
    Duration ago = Duration.ofMinutes(5);
    Question then = new Question(Map.of("name", "a"), START.minus(ago), EVERY);
    assertThat(calls.ask("test.ask", provider, then, ago, taker(EVERY)).at())
        .isEqualTo(START.minus(ago));
    Question hurried = new Question(Map.of("name", "a"), START, Duration.ofSeconds(1));
    calls.ask("test.ask", provider, hurried, Duration.ZERO, taker(EVERY));
    calls.ask("other.ask", provider, hurried, Duration.ZERO, taker(EVERY));
    assertThat(provider.asked).hasValue(6);
  }

  @Test
  void secrets_are_the_same_when_their_values_are() throws InterruptedException {
    assertThat(asks(new Secret("token", "one"), Duration.ZERO, taker(EVERY))).isEqualTo(1);
    assertThat(asks(new Secret("token", "one"), Duration.ZERO, taker(EVERY))).isEqualTo(1);
    assertThat(asks(new Secret("token", "two"), Duration.ZERO, taker(EVERY))).isEqualTo(2);
  }

  @Test
  void an_answer_that_a_watch_has_seen_or_that_is_older_than_its_arming_is_not_taken()
      throws InterruptedException {
    assertThat(asks("a", Duration.ZERO, taker(EVERY))).isEqualTo(1);
    assertThat(asks("a", Duration.ofMillis(10), new SharedCalls.Taker(EVERY, START))).isEqualTo(2);
  }

  @Test
  void a_fault_is_the_fault_of_each_and_is_not_asked_for_again() throws InterruptedException {
    provider.broken = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> asks("a", Duration.ZERO, taker(EVERY)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no such series");
    }
    assertThat(provider.asked).hasValue(1);
  }

  @Test
  void a_slow_call_delays_only_those_that_share_it() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> first = threads.submit(() -> asks("hanging", Duration.ZERO, taker(EVERY)));
      assertThat(provider.hangs.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      Future<Object> joins = threads.submit(() -> asks("hanging", Duration.ZERO, taker(EVERY)));

      assertThat(asks("quick", Duration.ZERO, taker(EVERY))).isEqualTo(2);
      assertThat(first.isDone() || joins.isDone()).isFalse();
      provider.goOn.countDown();
      assertThat(first.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(joins.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void when_the_one_that_asks_is_stopped_another_one_asks() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> first = threads.submit(() -> asks("hanging", Duration.ZERO, taker(EVERY)));
      assertThat(provider.hangs.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      Future<Object> joins = threads.submit(() -> asks("hanging", Duration.ZERO, taker(EVERY)));
      first.cancel(true);
      assertThat(joins.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }
}
