package dev.holddown.domain.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown where a name stood. */
class NameMaskTest {
  private final NameMask mask =
      NameMask.of(
          "pepper",
          List.of(hidden(1, "Ann Lee"), hidden(7, "bob"), hidden(9, "z.o.ë@example.com")));

  private static NameMask.Hidden hidden(int number, String name) {
    return new NameMask.Hidden(number, NameMask.hash("pepper", name), NameMask.words(name));
  }

  @Test
  void a_name_is_hidden_wherever_it_stands_as_a_whole() {
    assertThat(mask.shown("bob")).isEqualTo("erased person #7");
    assertThat(mask.shown("signed by Ann  Lee, then Bob's turn; bob."))
        .isEqualTo("signed by erased person #1, then erased person #7's turn; erased person #7.");
    assertThat(mask.shown("(ANN LEE) Z.O.Ë@EXAMPLE.COM.\nperson=bob"))
        .isEqualTo("(erased person #1) erased person #9.\nperson=erased person #7");
    assertThat(mask.touches("bob")).isTrue();
  }

  @Test
  void parts_of_words_and_other_names_stay() {
    String text = "bobsled, Ann, Lee Ann, ann-lee, kebob, rob@bob.example, erased person #7";
    assertThat(mask.shown(text)).isEqualTo(text);
    assertThat(mask.touches(text)).isFalse();
    assertThat(NameMask.nothing().shown("bob")).isEqualTo("bob");
    assertThat(NameMask.nothing().empty()).isTrue();
  }

  @Test
  void without_the_key_the_hash_says_nothing() {
    assertThat(NameMask.hash("pepper", "bob"))
        .isEqualTo(NameMask.hash("pepper", " BOB "))
        .isNotEqualTo(NameMask.hash("salt", "bob"));
    assertThat(NameMask.of("salt", List.of(hidden(7, "bob"))).shown("bob")).isEqualTo("bob");
  }
}
