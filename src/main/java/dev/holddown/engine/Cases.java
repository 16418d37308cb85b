package dev.holddown.engine;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.spi.Answer;
import java.util.List;
import java.util.Map;

/** Asks once and takes the first case that is true; a case that cannot be told ends the search. */
final class Cases {
  private static final int UNTOLD = -2;

  private final Asker asker;
  private final Conditions conditions;

  Cases(Asker asker, Conditions conditions) {
    this.asker = asker;
    this.conditions = conditions;
  }

  RunCommand choose(
      String key, int attempt, Probe probe, List<Item.Case> cases, Map<String, Object> scope)
      throws InterruptedException {
    Answer answer;
    try {
      answer = asker.answer(probe, scope);
    } catch (ConditionException | IllegalArgumentException e) {
      return untold(key, attempt, Finding.of(Verdict.ERRORED, "not asked: " + e.getMessage()));
    }
    Probe open =
        new Probe(
            probe.call(),
            java.util.Optional.empty(),
            probe.warn(),
            probe.minSamples(),
            probe.polling(),
            probe.timeout(),
            probe.save(),
            probe.body());
    Finding asked = asker.judge(open, answer, scope);
    if (!asked.verdict().passed()) {
      return untold(key, attempt, asked);
    }
    Map<String, Object> with = Asker.with(scope, answer);
    for (int i = 0; i < cases.size(); i++) {
      Conditions.Judgement judged = conditions.judge(cases.get(i).when(), with);
      if (judged.verdict() == Verdict.PASSED) {
        return new RunCommand.Choose(
            key, attempt, i, because(asked, cases.get(i).title() + ": " + judged.reason()));
      }
      if (judged.verdict() != Verdict.FAILED) {
        return untold(
            key,
            attempt,
            Finding.of(judged.verdict(), cases.get(i).title() + ": " + judged.reason()));
      }
    }
    return new RunCommand.Choose(key, attempt, -1, because(asked, "no case is true"));
  }

  private static Finding because(Finding asked, String reason) {
    return new Finding(
        Verdict.PASSED, reason, asked.heads(), asked.saves(), asked.evidence(), asked.samples());
  }

  private static RunCommand untold(String key, int attempt, Finding finding) {
    return new RunCommand.Choose(key, attempt, UNTOLD, finding);
  }
}
