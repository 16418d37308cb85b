package dev.holddown.sim;

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

  /** What a history is made with. {@code off}: faults left out. */
  record Order(long seed, Mutant mutant, Set<Faults.Kind> off, boolean told) {
    static Order of(long seed) {
      return new Order(seed, Mutant.NONE, Set.of(), false);
    }

    Order with(Mutant planted) {
      return new Order(seed, planted, off, told);
    }

    Order without(Set<Faults.Kind> faults) {
      return new Order(seed, mutant, faults, told);
    }

    Order aloud() {
      return new Order(seed, mutant, off, true);
    }
  }

  World(Order order) {
    this.mutant = order.mutant();
    this.chance = new Chance(order.seed());
    this.history = new History(time, order.told());
    this.faults = Faults.draw(chance, order.off());
    this.oracles = new Oracles(this);
    this.target = new Target(this);
    this.metrics = new Metrics(this);
    this.store = new SimStore(this);
  }

  /** Whether this fault happens now. */
  boolean fault(Faults.Kind kind) {
    boolean happens = chance.of(faults.of(kind));
    if (happens) {
      history.sometimes(kind.name());
    }
    return happens;
  }

  /** A call to the outside: the process may end just here. */
  void port(String where) {
    if (chance.of(faults.of(Faults.Kind.CRASH))) {
      history.sometimes("crash " + where);
      throw new Crash(where);
    }
  }
}
