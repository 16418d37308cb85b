package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.holddown.conditions.Cel;
import dev.holddown.domain.playbook.Input;
import dev.holddown.domain.playbook.Place;
import java.util.List;
import java.util.Optional;

/**
 * Any bytes as a playbook, any text as an input. The inputs kept beside this class run with the
 * tests; with {@code JAZZER_FUZZ=1} new ones are looked for.
 */
class ReaderFuzzTest {
  private static final PlaybookReader READER =
      PlaybookReader.of(KnownVerbs.all(), new Cel().check());

  @FuzzTest(maxDuration = "60s")
  void any_playbook_is_read_or_refused_with_sentences(byte[] bytes) {
    for (Reading reading : READER.readPack("p.yaml", bytes)) {
      assertThat(reading.problems())
          .allSatisfy(problem -> {
            assertThat(problem.place().line()).isPositive();
            assertThat(problem.what()).isNotBlank();
            assertThat(Invisible.first(problem.what() + problem.cure())).isNegative();
          });
      assertThat(reading.playbook().isPresent() && !reading.sound()).isFalse();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void any_input_is_taken_or_refused_with_a_sentence(FuzzedDataProvider data) {
    Input.Type type = data.pickValue(Input.Type.values());
    String text = data.consumeRemainingAsString();
    Input input =
        new Input("x", type, List.of(), Optional.empty(), Optional.empty(), "", Place.none());
    InputReader.Given given = InputReader.read(List.of(input), List.of("x=" + text));
    assertThat(given.values().containsKey("x")).isEqualTo(given.problems().isEmpty());
    assertThat(given.problems()).allSatisfy(line -> assertThat(Invisible.first(line)).isNegative());
  }
}
