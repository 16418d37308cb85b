package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Does with a run whatever comes to its mind: mostly what is to do, sometimes anything at all. */
final class Monkey {
  private static final List<String> PEOPLE = List.of("ann", "bob", "cem", "sam");
  private static final List<String> ROLES =
      List.of("manager", "lead", "owner", "approver", "operator");

  private final Given run;
  private final Random random;
  private final List<String> keys;
  private final List<String> watches;

  Monkey(Given run, long seed) {
    this.run = run;
    this.random = new Random(seed);
    Plan plan = run.state().plan();
    this.keys =
        Stream.concat(
                Stream.concat(
                        plan.playbook().stages().stream().flatMap(s -> plan.stage(s.id()).stream()),
                        Stream.concat(
                            plan.rollbackPhases().stream()
                                .flatMap(p -> plan.phase(p.id()).stream()),
                            plan.undo().stream()))
                    .flatMap(Node::all)
                    .map(Node::key),
                Stream.of(
                    "gate/before", "rollback/approval", "rollback/to", "baseline/latency", "none"))
            .toList();
    List<String> all = new ArrayList<>(plan.watches().keySet());
    all.add("none");
    this.watches = List.copyOf(all);
  }

  void act() {
    run.after(Duration.ofMillis(random.nextInt(20) == 0 ? 90_000 : random.nextInt(12_000)));
    if (run.state().phase() == Phase.WATCHING && random.nextInt(8) == 0) {
      run.by(one(PEOPLE), new RunCommand.Rollback("after the end"));
    } else if (random.nextInt(4) == 0) {
      anything();
    } else {
      whatIsToDo();
    }
    if (random.nextInt(3) == 0) {
      run.tick();
    }
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  // --- what is to do ---

  private void whatIsToDo() {
    // time passes by itself
    List<Job> jobs = run.jobs().stream().filter(j -> !(j.work() instanceof Job.Work.Wake)).toList();
    if (jobs.isEmpty()) {
      run.tick();
      return;
    }
    switch (one(jobs).work()) {
      case Job.Work.Ask ask -> answer(ask);
      case Job.Work.Perform act -> act(act.key());
      case Job.Work.LookAfter look -> run.end(look.key(), one(Ending.values()), "looked");
      case Job.Work.Stop stop -> run.end(stop.key(), one(Ending.values()), "stopped");
      case Job.Work.Look look -> sample(look.watch());
      case Job.Work.Measure measure -> measure(measure.metric());
      case Job.Work.FindWayBack find ->
          run.when(
              new RunCommand.FreezeWayBack(
                  Map.of("version", "1"), random.nextInt(4) > 0, "looked"));
      case Job.Work.Wake _ -> throw new AssertionError("left out above");
      case Job.Work.Person person -> person(person);
      case Job.Work.Child child -> {
        run.when(new RunCommand.StartChild(child.key(), child.run()));
        Outcome outcome = one(Outcome.values());
        if (random.nextBoolean()) {
          run.when(new RunCommand.EndChild(child.run(), outcome, "it ended"));
        }
      }
      case Job.Work.Lock lock -> run.when(new RunCommand.TakeLock(1, 100));
    }
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private Finding finding() {
    Verdict verdict = random.nextBoolean() ? Verdict.PASSED : one(Verdict.values());
    return new Finding(
        verdict,
        "says " + verdict,
        "",
        random.nextInt(5) == 0 ? Map.of("image", "D" + random.nextInt(3)) : Map.of(),
        Optional.empty(),
        1);
  }

  private void answer(Job.Work.Ask ask) {
    if (ask.purpose() == Purpose.CHOOSE) {
      run.when(new RunCommand.Choose(ask.key(), ask.attempt(), random.nextInt(4) - 2, finding()));
    } else {
      run.when(new RunCommand.Answer(ask.key(), ask.purpose(), ask.attempt(), finding()));
    }
  }

  private void act(String key) {
    boolean underWay = run.item(key).act().filter(ActState::open).isPresent();
    if (!underWay) {
      run.intend(key);
    }
    if (run.item(key).act().isPresent()) {
      report(key);
    }
  }

  private void report(String key) {
    switch (random.nextInt(5)) {
      case 0 -> run.when(new RunCommand.Begin(key, run.op(key), "ref"));
      case 1 -> {}
      default -> run.end(key, one(Ending.values()), "said");
    }
  }

  private void sample(String watch) {
    switch (random.nextInt(6)) {
      case 0 -> run.noData(watch);
      case 1 -> run.error(watch, "refused");
      case 2 -> run.breach(watch, "too much", "breach", "warn");
      case 3 -> run.breach(watch, "far too much", "breach", "warn", "critical");
      default -> run.ok(watch);
    }
  }

  private void measure(String metric) {
    Optional<Stats> stats =
        random.nextInt(4) > 0 ? Optional.of(new Stats(1, 0, 9)) : Optional.empty();
    run.when(new RunCommand.FreezeBaseline(metric, stats, "measured"));
  }

  private void person(Job.Work.Person asked) {
    if (asked.key().equals("run")) {
      run.by(one(PEOPLE), new RunCommand.Resume("go on"));
      run.by(one(PEOPLE), new RunCommand.Recheck(one(keys), "again"));
      run.by(one(PEOPLE), new RunCommand.Reopen("gate/before", "let it be late"));
    } else if (random.nextInt(5) == 0) {
      run.by(one(PEOPLE), new RunCommand.Decline(asked.key(), one(ROLES), "not so"));
    } else {
      run.sign(one(PEOPLE), asked.key(), one(ROLES));
      String field = asked.what().replaceFirst("fill in ", "").split(",", 2)[0];
      run.by(one(PEOPLE), new RunCommand.Fill(asked.key(), asked.who(), Map.of(field, "said")));
      run.by(one(PEOPLE), new RunCommand.Settle(asked.key(), random.nextBoolean(), "seen"));
    }
  }

  // --- anything ---

  private void anything() {
    String key = one(keys);
    RunCommand command =
        switch (random.nextInt(23)) {
          case 0 -> new RunCommand.Queue("r0");
          case 1 -> new RunCommand.TakeLock(2, 200);
          case 2 ->
              new RunCommand.Own(2 + run.history().size(), "node", run.now(), Optional.empty());
          case 3 -> new RunCommand.FreezeBaseline("latency", Optional.empty(), "late");
          case 4 -> new RunCommand.FreezeWayBack(Map.of(), true, "late");
          case 5 -> new RunCommand.Answer(key, one(Purpose.values()), 1, finding());
          case 6 -> new RunCommand.Choose(key, 1, random.nextInt(4) - 2, finding());
          case 7 -> new RunCommand.Intend(key, 1, "do", Given.TIMEOUT, Given.GRACE);
          case 8 -> new RunCommand.Begin(key, "op", "ref");
          case 9 -> waits();
          case 10 -> new RunCommand.Resume("go on");
          case 11 -> rarely(new RunCommand.Abort("enough"));
          case 12 -> rarely(new RunCommand.Rollback("enough"));
          case 13 -> new RunCommand.Sign(key, one(ROLES), "");
          case 14 -> new RunCommand.Decline(key, one(ROLES), "not so");
          case 15 -> new RunCommand.Recheck(key, "again");
          case 16 -> new RunCommand.Skip(key, "not needed");
          case 17 -> new RunCommand.NotApplicable(key, one(ROLES), "not needed");
          case 18 -> new RunCommand.Settle(key, random.nextBoolean(), "seen");
          case 19 -> rarely(new RunCommand.Declare(one(watches), one(ROLES), "pulled"));
          case 20 -> rarely(new RunCommand.LoseLock("r9"));
          case 21 -> together(key);
          default -> observed();
        };
    run.when(command, Actor.person(one(PEOPLE)));
  }

  private RunCommand waits() {
    return random.nextInt(3) == 0
        ? new RunCommand.Defer(run.now().plusSeconds(300).toString(), "off-peak")
        : new RunCommand.Hold("wait");
  }

  private RunCommand together(String key) {
    return switch (random.nextInt(4)) {
      case 0 -> new RunCommand.Reopen(key, "mistaken");
      case 1 -> new RunCommand.Comment(key, "odd");
      case 2 -> new RunCommand.Attach(key, new FileNote("a.png", "image/png", 9, "d"));
      default -> new RunCommand.Fill(key, one(ROLES), Map.of("cause", "x"));
    };
  }

  private RunCommand rarely(RunCommand command) {
    return random.nextInt(4) == 0 ? command : new RunCommand.Tick(Map.of());
  }

  private RunCommand observed() {
    Reading reading =
        new Reading(
            run.now().minusSeconds(random.nextInt(60)),
            one(Reading.Kind.values()),
            1,
            1,
            "any",
            random.nextBoolean() ? List.of("breach") : List.of());
    Optional<java.time.Instant> previous =
        random.nextBoolean()
            ? Optional.of(run.now().minusSeconds(random.nextInt(90)))
            : Optional.empty();
    return new RunCommand.Observe(one(watches), reading, previous, Optional.empty());
  }
}
