package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small readers of words: nearest word, duration, id, dotted names. */
class WordsTest {
  @Test
  void the_nearest_word_counts_letters_added_dropped_changed_and_swapped() {
    assertThat(Nearest.distance("expct", "expect")).isEqualTo(1);
    assertThat(Nearest.distance("slwo", "slow")).isEqualTo(1);
    assertThat(Nearest.to("expct", List.of("warn", "expect"))).contains("expect");
    assertThat(Nearest.to("colour", List.of("warn", "expect"))).isEmpty();
    assertThat(Nearest.cure("colour", List.of("warn", "expect")))
        .isEqualTo("known here: expect, warn");
  }

  @Test
  void durations_have_units_from_large_to_small() {
    assertThat(Spans.read("1h30m")).contains(Duration.ofMinutes(90));
    assertThat(Spans.read("500ms")).contains(Duration.ofMillis(500));
    assertThat(Spans.read("7d")).contains(Duration.ofDays(7));
    assertThat(Spans.read("0s")).contains(Duration.ZERO);
    for (String wrong : List.of("", "30", "30m1h", "1.5h", "-1s", "1 h", "99999999d", "h")) {
      assertThat(Spans.read(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void an_id_is_never_empty_and_never_too_long() {
    assertThat(Ids.from("Point the alias back!")).isEqualTo("point_the_alias_back");
    assertThat(Ids.from("???")).isEqualTo("item");
    assertThat(Ids.from("x".repeat(200))).hasSize(60);
  }

  @Test
  void dotted_names_are_found_outside_strings_and_behind_no_call() {
    assertThat(
            CelPaths.of(
                    "targets.web.url == 'a.b' && f(x.y).z.w > 1e5 || r\"c\\\" != saved.q // n.m")
                .stream()
                .map(path -> String.join(".", path.words()))
                .toList())
        .containsExactly("targets.web.url", "f", "x.y", "saved.q");
    assertThat(CelPaths.of("result.rows.exists(n, n.id == 1)").getFirst().fields())
        .containsExactly("rows");
  }
}
