package dev.holddown.engine;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.Stats;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes one sample of a watch and judges it against each level. */
final class Watcher {
  private final Binder binder;
  private final Scopes scopes;
  private final Conditions conditions;
  private final Intake intake;
  private final SharedCalls calls = new SharedCalls();

  Watcher(Binder binder, Scopes scopes, Conditions conditions, Intake intake) {
    this.binder = binder;
    this.scopes = scopes;
    this.conditions = conditions;
    this.intake = intake;
  }

  /**
   * A reading, and the evidence of a breach.
   *
   * @param judged the names it was judged by, the answer's among them; none without an answer
   */
  record Look(Reading reading, Optional<String> evidence, Map<String, Object> judged) {
    Look(Reading reading, Optional<String> evidence) {
      this(reading, evidence, Map.of());
    }

    /** A look that failed by our own fault: an error is told, and is never a calm sample. */
    static Look broken(Throwable e, Instant now) {
      Reading reading = Reading.error(now, "a fault in Holddown: " + e);
      return new Look(reading, Optional.empty());
    }
  }

  /** What is asked for a watch, and how many samples an answer needs. */
  private record Source(
      Call call, Optional<Item.Each> each, long minSamples, Optional<Metric> metric) {}

  /** The sample of now, after those that are asked back for a gap since {@code lastSeen}. */
  List<Look> look(RunState s, Plan.WatchKey key, Instant now, Optional<Instant> lastSeen)
      throws InterruptedException {
    Source source = source(s, key.watch());
    List<Look> looks = new ArrayList<>();
    try {
      Map<String, Object> scope = scopes.row(scopes.of(s, now), s, source.each(), key.row());
      Asking verb = binder.asking(source.call());
      Map<String, Object> args = binder.bind(source.call(), verb.manual(), scope);
      Question question = new Question(args, now, key.watch().pace().timeout());
      for (Answer answer : gap(verb, question, key.watch().pace(), lastSeen)) {
        looks.add(judge(s, key, source, scope, answer, Optional.empty()));
      }
      Instant unarmed = s.watch(key.key()).armedAt().minusNanos(1);
      SharedCalls.Taker taker =
          new SharedCalls.Taker(
              key.watch().pace().every(), lastSeen.filter(unarmed::isBefore).orElse(unarmed));
      Optional<Stats> baseline = baseline(s, key, source, verb, question, taker);
      String action = source.call().action();
      Answer answer = calls.ask(action, verb, question, Duration.ZERO, taker);
      looks.add(judge(s, key, source, scope, answer, baseline));
    } catch (ConditionException | IllegalArgumentException e) {
      looks.add(error(now, "not asked: " + e.getMessage()));
    }
    return looks;
  }

  /** What an answer of the past would have been judged as; {@code measured}: the baseline then. */
  Reading judged(RunState s, Plan.WatchKey key, Answer answer, Optional<Stats> measured) {
    Source source = source(s, key.watch());
    Map<String, Object> scope = scopes.row(scopes.of(s, answer.at()), s, source.each(), key.row());
    return judge(s, key, source, scope, answer, measured).reading();
  }

  /** The answers of the source's own history; empty when it keeps none. */
  Optional<List<Answer>> past(
      RunState s, Plan.WatchKey key, Question about, Instant from, Duration step)
      throws InterruptedException {
    Source source = source(s, key.watch());
    Map<String, Object> scope = scopes.row(scopes.of(s, about.at()), s, source.each(), key.row());
    Asking verb = binder.asking(source.call());
    Map<String, Object> args = binder.bind(source.call(), verb.manual(), scope);
    return verb.past(new Question(args, about.at(), about.timeout()), from, about.at(), step);
  }

  private Look error(Instant at, String why) {
    return new Look(Reading.error(at, intake.message(why)), Optional.empty());
  }

  /** A text that is the same for watches which may be able to share a call. */
  static String about(RunState s, Plan.WatchKey key) {
    return about(source(s, key.watch()).call(), key.row().orElse(""));
  }

  private static String about(Call call, String row) {
    StringBuilder text = new StringBuilder(call.action());
    call.args().forEach((name, arg) -> about(text.append('|').append(name).append('='), arg));
    return text.append('|').append(row).toString();
  }

  /** The same for those which look at about the same moment: rows too, where one call asks all. */
  String beat(RunState s, Plan.WatchKey key) {
    Call call = source(s, key.watch()).call();
    return binder.joins(call) ? about(call, "") : about(s, key);
  }

  static void about(StringBuilder text, Arg arg) {
    switch (arg) {
      case Arg.Literal literal -> text.append(literal.value());
      case Arg.Template template -> text.append(template.source());
      case Arg.SecretRef secret -> text.append(secret.name());
      case Arg.Seq seq -> seq.items().forEach(item -> about(text.append(','), item));
      case Arg.Tree tree ->
          tree.fields().forEach((name, field) -> about(text.append(name).append(':'), field));
    }
  }

  /** A gap longer than allowed is first asked back from the provider. */
  private static List<Answer> gap(
      Asking verb, Question question, Watch.Pace pace, Optional<Instant> lastSeen)
      throws InterruptedException {
    if (lastSeen.isEmpty()
        || Duration.between(lastSeen.get(), question.at()).compareTo(pace.maxGap()) <= 0) {
      return List.of();
    }
    Instant from = lastSeen.get().plus(pace.every());
    Instant to = question.at().minus(pace.every());
    return from.isAfter(to)
        ? List.of()
        : verb.past(question, from, to, pace.every()).orElse(List.of());
  }

  private static Source source(RunState s, Watch watch) {
    return switch (watch.source()) {
      case Watch.Source.OfMetric of -> {
        Metric metric = s.plan().metric(of.name());
        yield new Source(metric.call(), metric.each(), metric.minSamples(), Optional.of(metric));
      }
      case Watch.Source.OfCall call ->
          new Source(call.call(), call.each(), call.minSamples(), Optional.empty());
      case Watch.Source.Declared declared ->
          throw new IllegalStateException("a declared watch is not sampled");
    };
  }

  /** A frozen baseline is known; an offset one is the same question in the past. */
  private Optional<Stats> baseline(
      RunState s,
      Plan.WatchKey key,
      Source source,
      Asking verb,
      Question question,
      SharedCalls.Taker taker)
      throws InterruptedException {
    Optional<Metric.Baseline> kind = source.metric().flatMap(Metric::baseline);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case Metric.Baseline.Frozen frozen ->
          s.baseline(Plan.key(source.metric().get().name(), key.row()));
      case Metric.Baseline.Offset offset -> {
        Question then =
            new Question(question.args(), question.at().minus(offset.ago()), question.timeout());
        Answer answer = calls.ask(source.call().action(), verb, then, offset.ago(), taker);
        yield number(answer.result().get("value"))
            .map(v -> new Stats(v, 0, answer.samples()))
            .filter(stats -> answer.kind() == Answer.Kind.ANSWERED);
      }
    };
  }

  private Look judge(
      RunState s,
      Plan.WatchKey key,
      Source source,
      Map<String, Object> scope,
      Answer answer,
      Optional<Stats> measured) {
    double value = number(answer.result().get("value")).orElse(Double.NaN);
    if (answer.kind() != Answer.Kind.ANSWERED) {
      Reading.Kind kind =
          answer.kind() == Answer.Kind.ERROR ? Reading.Kind.ERROR : Reading.Kind.NO_DATA;
      return look(answer, kind, value, Double.NaN, answer.message(), List.of());
    }
    if (answer.result().get("value") instanceof Number && !Double.isFinite(value)) {
      return look(
          answer,
          Reading.Kind.NO_DATA,
          Double.NaN,
          Double.NaN,
          "the value is not a number",
          List.of());
    }
    if (answer.samples() < source.minSamples()) {
      String few =
          answer.samples() + " samples where at least " + source.minSamples() + " are needed";
      return look(answer, Reading.Kind.NO_DATA, value, Double.NaN, few, List.of());
    }
    Map<String, Object> with = new LinkedHashMap<>(Asker.with(scope, answer));
    boolean compares = source.metric().flatMap(Metric::baseline).isPresent();
    Optional<Stats> baseline =
        measured.or(() -> source.metric().flatMap(m -> s.baseline(Plan.key(m.name(), key.row()))));
    if (baseline.isPresent()) {
      with.put("baseline", stats(baseline.get()));
    } else if (compares && usesBaseline(key.watch())) {
      return look(
          answer,
          Reading.Kind.NO_DATA,
          value,
          Double.NaN,
          "there is no baseline to compare with",
          List.of());
    }
    return levels(key.watch(), with, answer, value);
  }

  private Look levels(Watch watch, Map<String, Object> scope, Answer answer, double value) {
    List<String> breached = new ArrayList<>();
    String reason = "";
    double limit = Double.NaN;
    for (Watch.Level level : watch.levels()) {
      Conditions.Judgement judged = conditions.judge(level.breach(), scope);
      if (judged.verdict() == Verdict.ERRORED || judged.verdict() == Verdict.INCONCLUSIVE) {
        return look(answer, Reading.Kind.ERROR, value, judged.limit(), judged.reason(), List.of());
      }
      if (judged.verdict() == Verdict.PASSED) {
        breached.add(level.name());
      }
      if (judged.verdict() == Verdict.PASSED || reason.isEmpty()) {
        reason = judged.reason();
        limit = judged.limit();
      }
    }
    Look look = look(answer, Reading.Kind.SEEN, value, limit, reason, breached);
    return new Look(look.reading(), look.evidence(), scope);
  }

  /** Only a breach keeps its proof: the samples that decide. */
  private Look look(
      Answer answer,
      Reading.Kind kind,
      double value,
      double limit,
      String reason,
      List<String> breached) {
    Optional<String> evidence =
        breached.isEmpty() ? Optional.empty() : intake.evidence(answer.proof());
    return new Look(
        new Reading(answer.at(), kind, value, limit, intake.message(reason), breached), evidence);
  }

  private static boolean usesBaseline(Watch watch) {
    return watch.levels().stream().anyMatch(l -> l.breach().source().contains("baseline"));
  }

  static Map<String, Object> stats(Stats stats) {
    return Map.of(
        "value",
        stats.mean(),
        "mean",
        stats.mean(),
        "sd",
        stats.sd(),
        "samples",
        (double) stats.samples());
  }

  static Optional<Double> number(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
  }
}
