package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits in the words of people. */
class ThresholdsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error rate < 0.1%                                | Error rate < 0.1 %",
        "5xx errors > 1% (2 mins)                         | 5xx errors > 1 %, for 2m",
        "P99 latency > 2x baseline (3 min)                | P99 latency > 2 x factor of baseline,"
            + " for 3m",
        "No critical vulnerabilities                      | critical vulnerabilities == 0",
        "Zero 5xx errors                                  | 5xx errors == 0",
        "Queue depth below 1,000                          | Queue depth < 1000",
        "CPU ≤ 70 %                                       | CPU <= 70 %",
        "Memory usage exceeds 90% for 10 minutes          | Memory usage > 90 %, for 10m",
        "Response times within 10% of baseline            | Response times <= 10 % deviation from"
            + " baseline",
        "Coverage is at least 80%                         | Coverage >= 80 %",
        "Throughput: >100 requests/second sustained       | Throughput > 100 requests/second",
        "Error rates exceed 5% increase from baseline     | Error rates > 5 % increase from"
            + " baseline",
        "API returns 5xx errors for >5 minutes            | API returns 5xx errors > 0, for 5m",
        "p95<700ms                                        | p95 < 700 ms",
        "Bundle size: 200-300 KB                          | Bundle size in 200 to 300 KB",
        "No application errors in logs (last 1 hour)      | application errors == 0, for 1h",
        "Uptime 99.9%+                                    | Uptime >= 99.9 %",
        "Lag drops below 5s → resume                      | Lag < 5 s → resume",
        "Five or more users report it                     | users report >= 5",
        "Error rate &gt; 2% over 5m                       | Error rate > 2 %, for 5m",
        "Failures exceed 0.1 percent for 10 consecutive minutes | Failures > 0.1 %, for 10m",
        "Conversion drops > 10%                           | Conversion drops > 10 %",
        "Apdex below 0.85                                 | Apdex < 0.85",
        "Response time: 200ms max                         | Response time <= 200 ms",
        "CPU between 20% and 70%                          | CPU in 20 to 70 %",
        "Target: 99.9% uptime                             | uptime >= 99.9 %",
        "Backups less than 24 hours old                   | Backups < 24 h",
        "Backups are kept (30+ days)                      | Backups are kept >= 30 d",
        "More than 3 customer complaints                  | customer complaints > 3",
        "GET /health returns HTTP 200                     | GET /health returns == 200"
            + " http-status",
      })
  void a_limit_is_read(String words, String limit) {
    assertThat(Read.limits(words)).containsExactly(limit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Roll out to 5 %, then 25 %, then 100 %",
        "Upgrade to version 1.2.3",
        "Monitor for 15 minutes",
        "Notify the team within 24 hours",
        "Run `kubectl get pods --limit 5`",
        "Complete step 3 of 7",
        "Deploy on 2025-10-18",
        "No spike in traffic",
        "Replace <id> with the number",
        "Health check timeout: 300 seconds",
        "List with .limit(200) by page",
        "Built with Vue 3 + TypeScript",
      })
  void a_number_that_limits_nothing_is_none(String words) {
    assertThat(Read.limits(words)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error rate < 0.1%                   | result.value < percent(0.1)",
        "P99 latency > 2x baseline           | result.value > 2.0 * baseline.value",
        "p95 <= 700ms                        | result.value <= ms(700)",
        "Latency within 10% of baseline      | result.value >= baseline.value * (1.0 - percent(10))"
            + " && result.value <= baseline.value * (1.0 + percent(10))",
        "No alarms                           | result.value == 0",
        "p75 latency < 110% of baseline      | result.value < percent(110) * baseline.value",
        "Throughput drops below 90% of baseline | result.value < percent(90) * baseline.value",
        "Errors exceed a 5% increase from baseline | result.value > baseline.value * (1.0 +"
            + " percent(5))",
      })
  void a_limit_has_the_condition_that_would_prove_it(String words, String condition) {
    Limit limit = Read.item("- [ ] " + words).details().limits().getFirst();
    assertThat(LimitText.condition(limit)).isEqualTo(condition);
  }
}
