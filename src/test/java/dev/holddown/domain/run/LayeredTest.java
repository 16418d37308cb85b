package dev.holddown.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayeredTest {
  @Test
  void it_is_a_map_in_the_order_of_insertion_and_copies_do_not_change_each_other() {
    SplittableRandom random = new SplittableRandom(7);
    Layered<Integer> map = new Layered<>();
    Map<String, Integer> plain = new LinkedHashMap<>();
    List<Layered<Integer>> copies = new ArrayList<>();
    List<Map<String, Integer>> then = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String key = "k" + random.nextInt(300);
      assertThat(map.put(key, i)).isEqualTo(plain.put(key, i));
      if (random.nextInt(5) == 0) {
        copies.add(map);
        then.add(new LinkedHashMap<>(plain));
        map = map.copy();
      }
    }

    assertThat(List.copyOf(map.entrySet())).isEqualTo(List.copyOf(plain.entrySet()));
    for (int i = 0; i < copies.size(); i++) {
      assertThat(copies.get(i)).hasSameSizeAs(then.get(i));
      assertThat(List.copyOf(copies.get(i).entrySet()))
          .isEqualTo(List.copyOf(then.get(i).entrySet()));
    }
  }

  @Test
  void what_is_not_there_is_not_found() {
    Layered<String> map = new Layered<>();
    map.put("a", "1");

    assertThat(map.get("b")).isNull();
    assertThat(map.containsKey("a")).isTrue();
    assertThat(map.getOrDefault("b", "2")).isEqualTo("2");
  }
}
