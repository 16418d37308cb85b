package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Does what is to do, and everything goes well: a run that it cannot end is stuck. */
final class Angel {
  private static final List<String> PEOPLE = List.of("lea", "kim", "joe", "zoe", "ida");
  private static final List<String> ROLES =
      List.of("manager", "lead", "owner", "approver", "operator");

  private final Given run;

  Angel(Given run) {
    this.run = run;
  }

  /** Works until the run is closed, or until nothing more than that many rounds helps. */
  boolean ends(int rounds) {
    for (int i = 0; i < rounds && !run.state().closed(); i++) {
      long before = run.state().version();
      Instant next = run.now().plusSeconds(10);
      for (Job job : run.jobs()) {
        if (!run.state().closed()) {
          work(job.work());
        }
      }
      run.tick();
      boolean waits = run.state().version() == before;
      run.after(waits ? Duration.ofSeconds(10) : Duration.ofSeconds(1));
      if (next.isBefore(run.now())) {
        run.tick();
      }
    }
    return run.state().closed();
  }

  private void work(Job.Work work) {
    switch (work) {
      case Job.Work.Ask ask when ask.purpose() == Purpose.CHOOSE ->
          run.when(
              new RunCommand.Choose(
                  ask.key(), ask.attempt(), 0, Finding.of(Verdict.PASSED, "the first")));
      case Job.Work.Ask ask -> run.answer(ask.key(), ask.purpose(), Verdict.PASSED, "good");
      case Job.Work.Perform act -> perform(act.key());
      case Job.Work.LookAfter look -> run.end(look.key(), Ending.LANDED, "good");
      case Job.Work.Stop stop -> run.end(stop.key(), Ending.FAILED, "stopped");
      case Job.Work.Look look -> run.ok(look.watch());
      case Job.Work.Measure measure ->
          run.when(
              new RunCommand.FreezeBaseline(
                  measure.metric(), Optional.of(new Stats(1, 0, 9)), "good"));
      case Job.Work.FindWayBack find ->
          run.when(new RunCommand.FreezeWayBack(Map.of("version", "1"), true, "good"));
      case Job.Work.Wake wake -> run.tick();
      case Job.Work.Person person -> person(person);
      case Job.Work.Child child -> {
        run.when(new RunCommand.StartChild(child.key(), child.run()));
        run.when(new RunCommand.EndChild(child.run(), Outcome.SUCCEEDED, "good"));
      }
      case Job.Work.Lock lock -> run.when(new RunCommand.TakeLock(1, 100));
    }
  }

  private void perform(String key) {
    if (run.item(key).act().filter(ActState::open).isEmpty()) {
      run.intend(key);
    }
    if (run.item(key).act().filter(ActState::open).isPresent()) {
      run.end(key, Ending.LANDED, "good");
    }
  }

  private void person(Job.Work.Person asked) {
    if (!asked.key().equals("run")) {
      for (String person : PEOPLE) {
        ROLES.stream()
            .filter(role -> asked.who().contains(role))
            .forEach(role -> run.sign(person, asked.key(), role));
      }
      run.by("lea", new RunCommand.Settle(asked.key(), true, "seen"));
      if (asked.what().startsWith("fill in ")) {
        String field = asked.what().substring("fill in ".length()).split(",", 2)[0];
        run.by("lea", new RunCommand.Fill(asked.key(), asked.who(), Map.of(field, "said")));
      }
      if (asked.key().equals(WayBack.APPROVAL)) {
        run.by("lea", new RunCommand.Rollback("as proposed"));
      }
      return;
    }
    run.by("lea", new RunCommand.Resume("go on"));
    if (asked.what().contains("holddown reopen r1 gate/before")) {
      run.by("lea", new RunCommand.Reopen("gate/before", "let it be late"));
    }
    Plan plan = run.state().plan();
    Stream<String> lines =
        Stream.concat(
                plan.playbook().stages().stream().flatMap(s -> plan.stage(s.id()).stream()),
                plan.rollbackPhases().stream().flatMap(p -> plan.phase(p.id()).stream()))
            .flatMap(Node::all)
            .map(Node::key);
    Stream.of(
            lines,
            plan.playbook().stages().stream().map(s -> Signing.gateKey(s.id())),
            plan.baselines().keySet().stream().map(m -> "baseline/" + m),
            Stream.of("rollback/to"))
        .flatMap(keys -> keys)
        .filter(key -> run.item(key).status().ended() && !run.item(key).status().good())
        .forEach(key -> run.by("lea", new RunCommand.Recheck(key, "mended")));
  }
}
