package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private static final String METRICS =
      """
      metrics:
        p99: {each: {target: targets}, prometheus.query: {url: x, query: up}, unit: s,
          baseline: {frozen: start, over: 1h}}
      """;

  private static String with(String watches) {
    return Written.HEAD
        + METRICS
        + "watches:\n"
        + watches.indent(2)
        + Written.STAGES
        + Written.ROLLBACK;
  }

  private static Watch watch(String watch) {
    Playbook playbook = Written.playbook(with(watch));
    return playbook.watches().getFirst();
  }

  private static List<String> of(String watches) {
    return Written.bare(Written.problems(with(watches)));
  }

  @Test
  void a_plain_watch_has_one_level_and_the_usual_pace() {
    Watch watch =
        watch(
            "- {watch: Slow, metric: p99, breach: result.value > each.target.limit, for: 2m, then:"
                + " rollback}");

    assertThat(watch.id()).isEqualTo("slow");
    assertThat(watch.source()).isEqualTo(new Watch.Source.OfMetric("p99"));
    assertThat(watch.levels()).singleElement().extracting(Watch.Level::name).isEqualTo("breach");
    assertThat(watch.pace())
        .isEqualTo(
            new Watch.Pace(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Watch.Policy.hold(),
                Watch.Policy.hold()));
  }

  @Test
  void levels_deeds_and_policies_are_read() {
    Watch watch =
        watch(
            """
            - watch: Errors
              http.get: {url: "http://x"}
              every: 2s
              on-error: {hold: 30m, then: propose}
              no-data: breach
              levels:
                - {level: warn, breach: result.status > 1, for: 5m, then: {notify: "slack:#ops"}}
                - {level: critical,
                  breach: result.status > 2, for: 0s,
                   then: [{page: [a, b]}, {after: 5m, do: propose}]}
            """);

    assertThat(watch.pace().maxGap()).isEqualTo(Duration.ofSeconds(6));
    assertThat(watch.pace().noData().breach()).isTrue();
    assertThat(watch.pace().onError().holdMax()).isEqualTo(Duration.ofMinutes(30));
    assertThat(watch.levels().get(1).then())
        .containsExactly(
            new Watch.Then(Watch.Then.Deed.PAGE, List.of("a", "b"), Duration.ZERO),
            new Watch.Then(Watch.Then.Deed.PROPOSE, List.of(), Duration.ofMinutes(5)));
  }

  @Test
  void a_watch_samples_one_thing_and_says_for_how_long_a_breach_must_last() {
    assertThat(
            of(
                """
                - {watch: A, breach: result.value > 1, for: 1m, then: rollback}
                - {watch: B, metric: p99, breach: result.value > 1, then: rollback}
                - {watch: C, metric: p99, for: 1m, then: rollback}
                - {watch: D, declare: {role: lead}}
                """))
        .containsExactly(
            "the watch \"A\" must sample exactly one thing; give it metric:, an action of its own,"
                + " or declare: {role: …}",
            "a watch needs `for`; say how long it must last, such as for: 2m; for: 0s is at once",
            "a watch needs `breach`; say with a condition on result what a breach is",
            "a watch that a person pulls needs `then`; write then: rollback");
  }

  @Test
  void a_pace_that_cannot_work_is_refused() {
    assertThat(
            of(
                """
                - {watch: A, metric: p99,
                  breach: result.value > 1, for: 1m, every: 100ms, then: rollback}
                - {watch: B, metric: p99,
                  breach: result.value > 1, for: 1m, max-gap: 5s, then: rollback}
                - {watch: C, metric: p99,
                  breach: result.value > 1, for: 1m, timeout: 1h, then: rollback}
                - {watch: D, metric: p99,
                  breach: result.value > 1, for: 1m, no-data: ignore, then: rollback}
                """))
        .containsExactly(
            "`every` of a watch must be at least 1s; write every: 10s",
            "`max-gap` is shorter than `every`: no time would ever count; leave it out for 3 ×"
                + " every",
            "`timeout` must be from 100ms to 10m",
            "`no-data: ignore` is not known; known here: breach, hold");
  }

  @Test
  void what_a_watch_does_must_be_known_and_possible() {
    assertThat(
            of(
                """
                - {watch: A, metric: p99, breach: result.value > 1, for: 1m, then: rollbak}
                - {watch: B, metric: p99, breach: result.value > 1, for: 1m, then: page}
                - {watch: C, metric: p99, breach: result.value > 1, for: 1m, then: {notify: ops}}
                - {watch: D, metric: p99, breach: result.value > 1, for: 1m, then: {runbook: x}}
                - {watch: E, metric: p99, levels: [{level: fatal,
                  breach: result.value > 1, for: 1m}], then: rollback}
                """))
        .containsExactly(
            "`then: rollbak` is not known; did you mean rollback?",
            "`then: page` is not known; say whom: {page: on_call}",
            "`ops` is not an address; write kind:address, such as slack:#releases, role:approver or"
                + " file:release.log",
            "runbook x is not there: it needs a playbook `x` in a file beside this"
                + " one; put it there, or correct its id",
            "`level: fatal` is not known; known here: critical, warn",
            "`then` stands beside `levels`; move it into a level");
  }

  @Test
  void a_watch_that_does_nothing_for_nobody_is_refused() {
    assertThat(of("- {watch: A, metric: p99, breach: result.value > 1, for: 1m}\n"))
        .containsExactly(
            "the watch `a` does nothing: it has no `then`, and no rollout or hold names it; add"
                + " then:, or name it in watch: of a rollout or hold");
  }

  @Test
  void a_moment_must_exist() {
    assertThat(
            of(
                """
                - {watch: A, metric: p99, armed: befor .. end,
                  breach: result.value > 1, for: 1m, then: rollback}
                - {watch: B, metric: p99, armed: before,
                  breach: result.value > 1, for: 1m, then: rollback}
                - {watch: C, metric: p99, armed: before + 5 .. end,
                  breach: result.value > 1, for: 1m, then: rollback}
                - {watch: D, metric: p99, armed: back .. end,
                  breach: result.value > 1, for: 1m, then: rollback}
                """))
        .containsExactly(
            "there is no stage, item or phase `befor`; did you mean before?",
            "`armed: before` does not say from when to when; write armed: canary .. end",
            "`5` in armed is not a duration; give it a unit, such as 5s, 5m or 5h");
  }

  @Test
  void a_baseline_is_known_only_where_there_is_one() {
    assertThat(
            of(
                """
                - {watch: A, http.get: {url: x},
                  breach: result.status > baseline.value, for: 1m, then: rollback}
                - {watch: B, metric: p99, min-samples: 3,
                  breach: result.value > baseline.value, for: 1m, then: rollback}
                """))
        .containsExactly(
            "`result.status > baseline.value`: baseline is not known here: only a watch on a metric"
                + " with baseline: has one; add baseline: {frozen: start, over: 60m} to the metric",
            "`min-samples` of a watch on a metric stands at the metric; move it there");
    assertThat(
            Written.bare(
                Written.problems(
                    Written.HEAD
                        + "metrics: {m: {prometheus.query: {url: x, query: up}, baseline: {side:"
                        + " stable}}}\n"
                        + Written.STAGES)))
        .containsExactly(
            "side is not run by this version: it needs stored baselines; write {frozen:"
                + " start, over: 60m} or {offset: 7d}");
  }
}
