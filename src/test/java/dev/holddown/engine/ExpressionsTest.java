package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.SettableClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpressionsTest {
  private static final String PLAYBOOK =
      """
      kind: playbook
      id: warm
      title: Warm
      subject: {service: checkout, environment: prod}
      inputs:
        image: {type: string, help: which}
      vars: {base: "http://localhost/${inputs.image}"}
      metrics:
        errors: {prometheus.query: {query: "errors{v='${inputs.image}'}", url: "${vars.base}"}, unit: ratio}
      stages:
        - stage: Go
          id: go
          items:
            - {check: Up, http.get: {url: "${vars.base}/up"}, expect: result.status == 200, when: inputs.image != 'x'}
            - choose: Which
              http.get: {url: "${vars.base}/kind"}
              cases:
                - {case: A, when: result.status == 201, items: [{check: In case, http.get: {url: "${vars.base}/a"}, expect: result.status == 202}]}
              otherwise: {page: oncall}
      watches:
        - {watch: Errors, metric: errors, armed: go .. end, breach: result.value > percent(1), for: 1m, then: rollback}
      rollback:
        to: {image: "${inputs.image}"}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - {step: Old, http.post: {url: "${vars.base}/old"}, done: {http.get: {url: "${vars.base}/is"}, expect: result.status == 203}}
      """;

  private static Playbook playbook() {
    SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
    PrintStream none =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Setup setup =
        new Setup(
            new Setup.Time(clock, RealTime.nanos()), none, Egress.local(), Path.of("."), Map.of());
    Reading read =
        PlaybookReader.of(Connectors.verbs(setup).values(), new Cel().check())
            .read("warm.yaml", PLAYBOOK);
    assertThat(read.problems()).isEmpty();
    return read.playbook().orElseThrow();
  }

  @Test
  void those_of_the_way_back_come_first_then_watches_then_the_rest() {
    List<String> sources = Expressions.of(playbook()).stream().map(Expr::source).toList();

    assertThat(sources)
        .containsSubsequence(
            "result.status == 203", "result.value > percent(1)", "result.status == 200")
        .contains(
            "inputs.image",
            "vars.base",
            "inputs.image != 'x'",
            "result.status == 201",
            "result.status == 202")
        .doesNotHaveDuplicates();
  }

  @Test
  void each_playbook_is_got_ready_once() {
    Playbook playbook = playbook();
    RunHead head =
        new RunHead(
            "r1",
            "warm",
            "Warm",
            "checkout",
            "prod",
            RunHead.Mode.RELEASE,
            Map.of("image", "i"),
            "ann",
            Optional.empty());
    RunState state =
        Run.fold(
            List.of(
                Run.start(
                    head,
                    "d".repeat(64),
                    Actor.person("ann"),
                    SettableClock.at("2026-03-02T10:00:00Z").instant())),
            Plan.of(playbook));
    List<Runnable> later = new ArrayList<>();
    Cel cel = new Cel();
    Warmth warmth = new Warmth(cel, later::add);

    warmth.of(state);
    warmth.of(state);

    assertThat(later).hasSize(1);
    later.getFirst().run();
    assertThat(Thread.currentThread().getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    assertThat(cel.check().condition(Expressions.of(playbook).getFirst(), Map.of())).isNotNull();
  }
}
