package dev.holddown.engine;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.run.Finding;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.PlaybookCodec;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Slot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks a probe and judges its answer; polls when the probe says so. Fails closed. */
final class Asker {
  private final Binder binder;
  private final Conditions conditions;
  private final Intake intake;
  private final InstantSource clock;
  private final Lanes.Pause pause;

  Asker(
      Binder binder, Conditions conditions, Intake intake, InstantSource clock, Lanes.Pause pause) {
    this.binder = binder;
    this.conditions = conditions;
    this.intake = intake;
    this.clock = clock;
    this.pause = pause;
  }

  /** Asks until it passes often enough in a row, or its time is over. */
  Finding ask(Probe probe, Map<String, Object> scope) throws InterruptedException {
    Probe.Polling polling = probe.polling();
    Instant until = clock.instant().plus(polling.within());
    int passed = 0;
    while (true) {
      Finding finding = once(probe, scope);
      passed = finding.verdict().passed() ? passed + 1 : 0;
      if (passed >= polling.consecutive()) {
        return finding;
      }
      boolean goOn = passed > 0 || !polling.within().isZero();
      Instant next = clock.instant().plus(polling.every());
      if (!goOn || (passed == 0 && next.isAfter(until))) {
        return polling.within().isZero() ? finding : late(finding, polling.within());
      }
      pause.pause(polling.every());
    }
  }

  /** The values of a form that are computed or proposed. */
  Finding computed(Item item, Map<String, Object> scope) {
    Form form =
        switch (item) {
          case Item.Record record -> record.form();
          case Item.Message message -> message.form().orElse(new Form(List.of()));
          default -> new Form(List.of());
        };
    Map<String, Object> values = new LinkedHashMap<>();
    try {
      form.fields()
          .forEach(field ->
              field
                  .value()
                  .ifPresent(
                      arg -> values.put(field.name(), conditions.bind(arg, Slot.DATA, scope))));
      return new Finding(
          Verdict.PASSED, "computed", "", intake.saves(values), Optional.empty(), values.size());
    } catch (ConditionException | IllegalArgumentException e) {
      return Finding.of(Verdict.ERRORED, intake.message("not computed: " + e.getMessage()));
    }
  }

  /** The inputs of a run that is to be started, as its playbook reads them. */
  Finding inputs(
      Item.Runbook runbook,
      Function<Map<String, Object>, PlaybookCodec.Inputs> reading,
      Map<String, Object> scope) {
    Map<String, Object> given = new LinkedHashMap<>();
    try {
      runbook
          .with()
          .forEach((name, arg) -> given.put(name, conditions.bind(arg, Slot.DATA, scope)));
      PlaybookCodec.Inputs read = reading.apply(given);
      return read.problems().isEmpty()
          ? new Finding(
              Verdict.PASSED, "read", "", intake.saves(read.values()), Optional.empty(), 1)
          : Finding.of(Verdict.ERRORED, intake.message(String.join("; ", read.problems())));
    } catch (ConditionException | IllegalArgumentException e) {
      return Finding.of(Verdict.ERRORED, intake.message("not computed: " + e.getMessage()));
    }
  }

  private static Finding late(Finding last, Duration within) {
    return new Finding(
        last.verdict(),
        "not within " + Span.text(within) + "; last: " + last.reason(),
        "",
        Map.of(),
        last.evidence(),
        last.samples());
  }

  private Finding once(Probe probe, Map<String, Object> scope) throws InterruptedException {
    Answer answer;
    try {
      answer = answer(probe, scope);
    } catch (ConditionException | IllegalArgumentException e) {
      return Finding.of(Verdict.ERRORED, intake.message("not asked: " + e.getMessage()));
    }
    return judge(probe, answer, scope);
  }

  /** One question, its arguments bound. @throws ConditionException when they cannot be */
  Answer answer(Probe probe, Map<String, Object> scope) throws InterruptedException {
    Asking verb = binder.asking(probe.call());
    Map<String, Object> args = binder.bind(probe.call(), verb.manual(), scope);
    return verb.ask(new Question(args, clock.instant(), probe.timeout()));
  }

  /** What the probe makes of an answer. */
  Finding judge(Probe probe, Answer answer, Map<String, Object> scope) {
    boolean counted = probe.body().isPresent();
    var evidence = intake.evidence(counted ? counted(answer) : answer.proof());
    switch (answer.kind()) {
      case ERROR -> {
        return new Finding(
            Verdict.ERRORED, intake.message(answer.message()), "", Map.of(), evidence, 0);
      }
      case NO_DATA -> {
        return new Finding(
            Verdict.INCONCLUSIVE, intake.message(answer.message()), "", Map.of(), evidence, 0);
      }
      case ANSWERED -> {}
    }
    if (answer.samples() < probe.minSamples()) {
      String few =
          answer.samples() + " samples where at least " + probe.minSamples() + " are needed";
      return new Finding(Verdict.INCONCLUSIVE, few, "", Map.of(), evidence, answer.samples());
    }
    Map<String, Object> with = with(scope, answer);
    Conditions.Judgement judged =
        probe
            .expect()
            .map(e -> conditions.judge(e, with))
            .orElse(new Conditions.Judgement(Verdict.PASSED, "answered", Double.NaN));
    Finding found =
        new Finding(
            judged.verdict(),
            intake.message(counted ? judged.reason() : reason(answer, judged)),
            heads(probe, with),
            Map.of(),
            evidence,
            answer.samples());
    return judged.verdict().passed() ? saved(probe, with, found) : found;
  }

  /** What is kept of an answer that may hold what nobody is to read again. */
  private static Proof counted(Answer answer) {
    String response = answer.proof().response();
    return new Proof(
        answer.proof().request(),
        "not kept (store: counts): "
            + response.length()
            + " characters, "
            + answer.samples()
            + " things examined");
  }

  private static String reason(Answer answer, Conditions.Judgement judged) {
    boolean told = judged.verdict() == Verdict.PASSED || judged.verdict() == Verdict.FAILED;
    return told && !answer.message().isEmpty() ? answer.message() : judged.reason();
  }

  static Map<String, Object> with(Map<String, Object> scope, Answer answer) {
    Map<String, Object> with = new LinkedHashMap<>(scope);
    Map<String, Object> result = new LinkedHashMap<>(answer.result());
    result.put("samples", answer.samples());
    with.put("result", result);
    return with;
  }

  private String heads(Probe probe, Map<String, Object> scope) {
    return probe
        .warn()
        .map(e -> conditions.judge(e, scope))
        .filter(j -> j.verdict() == Verdict.PASSED || j.verdict() == Verdict.ERRORED)
        .map(j -> intake.message(j.reason()))
        .orElse("");
  }

  private Finding saved(Probe probe, Map<String, Object> scope, Finding found) {
    Map<String, Object> saves = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Expr> save : probe.save().entrySet()) {
        saves.put(save.getKey(), conditions.value(save.getValue(), scope));
      }
      return new Finding(
          found.verdict(),
          found.reason(),
          found.heads(),
          intake.saves(saves),
          found.evidence(),
          found.samples());
    } catch (ConditionException | IllegalArgumentException e) {
      return new Finding(
          Verdict.ERRORED,
          intake.message("it passed, but a value could not be saved: " + e.getMessage()),
          "",
          Map.of(),
          found.evidence(),
          found.samples());
    }
  }
}
