package dev.holddown.conditions;

import dev.holddown.testing.RealTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Measures what a judgement costs: run by hand, since a busy machine would make a test lie. */
final class JudgeCost {
  private static final int ROUNDS = 200_000;
  private static final LongSupplier NANOS = RealTime.nanos();

  private JudgeCost() {}

  public static void main(String[] args) {
    long begun = NANOS.getAsLong();
    Cel cel = new Cel();
    Map<String, Object> scope = new LinkedHashMap<>(Sample.scope());
    cel.judge(Sample.expr("result.value > 0.01"), scope);
    System.out.printf(
        "first judgement, CEL loaded: %d ms%n", (NANOS.getAsLong() - begun) / 1_000_000);
    begun = NANOS.getAsLong();
    for (int i = 0; i < 500; i++) {
      cel.judge(Sample.expr("result.value > 2.0 * baseline.value + " + i), scope);
    }
    System.out.printf("compiled and judged: %d us%n", (NANOS.getAsLong() - begun) / 500_000);
    for (String source :
        List.of(
            "result.value > 0.01",
            "result.value > 2.0 * baseline.value && result.status == 200",
            "result.items.exists(i, i.name == \"b\" && i.n > 1)",
            "result.missing == 1",
            "result.text > 5")) {
      for (int round = 0; round < 3; round++) {
        begun = NANOS.getAsLong();
        for (int i = 0; i < ROUNDS; i++) {
          cel.judge(Sample.expr(source), scope);
        }
      }
      System.out.printf("%6d ns  %s%n", (NANOS.getAsLong() - begun) / ROUNDS, source);
    }
  }
}
