package dev.holddown.conditions;

import static dev.holddown.conditions.Sample.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.ExprCheck;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Declarations that are made once are as good for the hundredth expression as for the first. */
class CheckerTest {
  private static final Map<String, List<String>> NAMES = Map.of("result", List.of());

  private static String what(String source) {
    return String.valueOf(new Cel().check().condition(expr(source), NAMES));
  }

  @Test
  void a_broken_expression_leaves_nothing_behind_for_the_next_one() {
    String before = what("result.a > 1 && result.list.all(x, x.ready)");
    for (int i = 0; i < 5; i++) {
      assertThat(what("result.a + \"x\" > " + i + " && 1 == \"" + i + "\"")).isNotEqualTo("[]");
      assertThat(what("result.list.exists(x, x + true == \"" + i + "\")")).isNotNull();
      assertThat(what("result.a > " + (i + 2) + " && result.list.all(x, x.ready)"))
          .isEqualTo(before);
    }
    assertThat(before).isEqualTo("[]");
  }

  @Test
  void the_sentence_of_a_wrong_type_is_the_same_whatever_was_checked_before() {
    ExprCheck check = new Cel().check();
    List<ExprCheck.Problem> first = check.condition(expr("duration(\"1s\") + 1 == 2"), NAMES);
    check.condition(expr("result.value > 5"), NAMES);
    List<ExprCheck.Problem> again =
        new Cel().check().condition(expr("duration(\"1s\") + 1 == 2"), NAMES);

    assertThat(first).isNotEmpty().isEqualTo(again);
  }

  @Test
  void many_threads_check_at_once() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<String>> checks =
          IntStream.range(0, 200)
              .mapToObj(i ->
                  (Callable<String>)
                      () -> what("result.list.filter(x, x.n > " + i + ").size() == " + i))
              .toList();
      for (Future<String> one : threads.invokeAll(checks)) {
        assertThat(one.get()).isEqualTo("[]");
      }
    }
  }
}
