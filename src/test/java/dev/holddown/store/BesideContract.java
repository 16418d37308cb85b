package dev.holddown.store;

import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.people.NameMask;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.ErasedNames;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.KeptAnswers;
import dev.holddown.engine.port.Retention.Tombstone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every SQL store keeps beside its log, and keeps when it is opened anew. */
abstract class BesideContract {
  /** A store that is open, with what it keeps. */
  record Open(SqlEventStore store, Keeping keeping, Runnable end) {}

  private Open now;

  /** Opens the same store anew each time. */
  abstract Open open();

  @BeforeEach
  void open_it() {
    now = open();
  }

  @AfterEach
  void close_it() {
    now.end().run();
  }

  private Keeping anew() {
    now.end().run();
    now = open();
    return now.keeping();
  }

  @Test
  void a_key_is_taken_once_and_tells_its_answer_after_the_store_is_opened_anew() {
    KeptAnswers answers = now.keeping().answers();
    assertThat(answers.take("k", "request", T)).isEmpty();
    assertThat(answers.take("k", "other", T.plusSeconds(1)))
        .contains(new KeptAnswers.Held("request", T, Optional.empty()));

    answers.answer("k", "{\"status\": 201}");
    assertThat(anew().answers().take("k", "request", T.plusSeconds(2)))
        .contains(new KeptAnswers.Held("request", T, Optional.of("{\"status\": 201}")));
  }

  @Test
  void a_key_that_is_given_back_is_free_and_one_with_an_answer_stays() {
    KeptAnswers answers = now.keeping().answers();
    answers.take("k", "request", T);
    answers.giveBack("k");
    assertThat(answers.take("k", "request", T)).isEmpty();
    answers.answer("k", "done");
    answers.giveBack("k");
    assertThat(answers.take("k", "request", T)).isPresent();
  }

  @Test
  void answers_are_forgotten_after_a_day() {
    KeptAnswers answers = now.keeping().answers();
    answers.take("old", "request", T);
    assertThat(answers.take("new", "request", T.plus(KeptAnswers.AGE_MAX).plusSeconds(1)))
        .isEmpty();
    assertThat(answers.take("old", "request", T.plus(KeptAnswers.AGE_MAX).plusSeconds(1)))
        .as("free again")
        .isEmpty();
    assertThat(now.keeping().retention().dropAnswers(T.plusSeconds(1_000_000))).isEqualTo(2);
  }

  @Test
  void bytes_that_were_removed_leave_a_stone_and_come_back_when_they_are_put_again() {
    Keeping keeping = now.keeping();
    Digest digest = keeping.blobs().put("evidence".getBytes(StandardCharsets.UTF_8));
    assertThat(keeping.blobs().size(digest)).hasValue(8);
    assertThat(keeping.blobs().remove(digest, Duration.ofHours(1)))
        .as("put a moment ago")
        .isFalse();
    keeping.retention().bury(List.of(new Tombstone(digest, T, "older than 30 days")));
    assertThat(keeping.blobs().remove(digest, Duration.ofSeconds(-60))).isTrue();
    assertThat(keeping.blobs().get(digest)).isEmpty();
    assertThat(keeping.blobs().size(digest)).isEmpty();
    assertThat(keeping.blobs().remove(digest, Duration.ofSeconds(-60))).isFalse();

    assertThat(anew().retention().tombstone(digest))
        .contains(new Tombstone(digest, T, "older than 30 days"));
    now.keeping().blobs().put("evidence".getBytes(StandardCharsets.UTF_8));
    assertThat(now.keeping().blobs().get(digest)).isPresent();
  }

  @Test
  void a_run_is_thinned_of_its_samples_and_of_no_event() {
    keep(now.store(), append("r-1", 0, 3));
    keep(now.store(), append("r-2", 0, 2));
    now.store().keep(List.of(sample("r-1", "w", 0, 1.0), sample("r-2", "w", 0, 1.0)));
    assertThat(now.keeping().retention().samples(List.of("r-1", "r-2"))).isEqualTo(2);

    now.keeping().retention().thin(List.of("r-1"), T);

    assertThat(now.store().latest("r-1")).isEmpty();
    assertThat(now.store().latest("r-2")).hasSize(1);
    assertThat(now.store().read("r-1")).hasSize(3);
    assertThat(now.store().verify().firstBad()).isEmpty();
    assertThat(anew().retention().thinned()).containsExactly("r-1");
  }

  @Test
  void an_erased_name_keeps_its_number() {
    ErasedNames names = now.keeping().erased();
    assertThat(names.key()).isEmpty();
    assertThat(names.mask().empty()).isTrue();
    assertThat(names.key(() -> "first")).isEqualTo("first");
    assertThat(names.key(() -> "second")).isEqualTo("first");
    assertThat(names.add("aa", 1, T).number()).isEqualTo(1);
    assertThat(names.add("bb", 2, T).number()).isEqualTo(2);
    assertThat(names.add("aa", 1, T.plusSeconds(9))).isEqualTo(names.all().getFirst());
    assertThat(anew().erased().add("cc", 1, T).number()).isEqualTo(3);
    assertThat(now.keeping().erased().all())
        .extracting(ErasedNames.Erased::number)
        .containsExactly(1, 2, 3);
  }

  @Test
  void what_was_told_with_a_text_in_it_is_dropped() {
    KeptAnswers answers = now.keeping().answers();
    answers.take("a", "request", T);
    answers.answer("a", "signed by Ann_1 Lee");
    answers.take("b", "request", T);
    answers.answer("b", "signed by AnnX1 Lee");
    now.keeping().retention().dropTold("ann_1 lee");
    assertThat(answers.take("a", "request", T)).isEmpty();
    assertThat(answers.take("b", "request", T)).isPresent();
  }

  @Test
  void events_are_shown_without_a_name_that_was_erased_and_stay_as_they_are() {
    Entry signed =
        new Entry(
            T,
            Actor.person("Ann Lee"),
            new RunEvent.Signed(
                "approve/ann",
                "approver",
                "Ann Lee",
                "0".repeat(64),
                "asked ann lee, who said yes.",
                Map.of("by", "Ann Lee", "n", "3"),
                "phone"));
    keep(
        now.store(),
        new EventStore.Append(
            "r-1",
            0,
            List.of(signed),
            Given.row("r-1", "ACTIVE", T, 1),
            Optional.empty(),
            List.of()));
    ErasedNames names = now.keeping().erased();
    String key = names.key(() -> "pepper");
    names.add(NameMask.hash(key, "Ann Lee"), 2, T);
    names.add(NameMask.hash(key, "approve/ann"), 1, T);

    EventStore shown = now.store().shown();
    Entry seen = shown.read("r-1").getFirst().entry();
    assertThat(seen.actor()).isEqualTo(Actor.person("erased person #1"));
    assertThat(seen.event())
        .isEqualTo(
            new RunEvent.Signed(
                "approve/ann",
                "approver",
                "erased person #1",
                "0".repeat(64),
                "asked erased person #1, who said yes.",
                Map.of("by", "erased person #1", "n", "3"),
                "phone"));
    assertThat(now.store().read("r-1").getFirst().entry()).as("the log itself").isEqualTo(signed);
    assertThat(shown.read("r-1").getFirst().hash())
        .isEqualTo(now.store().read("r-1").getFirst().hash());
    assertThat(shown.verify().firstBad()).isEmpty();
  }
}
