package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.SettableClock;
import dev.holddown.view.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked at the prompt, and what an answer means. */
class QuestionsTest {
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
  private final Questions questions = new Questions("ann", clock);

  private void seen(Sample sample) {
    questions.seen(sample.view());
    clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void yes_signs_in_the_role_that_is_shown() {
    seen(Sample.waitingForSignature());
    assertThat(questions.prompt())
        .contains("Sign \"Approval\" as ann, approver?  [y]es [n]o [s]kip [l]ater: ");
    Move move = questions.typed("y");
    assertThat(move).isInstanceOf(Move.Do.class);
    Move.Do act = (Move.Do) move;
    assertThat(act.ask().verb()).isEqualTo("sign");
    assertThat(act.ask().args())
        .containsEntry("run", "sample-1")
        .containsEntry("key", "approval")
        .containsEntry("role", "approver")
        .containsEntry("as", "ann");
  }

  @Test
  void no_asks_why_and_declines_with_it() {
    seen(Sample.waitingForSignature());
    questions.typed("n");
    assertThat(questions.prompt()).contains("Why decline? (Enter alone goes back): ");
    Move.Do act = (Move.Do) questions.typed("tests are red");
    assertThat(act.ask().verb()).isEqualTo("decline");
    assertThat(act.ask().args())
        .containsEntry("reason", "tests are red")
        .containsEntry("role", "approver");
  }

  @Test
  void an_empty_reason_goes_back_to_the_question() {
    seen(Sample.waitingForSignature());
    questions.typed("s");
    assertThat(questions.prompt()).contains("Why skip? (Enter alone goes back): ");
    assertThat(questions.typed("")).isEqualTo(new Move.Stay(""));
    assertThat(questions.prompt()).get().asString().startsWith("Sign \"Approval\"");
  }

  @Test
  void later_is_not_asked_again_and_names_the_command() {
    seen(Sample.waitingForSignature());
    assertThat(questions.typed("l"))
        .isEqualTo(new Move.Stay("later: holddown sign sample-1 approval --role approver"));
    seen(Sample.waitingForSignature());
    assertThat(questions.prompt()).isEmpty();
  }

  @Test
  void an_answer_typed_just_as_the_question_changed_is_not_taken() {
    questions.seen(Sample.waitingForSignature().view());
    clock.advance(Duration.ofMillis(200));
    assertThat(questions.typed("y"))
        .isEqualTo(new Move.Stay("\"y\" was not taken: the question had just changed"));
  }

  @Test
  void any_other_word_does_nothing_and_says_so() {
    seen(Sample.waitingForSignature());
    assertThat(questions.typed("sure"))
        .isEqualTo(new Move.Stay("\"sure\" is none of y, n, s, l; nothing was done"));
    assertThat(questions.typed("")).isEqualTo(new Move.Stay(""));
  }

  @Test
  void ctrl_c_asks_what_is_to_become_of_the_run_and_twice_means_leave() {
    seen(Sample.going());
    assertThat(questions.interrupted()).isFalse();
    assertThat(questions.prompt())
        .contains("[l]eave it running, [h]old it, [r]oll it back, or [Enter] to go on watching: ");
    clock.advance(Duration.ofSeconds(1));
    assertThat(questions.interrupted()).isTrue();
    assertThat(questions.typed("l")).isEqualTo(new Move.Leave());
  }

  @Test
  void hold_and_rollback_are_orders_and_enter_goes_on() {
    for (String word : List.of("h", "r")) {
      seen(Sample.going());
      questions.interrupted();
      clock.advance(Duration.ofSeconds(1));
      Move.Do act = (Move.Do) questions.typed(word);
      assertThat(act.ask().verb()).isEqualTo(word.equals("h") ? "hold" : "rollback");
    }
    questions.interrupted();
    clock.advance(Duration.ofSeconds(1));
    assertThat(questions.typed("")).isEqualTo(new Move.Stay(""));
    assertThat(questions.prompt()).isEmpty();
  }

  @Test
  void who_has_signed_is_not_asked_for_another_role() {
    seen(Sample.signedBy("ann"));
    assertThat(questions.prompt()).isEmpty();
    Questions ofBob = new Questions("bob", clock);
    ofBob.seen(Sample.signedBy("ann").view());
    assertThat(ofBob.prompt()).get().asString().contains("as bob, owner?");
  }
}
