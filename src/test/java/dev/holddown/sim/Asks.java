package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Asks the target and judges. Plays the part of {@code engine.Asker}. */
final class Asks {
  private final World world;
  private final SimProcess process;

  Asks(World world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  void ask(SimJobs.Task task, Job.Work.Ask ask) {
    long takes = world.chance.between(2, 200);
    if (world.fault(Faults.Kind.SLOW)) {
      takes = world.chance.between(200, 10_000);
    }
    process.local(
        takes,
        () -> {
          if (!task.cancelled) {
            find(task, ask);
          }
        });
  }

  private void find(SimJobs.Task task, Job.Work.Ask ask) {
    Optional<RunState> known = process.state(task.run);
    if (known.isEmpty()) {
      return;
    }
    RunState s = known.get();
    Node node = SimJobs.node(s, ask.key());
    Finding finding =
        world.fault(Faults.Kind.ASK_ERRS)
            ? Finding.of(
                world.chance.of(0.5) ? Verdict.ERRORED : Verdict.INCONCLUSIVE, "no answer came")
            : judged(s, node, ask.purpose());
    // the answer travels, and the world may change meanwhile
    process.local(
        world.chance.between(1, 50),
        () -> {
          process.port("before an answer");
          RunCommand command =
              ask.purpose() == Purpose.CHOOSE
                  ? new RunCommand.Choose(ask.key(), ask.attempt(), index(finding), finding)
                  : new RunCommand.Answer(ask.key(), ask.purpose(), ask.attempt(), finding);
          process.post(new Request.ForRun(task.run, command, Actor.engine()), reply -> {});
          boolean bad = ask.purpose() == Purpose.CHECK && !finding.verdict().passed();
          if (bad && world.mutant == Mutant.FAILED_VERDICT_OVERWRITTEN) {
            process.local(2_000, () -> find(task, ask));
          }
        });
  }

  private int index(Finding finding) {
    return finding.verdict().passed() ? (world.chance.of(0.9) ? 0 : -1) : -2;
  }

  private Finding judged(RunState s, Node node, Purpose purpose) {
    if (purpose == Purpose.WHEN) {
      return compared("wanted", world.metrics.notesWanted() ? "yes" : "no", "yes");
    }
    return switch (node.item()) {
      case Item.Check check -> judged(s, node, check.probe().orElseThrow());
      case Item.Step step when purpose == Purpose.VERIFY ->
          judged(s, node, step.verify().orElseThrow());
      case Item.Step step -> judged(s, node, step.done().orElseThrow());
      case Item.Runbook of -> Finding.of(Verdict.PASSED, "it needs no inputs");
      case Item.Choose choose -> judged(s, node, choose.probe());
      case Item.Rollout rollout -> {
        int weight = rollout.steps().get(s.item(node.key()).step()).weight();
        yield compared("weight", world.target.read("weight"), String.valueOf(weight));
      }
      default -> throw new IllegalStateException(node.key() + " asks nothing");
    };
  }

  private Finding judged(RunState s, Node node, Probe probe) {
    String field =
        probe.call().action().substring("read.".length()) + node.row().map(r -> "." + r).orElse("");
    String wanted = SimJobs.bound(s, probe.expect().orElseThrow().source());
    String is = field.equals("health") ? world.metrics.health() : world.target.read(field);
    Finding found = compared(field, is, wanted);
    if (probe.save().isEmpty()) {
      return found;
    }
    Map<String, Object> saves = new LinkedHashMap<>();
    saves.put("build", world.metrics.build());
    return new Finding(found.verdict(), found.reason(), "", saves, Optional.empty(), 1);
  }

  private static Finding compared(String field, String is, String wanted) {
    return Finding.of(
        is.equals(wanted) ? Verdict.PASSED : Verdict.FAILED,
        field + " is " + is + " where " + wanted + " is wanted");
  }
}
