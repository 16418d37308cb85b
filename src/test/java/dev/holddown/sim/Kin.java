package dev.holddown.sim;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.run.Child;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import java.util.Optional;

/** What a run and those that it started may never say of each other. */
final class Kin {
  private final World world;

  Kin(World world) {
    this.world = world;
  }

  private Optional<RunState> logged(String run) {
    return Optional.ofNullable(world.oracles.runs().get(run)).map(RunRules::state);
  }

  /** A line that waits for another run has passed when that one succeeded, and not before. */
  void passed(RunState s, String key) {
    boolean waits =
        s.plan().node(key).filter(n -> n.item() instanceof Item.Runbook r && r.waits()).isPresent();
    if (waits) {
      Optional<Outcome> outcome =
          Optional.ofNullable(s.children().get(key))
              .flatMap(child -> logged(child.run()))
              .flatMap(RunState::outcome);
      if (!outcome.equals(Optional.of(Outcome.SUCCEEDED))) {
        throw new Alarm("child", key + " is passed though its run is " + outcome);
      }
      world.history.sometimes("a run that a run started succeeded");
    }
  }

  /** What works inside a run has ended before that ends and others come in. */
  void ends(RunState s) {
    for (Child child : s.children().values()) {
      logged(child.run())
          .filter(c -> c.head().mode() == RunHead.Mode.RUNBOOK && !c.closed())
          .ifPresent(c -> {
            throw new Alarm("child", s.head().run() + " ends while " + c.head().run() + " goes on");
          });
    }
  }
}
