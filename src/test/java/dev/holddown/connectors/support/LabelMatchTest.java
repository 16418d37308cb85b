package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelMatchTest {
  @Test
  void a_label_matches_exactly_or_as_a_whole_by_pattern() throws MetricFault {
    LabelMatch match = LabelMatch.of(Map.of("code", "~5..", "job", "shop"));
    assertThat(match.matches(Map.of("code", "503", "job", "shop"))).isTrue();
    assertThat(match.matches(Map.of("code", "1503", "job", "shop"))).isFalse();
    assertThat(match.matches(Map.of("code", "503", "job", "shops"))).isFalse();
    assertThat(match.matches(Map.of("job", "shop"))).isFalse();
  }

  @Test
  void a_missing_label_is_an_empty_one() throws MetricFault {
    assertThat(LabelMatch.of(Map.of("x", "")).matches(Map.of())).isTrue();
    assertThat(LabelMatch.of(Map.of("x", "~.*")).matches(Map.of())).isTrue();
    assertThat(LabelMatch.of(Map.of()).matches(Map.of("x", "y"))).isTrue();
  }

  @Test
  void a_wrong_pattern_is_told() {
    assertThatThrownBy(() -> LabelMatch.of(Map.of("code", "~5(")))
        .hasMessageStartingWith("the pattern of label code is not a regular expression: ");
    assertThatThrownBy(() -> LabelMatch.of(Map.of("code", "~" + "a".repeat(501))))
        .hasMessage("the pattern of label code has more than 500 characters");
  }

  @Test
  void a_pattern_that_never_ends_is_ended() throws MetricFault {
    LabelMatch match = LabelMatch.of(Map.of("path", "~(a|aa)+b\\1"));
    assertThatThrownBy(() -> match.matches(Map.of("path", "a".repeat(60))))
        .hasMessage(
            "the pattern of label path takes too long on \""
                + "a".repeat(60)
                + "\"; write it without nested repetition");
  }
}
