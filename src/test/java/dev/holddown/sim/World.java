package dev.holddown.sim;

import dev.holddown.domain.kernel.Digest;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What everything in a history shares: time, chance, faults, the target and the oracles. */
final class World {
  final Mutant mutant;
  final Chance chance;
  final Timeline time = new Timeline();
  final History history;
  final Faults faults;
  final Target target;
  final Metrics metrics;
  final SimStore store;
  final Oracles oracles;
  final Post post = new Post(this);
  final Freezes freezes = new Freezes(this);
  final Kin family = new Kin(this);
  final Map<Digest, byte[]> blobs = new HashMap<>();
  final SimCluster cluster;

  /** Whether every process begins as a version before this one, and is replaced on the way. */
  final boolean upgrades;

  /**
   * What a history is made with.
   *
   * @param off faults left out
   * @param told whether its lines are wanted
   * @param tape is played instead of what the seed would draw
   */
  record Order(
      long seed, Mutant mutant, Set<Faults.Kind> off, boolean told, Optional<long[]> tape) {
    static Order of(long seed) {
      return new Order(seed, Mutant.NONE, Set.of(), false, Optional.empty());
    }

    /** Some histories are of several nodes, or all when the command line says so. */
    int nodes() {
      boolean several = seed % 23 == 4 || mutant.needsNodes() || Boolean.getBoolean("sim.nodes");
      return several ? 2 + (int) (seed / 7 % 2) : 1;
    }

    Order with(Mutant planted) {
      return new Order(seed, planted, off, told, tape);
    }

    Order without(Set<Faults.Kind> faults) {
      return new Order(seed, mutant, faults, told, tape);
    }

    Order without(Faults.Kind fault) {
      Set<Faults.Kind> more = EnumSet.of(fault);
      more.addAll(off);
      return without(more);
    }

    Order playing(long[] drawn) {
      return new Order(seed, mutant, off, told, Optional.of(drawn));
    }

    Order aloud() {
      return new Order(seed, mutant, off, true, tape);
    }
  }

  World(Order order) {
    this.mutant = order.mutant();
    this.chance = order.tape().map(Chance::new).orElseGet(() -> new Chance(order.seed()));
    this.history = new History(time, order.told());
    this.faults = Faults.draw(chance, order.off(), order.nodes() > 1);
    // that version believed its clock
    boolean clocks = faults.kinds().stream().anyMatch(kind -> kind.name().startsWith("CLOCK"));
    this.upgrades = chance.of(0.2) && !clocks;
    this.oracles = new Oracles(this);
    this.target = new Target(this);
    this.metrics = new Metrics(this);
    this.store = new SimStore(this);
    this.cluster = new SimCluster(this, order.nodes());
  }

  /** Whether this fault happens now. */
  boolean fault(Faults.Kind kind) {
    boolean happens = faults.now(kind, chance);
    if (happens) {
      history.sometimes(kind.name());
    }
    return happens;
  }
}
