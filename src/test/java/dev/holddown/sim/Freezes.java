package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.PermitCommand;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Freezes that begin and end while something is due, the people who let runs through, and what no
 * freeze may do: let something forward pass, or stand in the way back.
 */
final class Freezes {
  /** By then every node has heard of a freeze that began at another one. */
  private static final long HEARD_WITHIN = 2_000;

  private static final String OWNER = "lea";
  private static final Scope SHOP = new Scope(List.of("shop"), List.of());

  private final World world;
  private final Map<String, Long> durableAt = new HashMap<>();
  private Governance log = Governance.empty();

  Freezes(World world) {
    this.world = world;
  }

  /** Some histories have one or two freezes. */
  void begin() {
    if (world.chance.of(0.25)) {
      plan("f1");
      if (world.chance.of(0.3)) {
        plan("f2");
      }
    }
  }

  private void plan(String id) {
    world.time.in(world.chance.between(2_000, 250_000), () -> freeze(id));
  }

  private void freeze(String id) {
    List<String> override = world.chance.of(0.6) ? List.of("lead", "senior") : List.of();
    boolean ends = world.chance.of(0.7);
    Duration lasts = Duration.ofSeconds(world.chance.between(10, 200));
    world
        .cluster
        .anyUp()
        .ifPresent(process -> {
          Optional<Instant> until =
              ends ? Optional.of(process.machine().now().plus(lasts)) : Optional.empty();
          Freeze.About about = new Freeze.About("the shop is full of people", OWNER);
          say(process, new GovernanceCommand.BeginFreeze(id, about, SHOP, until, override));
        });
    if (!ends) {
      world.time.in(lasts.toMillis(), () -> end(id));
    }
  }

  /** Whoever began it ends it, and looks whether that was heard. */
  private void end(String id) {
    boolean over = Optional.ofNullable(log.freezes().get(id)).filter(b -> !b.ended()).isEmpty();
    if (!over) {
      world
          .cluster
          .anyUp()
          .ifPresent(
              process -> say(process, new GovernanceCommand.EndFreeze(id, "", "it is over")));
      world.time.in(5_000, () -> end(id));
    }
  }

  private void say(SimProcess process, GovernanceCommand command) {
    world.history.add(OWNER, "decides ", command);
    process.post(new Request.Govern(command, Actor.person(OWNER)), reply -> {});
  }

  /** From now on nothing is frozen. */
  void thaw() {
    log.freezes().keySet().forEach(this::end);
  }

  /** What somebody who may says to let a run through; empty when there is nothing to say. */
  Optional<PermitCommand> override(RunState s, String person, Instant now) {
    return inForce(s, now).stream()
        .map(Freeze.InForce::freeze)
        .filter(f -> f.override().isPresent())
        .findFirst()
        .map(f ->
            new PermitCommand.OverrideFreeze(
                f.id(),
                new Granted("lead", person, "phone", "it cannot wait"),
                Duration.ofSeconds(world.chance.between(5, 120))));
  }

  private List<Freeze.InForce> inForce(RunState s, Instant at) {
    return log.freezes().isEmpty()
        ? List.of()
        : Freeze.inForce(
            log.house(Documents.none()).freezes(), s.head().service(), s.head().environment(), at);
  }

  // --- what is looked at ---

  void committed(List<Entry> entries) {
    for (Entry entry : entries) {
      world.history.add(Governance.LOG, entry.event(), " (", entry.actor(), ")");
      if (entry.event() instanceof GovernanceEvent.FreezeBegan began) {
        durableAt.put(began.id(), world.time.nowMillis());
      }
    }
    log = log.after(entries);
  }

  /** Something goes forward at that moment, though not in the house of every node. */
  void forward(RunState s, String what, Instant at) {
    for (Freeze.InForce held : inForce(s, at)) {
      String id = held.freeze().id();
      boolean let =
          s.permits().overrides().stream()
              .anyMatch(o ->
                  o.freeze().equals(id)
                      && at.isBefore(o.until())
                      && held.freeze().override().stream()
                          .flatMap((Freeze.Override rule) -> rule.sign().needed().stream())
                          .anyMatch(r -> r.role().equals(o.by().role())));
      if (let) {
        world.history.sometimes("a run went through a freeze");
      } else if (heard(id)) {
        throw new Alarm("I23", what + " goes forward at " + at + " in the freeze " + held);
      }
    }
  }

  private boolean heard(String id) {
    long by = Math.max(durableAt.getOrDefault(id, Long.MAX_VALUE), world.cluster.calmFrom());
    return !world.cluster.several() || by + HEARD_WITHIN < world.time.nowMillis();
  }

  /** What came of a word of a person about a run. */
  void answered(RunState s, RunCommand command, Request.Reply reply) {
    boolean stops =
        command instanceof RunCommand.Rollback
            || command instanceof RunCommand.Abort
            || command instanceof RunCommand.Hold;
    if (stops && reply.sentence().startsWith("frozen")) {
      throw new Alarm("I23", command + " is refused to " + s.head().run() + ": " + reply);
    }
  }

  /** On the way back something is done. */
  void back(RunState s, Instant at) {
    if (s.phase() == Phase.ROLLING_BACK && !inForce(s, at).isEmpty()) {
      world.history.sometimes("a way back was gone in a freeze");
    }
  }
}
