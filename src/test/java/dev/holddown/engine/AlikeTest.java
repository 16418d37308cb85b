package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions that one call answers together. */
class AlikeTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final SharedCalls calls = new SharedCalls();
  private final Provider provider = new Provider();

  /** Answers with what was asked, and notes how many questions each call had. */
  private static final class Provider implements Asking {
    private final List<Integer> sizes = new ArrayList<>();
    private boolean refuses;
    private boolean breaks;

    @Override
    public Optional<Map<String, Object>> common(Question question) {
      return question.args().containsKey("alone")
          ? Optional.empty()
          : Optional.of(Map.of("url", question.args().get("url")));
    }

    @Override
    public Answer ask(Question question) {
      sizes.add(1);
      return answer(question, question.at());
    }

    @Override
    public List<Optional<Answer>> askTogether(List<Question> questions) {
      sizes.add(questions.size());
      if (breaks) {
        throw new IllegalStateException("a fault");
      }
      return refuses
          ? Collections.nCopies(questions.size(), Optional.empty())
          : questions.stream().map(q -> Optional.of(answer(q, questions.getFirst().at()))).toList();
    }

    private static Answer answer(Question question, Instant at) {
      return Answer.of(Map.of("value", question.args().get("name")), 1, at, Proof.none());
    }

    @Override
    public Manual manual() {
      return Manual.of("test.ask", "Echoes.").gives("value", "a name").example("test.ask: {}");
    }
  }

  /** The answer is that of its own question, and no older than it may be. */
  private void asks(String url, String name, long millis) throws InterruptedException {
    Instant now = START.plusMillis(millis);
    Question question = new Question(Map.of("url", url, "name", name), now, EVERY);
    SharedCalls.Taker taker = new SharedCalls.Taker(EVERY, now.minus(EVERY.dividedBy(2)));
    Answer answer = calls.ask("test.ask", provider, question, Duration.ZERO, taker);
    assertThat(answer.result()).containsEntry("value", name);
    assertThat(Duration.between(answer.at(), now)).isBetween(Duration.ZERO, Duration.ofSeconds(1));
  }

  private void round(long millis, int watches) throws InterruptedException {
    for (int i = 0; i < watches; i++) {
      asks("one", "w" + i, millis + i);
    }
  }

  @Test
  void from_the_second_round_on_one_call_answers_all() throws InterruptedException {
    round(0, 50);
    assertThat(provider.sizes).hasSize(50).containsOnly(1);
    provider.sizes.clear();
    round(10_000, 50);
    round(20_000, 50);
    assertThat(provider.sizes).containsExactly(50, 50);
  }

  @Test
  void more_than_a_hundred_take_several_calls() throws InterruptedException {
    round(0, 250);
    provider.sizes.clear();
    round(10_000, 250);
    assertThat(provider.sizes).containsExactly(100, 100, 50);
  }

  @Test
  void other_servers_and_those_that_look_at_other_moments_are_not_taken_along()
      throws InterruptedException {
    asks("one", "a", 0);
    asks("two", "b", 10);
    asks("one", "c", 5_000);
    asks("one", "d", 200);
    provider.sizes.clear();
    asks("one", "a", 10_000);
    asks("two", "b", 10_010);
    asks("one", "d", 10_200);
    asks("one", "c", 15_000);
    assertThat(provider.sizes).as("a with d; b; c").containsExactly(2, 1, 1);
  }

  @Test
  void one_that_nobody_asks_any_more_is_not_asked_for_long() throws InterruptedException {
    round(0, 3);
    round(10_000, 2);
    round(20_000, 2);
    round(30_000, 2);
    assertThat(provider.sizes).containsExactly(1, 1, 1, 3, 3, 2);
  }

  @Test
  void when_the_one_call_is_refused_each_asks_alone_for_a_minute() throws InterruptedException {
    round(0, 3);
    provider.refuses = true;
    provider.sizes.clear();
    round(10_000, 3);
    assertThat(provider.sizes).containsExactly(3, 1, 1, 1);
    provider.refuses = false;
    provider.sizes.clear();
    for (int i = 2; i <= 8; i++) {
      round(i * 10_000L, 3);
    }
    assertThat(provider.sizes.subList(0, 15)).containsOnly(1);
    assertThat(provider.sizes.subList(15, provider.sizes.size())).containsExactly(3, 3);
  }

  @Test
  void a_fault_is_told_to_who_asked_and_the_others_ask_again() throws InterruptedException {
    round(0, 3);
    provider.breaks = true;
    assertThatThrownBy(() -> asks("one", "w0", 10_000)).hasMessage("a fault");
    provider.breaks = false;
    provider.sizes.clear();
    asks("one", "w1", 10_001);
    asks("one", "w2", 10_002);
    assertThat(provider.sizes).as("the first one asks again in ten seconds").containsExactly(2);
  }
}
