package dev.holddown.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotTextTest {
  private static final String DIGEST = "a".repeat(64);

  private static Map<String, Object> snapshot(int anomalies, String told) {
    List<Map<String, Object>> rows =
        IntStream.range(0, anomalies)
            .<Map<String, Object>>mapToObj(
                i -> Map.of("level", "critical", "title", "Route " + i, "told", told, "penalty", 5))
            .toList();
    return Map.of(
        "title",
        "Mission <Control>",
        "capturedAt",
        "2026-01-31T22:00:00Z",
        "incident",
        Map.of("id", "inc-1", "startedAt", "2026-01-31T21:00:00Z"),
        "health",
        Map.of("formula", "100 − 40 = 60; red below 60", "verdict", "amber"),
        "anomalies",
        rows,
        "monitors",
        rows);
  }

  @Test
  void text_for_slack_is_escaped_and_says_time_incident_and_digest() {
    assertThat(SnapshotText.slack(snapshot(1, "504 & <b>"), DIGEST))
        .isEqualTo(
            """
            *Mission &lt;Control&gt;* 2026-01-31T22:00:00Z
            Incident inc-1, started at 2026-01-31T21:00:00Z.
            Health 100 − 40 = 60; red below 60: amber.
            • critical *Route 0* 504 &amp; &lt;b&gt;
            sha256:\
            """
                + DIGEST);
  }

  @Test
  void text_for_slack_stays_within_its_limit_and_keeps_the_digest() {
    String text = SnapshotText.slack(snapshot(500, "504 ".repeat(200)), DIGEST);
    assertThat(text)
        .hasSizeLessThanOrEqualTo(SnapshotText.SLACK_CHARS_MAX)
        .contains("more lines in the snapshot")
        .endsWith("sha256:" + DIGEST);
  }

  @Test
  void a_cell_of_markdown_cannot_end_its_row() {
    assertThat(SnapshotText.markdown(snapshot(1, "a | b\nc <i>"), DIGEST))
        .contains("| critical | Route 0 | a \\| b c &lt;i> | 5 |  |")
        .contains("Captured at 2026-01-31T22:00:00Z (UTC). sha256:" + DIGEST);
  }
}
