package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Token;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Verb;
import dev.holddown.testing.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connector that minds neither its time-out nor an interrupt. */
@Timeout(180)
class BoundedVerbsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  /** Long enough for a busy machine to start a thread in. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Manual MANUAL =
      Manual.of("deaf.verb", "Never comes back.").example("deaf.verb: {}");

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean hangs = true;

  @AfterEach
  void everything_comes_back_at_last() {
    end.countDown();
  }

  private void hang() {
    calls.incrementAndGet();
    boolean waits = hangs;
    while (waits) {
      try {
        end.await();
        waits = false;
      } catch (InterruptedException e) {
        waits = true; // deaf
      }
    }
  }

  private final class Asks implements Asking {
    @Override
    public Manual manual() {
      return MANUAL;
    }

    @Override
    public Answer ask(Question question) {
      hang();
      return Answer.of(Map.of("value", 1L), 1, question.at(), Proof.none());
    }
  }

  private final class Acts implements Acting {
    @Override
    public Manual manual() {
      return MANUAL;
    }

    @Override
    public Deed begin(Operation operation) {
      hang();
      return new Deed.Landed(Map.of(), Proof.none());
    }

    @Override
    public Deed look(Operation operation, String reference) {
      hang();
      return new Deed.Landed(Map.of(), Proof.none());
    }
  }

  private <T extends Verb> T bounded(Class<T> type, T verb) {
    Ports.Verbs one =
        new Ports.Verbs() {
          @Override
          public Optional<Verb> find(String action) {
            return Optional.of(verb);
          }

          @Override
          public List<String> names() {
            return List.of("deaf.verb");
          }
        };
    return type.cast(new BoundedVerbs(one, SHORT).find("deaf.verb").orElseThrow());
  }

  private static Question question() {
    return new Question(Map.of(), NOW, SHORT);
  }

  private static Operation operation() {
    return new Operation("r1/a/1.0.0", new Token(1, 1), Map.of(), NOW, SHORT);
  }

  @Test
  @Covers("I28")
  void a_question_that_never_comes_back_is_an_error_and_the_next_one_is_asked() throws Exception {
    Asking verb = bounded(Asking.class, new Asks());

    Answer answer = verb.ask(question());
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo(
            "deaf.verb did not come back within 2s nor at an interrupt; its thread is given"
                + " up");
    hangs = false;
    assertThat(verb.ask(new Question(Map.of(), NOW, LONG)).result()).containsEntry("value", 1L);
    assertThat(calls).hasValue(2);
  }

  @Test
  @Covers("I04")
  void of_an_act_that_never_comes_back_the_outcome_is_not_known() throws Exception {
    Acting verb = bounded(Acting.class, new Acts());

    assertThat(verb.begin(operation()))
        .isEqualTo(
            new Deed.Unknown(
                "deaf.verb did not come back within 2s nor at an interrupt; its thread is given"
                    + " up; whether it acts is not known",
                Proof.none()));
    assertThat(verb.look(operation(), "ref")).isInstanceOf(Deed.Begun.class);
  }

  @Test
  void only_so_many_threads_are_given_up_and_then_nothing_is_called() throws Exception {
    BoundedCalls few =
        new BoundedCalls(Thread.ofPlatform().daemon(true).name("few-", 0).factory(), SHORT, 2);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      told.add(
          few.call(
              "deaf.verb",
              Duration.ZERO,
              () -> {
                hang();
                return "came back";
              },
              why -> why,
              why -> why));
    }

    assertThat(calls).hasValue(2);
    assertThat(few.givenUp()).isEqualTo(2);
    assertThat(told.getLast())
        .isEqualTo(
            "deaf.verb was not called: 2 calls have not come back and were given up; nothing was"
                + " changed by this one; start Holddown again when the connector is mended");
  }

  @Test
  void where_too_many_hang_an_act_that_was_begun_goes_on_and_a_new_one_is_not_begun()
      throws Exception {
    Acting verb = bounded(Acting.class, new Acts());
    List<Thread> hanging = new ArrayList<>();
    for (int i = 0; i < BoundedVerbs.GIVEN_UP_MAX; i++) {
      hanging.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  verb.begin(operation());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    for (Thread one : hanging) {
      one.join();
    }

    assertThat(verb.begin(operation())).isInstanceOf(Deed.Failed.class);
    assertThat(verb.look(operation(), "ref"))
        .asInstanceOf(InstanceOfAssertFactories.type(Deed.Begun.class))
        .satisfies(begun -> {
          assertThat(begun.reference()).isEqualTo("ref");
          assertThat(begun.proof().response()).startsWith("deaf.verb was not called: 64 calls");
        });
    assertThat(calls).as("neither was called").hasValue(BoundedVerbs.GIVEN_UP_MAX);
  }

  @Test
  void a_call_that_is_stopped_is_interrupted_and_its_caller_goes_on_at_once() throws Exception {
    Asking verb = bounded(Asking.class, new Asks());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> verb.ask(new Question(Map.of(), NOW, Duration.ofHours(1))))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void what_a_connector_throws_is_thrown() {
    BoundedCalls calls = new BoundedCalls(Thread.ofVirtual().factory(), SHORT, 2);

    assertThatThrownBy(() ->
            calls.call(
                "deaf.verb",
                LONG,
                () -> {
                  throw new IllegalStateException("broken inside");
                },
                why -> why,
                why -> why))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken inside");
  }
}
