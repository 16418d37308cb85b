package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any text that a program shows as its metrics. The inputs kept beside this class run with the
 * tests; with {@code JAZZER_FUZZ=1} new ones are looked for.
 */
class ExpositionFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void any_text_is_an_exposition_or_a_fault(FuzzedDataProvider data) {
    Exposition.Format format = data.pickValue(Exposition.Format.values());
    String text = data.consumeRemainingAsString();
    try {
      Exposition read = Exposition.parse(text, format, name -> true);
      assertThat(read.samples()).allSatisfy(sample -> assertThat(sample.line()).isPositive());
    } catch (MetricFault fault) {
      assertThat(fault).hasMessageMatching("(?s).+");
    }
  }
}
