package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.RunHead;
import dev.holddown.engine.Request;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One seed, one history: faults first, then a time in which everything works and must end. */
final class Simulation {
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(58);
  private static final Duration LATE = Duration.ofMinutes(3);
  private static final long STEPS_MAX = 2_000_000;

  /** At least, in milliseconds: what begins late begins in every history. */
  private static final long LASTS_MILLIS = 210_000;

  private final World world;
  private final People people;
  private final Playbook playbook;
  private final Set<String> wanted = new HashSet<>();
  private final Duration faultsLast;
  private long steps;

  /** What came of a history. */
  record Result(World.Order order, Optional<Alarm> alarm, History history, long[] tape) {}

  private Simulation(World.Order order) {
    this.world = new World(order);
    world.cluster.begin();
    this.people = new People(world);
    this.playbook = Book.draw(world.chance);
    boolean longLasting = world.chance.of(0.05);
    this.faultsLast = Duration.ofMinutes(longLasting ? 35 : world.chance.of(0.3) ? 12 : 6);
  }

  static Result run(World.Order order) {
    Simulation simulation = new Simulation(order);
    Optional<Alarm> alarm = Optional.empty();
    try {
      simulation.play();
    } catch (Alarm e) {
      alarm = Optional.of(e);
    } catch (RuntimeException e) {
      Alarm broken = new Alarm("threw", e + " at " + e.getStackTrace()[0]);
      broken.initCause(e);
      alarm = Optional.of(broken);
    }
    World world = simulation.world;
    return new Result(order, alarm, world.history, world.chance.tape());
  }

  private void play() {
    world.history.add("world", "faults ", world.faults, world.target.fences() ? ", fence" : "");
    world.cluster.processes().forEach(process -> process.know(playbook));
    world.oracles.plan(playbook);
    world.cluster.processes().forEach(SimProcess::start);
    world.time.in(5, () -> start("r1", "v2"));
    if (world.chance.of(0.3)) {
      world.time.in(world.chance.between(10, 200_000), () -> start("r2", "v3"));
    }
    if (world.chance.of(0.1)) {
      world.time.in(world.chance.between(10, 200_000), () -> start("r3", "v4"));
    }
    if (world.faults.kinds().contains(Faults.Kind.STRANGER)) {
      world.time.in(world.chance.between(20_000, 300_000), this::stranger);
    }
    if (world.chance.of(0.25)) {
      world.time.in(world.chance.between(30_000, 400_000), this::takeBack);
    }
    world.freezes.begin();
    world.time.in(1_500, people::visit);
    world.time.in(1_000, this::second);
    until(faultsLast, false);
    world.history.add("world", "from now on everything works");
    world.faults.stop();
    world.metrics.heal();
    world.store.heal();
    world.cluster.processes().forEach(SimProcess::heal);
    people.soberUp();
    world.freezes.thaw();
    until(world.time.elapsed().plus(ENDS_WITHIN), false);
    until(world.time.elapsed().plus(LATE), true);
    until(world.time.elapsed().plus(ENDS_WITHIN), false);
    world.oracles.finished(world.chance.of(0.05));
    world.cluster.anyUp().ifPresent(process -> world.post.finished(process.session()));
  }

  private void stranger() {
    if (world.fault(Faults.Kind.STRANGER)) {
      String field = world.chance.one(List.of("version", "drain", "farm.b", "fleet.c", "weight"));
      String was = world.target.read(field);
      world.target.tamper(field, field.equals("weight") ? "10" : "v0");
      // and after a while sees the mistake, but not what happened meanwhile
      world.time.in(world.chance.between(60_000, 900_000), () -> world.target.mend(field, was));
    }
  }

  private void second() {
    world.cluster.processes().forEach(world.oracles::secondPassed);
    world.time.in(1_000, this::second);
  }

  private void until(Duration end, boolean late) {
    long last = world.time.instant().toEpochMilli() + end.minus(world.time.elapsed()).toMillis();
    while (late || !over()) {
      SimProcess first = world.cluster.processes().getFirst();
      long wake = Long.MAX_VALUE;
      for (SimProcess process : world.cluster.processes()) {
        long wakes = process.nextWake();
        first = wakes < wake ? process : first;
        wake = Math.min(wake, wakes);
      }
      long next = Math.min(wake, world.time.next());
      if (next > last) {
        break;
      }
      if (++steps > STEPS_MAX) {
        throw new Alarm("L35", "the history does not come to an end");
      }
      if (wake <= world.time.next()) {
        world.time.moveTo(wake);
        first.wake();
      } else {
        world.time.step();
      }
    }
  }

  /** Everything that was asked for is closed, and told. */
  private boolean over() {
    return !wanted.isEmpty()
        && world.cluster.anyUp().isPresent()
        && world.time.elapsedMillis() > LASTS_MILLIS
        && world.oracles.runs().keySet().containsAll(wanted)
        && allClosed()
        && world.store.disk().outbox(1).isEmpty();
  }

  private boolean allClosed() {
    for (RunRules rules : world.oracles.runs().values()) {
      if (!rules.state().closed()) {
        return false;
      }
    }
    return true;
  }

  // --- what starts ---

  private void start(String run, String version) {
    wanted.add(run);
    if (world.oracles.runs().containsKey(run)) {
      return;
    }
    RunHead head =
        new RunHead(
            run,
            playbook.id(),
            "release " + version,
            "shop",
            "prod",
            RunHead.Mode.RELEASE,
            Map.of("version", version),
            "sam",
            Optional.empty());
    post(new Request.Start(playbook, head, Actor.person("sam")));
    // a crash may have swallowed it; the person looks and starts again
    world.time.in(20_000, () -> start(run, version));
  }

  private void post(Request request) {
    world.cluster.anyUp().ifPresent(process -> process.post(request, reply -> {}));
  }

  private void takeBack() {
    boolean none = world.oracles.runs().values().stream().noneMatch(r -> r.state().closed());
    if (none && world.time.elapsed().compareTo(faultsLast) < 0) {
      world.time.in(5_000, this::takeBack);
    }
    world.oracles.runs().values().stream()
        .filter(r -> r.state().closed() && r.state().head().mode() == RunHead.Mode.RELEASE)
        .filter(r -> r.state().head().linkedTo().isEmpty())
        .map(r -> r.state().head().run())
        .findFirst()
        .ifPresent(run -> {
          world.history.sometimes("a closed run was taken back");
          post(new Request.TakeBack(run, "it was wrong", Actor.person("ann")));
        });
  }
}
