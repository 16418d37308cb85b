package dev.holddown.engine;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.Stats;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a baseline: from the source's own history, or, where it keeps none, from now on. */
final class Baselines {
  private static final int STEPS = 60;
  private static final Duration STEP_MIN = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Binder binder;
  private final Scopes scopes;
  private final Intake intake;
  private final InstantSource clock;
  private final Lanes.Pause pause;

  Baselines(Binder binder, Scopes scopes, Intake intake, InstantSource clock, Lanes.Pause pause) {
    this.binder = binder;
    this.scopes = scopes;
    this.intake = intake;
    this.clock = clock;
    this.pause = pause;
  }

  RunCommand measure(RunState s, String key) throws InterruptedException {
    Plan.MetricKey metric = s.plan().baseline(key);
    Duration over = ((Metric.Baseline.Frozen) metric.metric().baseline().orElseThrow()).over();
    try {
      return freeze(key, metric.metric(), answers(s, metric, over), over);
    } catch (ConditionException | IllegalArgumentException e) {
      return new RunCommand.FreezeBaseline(
          key, Optional.empty(), intake.message("not asked: " + e.getMessage()));
    }
  }

  private List<Answer> answers(RunState s, Plan.MetricKey key, Duration over)
      throws InterruptedException {
    Instant now = clock.instant();
    Map<String, Object> scope = scopes.row(scopes.of(s, now), s, key.metric().each(), key.row());
    Asking verb = binder.asking(key.metric().call());
    Map<String, Object> args = binder.bind(key.metric().call(), verb.manual(), scope);
    Duration part = over.dividedBy(STEPS);
    Duration step = part.compareTo(STEP_MIN) < 0 ? STEP_MIN : part;
    Optional<List<Answer>> past =
        verb.past(new Question(args, now, TIMEOUT), now.minus(over), now, step);
    if (past.filter(list -> list.stream().anyMatch(a -> a.kind() == Answer.Kind.ANSWERED))
        .isPresent()) {
      return past.get();
    }
    return fromNowOn(verb, args, now.plus(over), step);
  }

  private List<Answer> fromNowOn(
      Asking verb, Map<String, Object> args, Instant until, Duration step)
      throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    while (true) {
      answers.add(verb.ask(new Question(args, clock.instant(), TIMEOUT)));
      if (!clock.instant().isBefore(until)) {
        return answers;
      }
      pause.pause(step);
    }
  }

  private RunCommand freeze(String key, Metric metric, List<Answer> answers, Duration over) {
    List<Answer> good =
        answers.stream()
            .filter(a -> a.kind() == Answer.Kind.ANSWERED && a.samples() >= metric.minSamples())
            .filter(
                a -> Watcher.number(a.result().get("value")).filter(Double::isFinite).isPresent())
            .toList();
    if (good.isEmpty()) {
      String last = answers.isEmpty() ? "no answer" : answers.getLast().message();
      String why =
          last.isEmpty()
              ? "too few samples in each answer (min-samples " + metric.minSamples() + ")"
              : last;
      return new RunCommand.FreezeBaseline(
          key,
          Optional.empty(),
          intake.message("no baseline over " + Span.text(over) + ": " + why));
    }
    double mean = good.stream().mapToDouble(Baselines::value).average().orElseThrow();
    double variance =
        good.stream().mapToDouble(a -> Math.pow(value(a) - mean, 2)).average().orElseThrow();
    Stats stats = new Stats(mean, Math.sqrt(variance), good.size());
    return new RunCommand.FreezeBaseline(
        key,
        Optional.of(stats),
        good.size() + " samples over " + Span.text(over) + ", mean " + mean);
  }

  private static double value(Answer answer) {
    return Watcher.number(answer.result().get("value")).orElseThrow();
  }
}
