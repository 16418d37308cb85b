package dev.holddown.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BehaviourTest {
  @Test
  void a_failing_version_is_well_until_real_traffic_reached_it() {
    Random random = new Random(1);
    Behaviour fails = Behaviour.fails();

    assertThat(IntStream.rangeClosed(1, 60).map(n -> fails.reply(n, random).status()))
        .containsOnly(200);
    long errors =
        IntStream.rangeClosed(61, 1_060)
            .filter(n -> fails.reply(n, random).status() == 500)
            .count();
    assertThat(errors).isBetween(250L, 350L);
  }

  @Test
  void a_good_version_answers_in_a_few_milliseconds() {
    Random random = new Random(1);

    long slow =
        IntStream.range(0, 1_000)
            .filter(n -> Behaviour.good().reply(n, random).latencyMillis() > 10)
            .count();

    assertThat(slow).isBetween(1L, 30L);
  }

  @Test
  void it_is_handed_to_a_process_as_text() {
    assertThat(Behaviour.parse(Behaviour.fails().toString())).isEqualTo(Behaviour.fails());
    assertThat(Behaviour.parse("good")).isEqualTo(Behaviour.good());
    assertThatThrownBy(() -> Behaviour.parse("bad"))
        .hasMessage("a behaviour is good or failing:<healthy requests>:<share>, not bad");
    assertThatThrownBy(() -> new Behaviour(true, -1, 2))
        .hasMessage(
            "a behaviour needs healthy requests ≥ 0 and a share from 0 to 1, not -1 and 2.0");
  }
}
