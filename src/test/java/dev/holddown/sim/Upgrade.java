package dev.holddown.sim;

/** In some histories a process begins as a version before this one, and is replaced on the way. */
final class Upgrade {
  private final World world;
  private final SimProcess process;
  private final long at;

  Upgrade(World world, SimProcess process) {
    this.world = world;
    this.process = process;
    this.at = world.upgrades ? world.chance.between(10_000, 200_000) : 0;
    if (world.upgrades) {
      world.time.in(at, this::replace);
    }
  }

  /** Whether the process is of this version. */
  boolean done() {
    return world.time.elapsedMillis() >= at;
  }

  private void replace() {
    if (process.up()) {
      world.history.sometimes("a version was replaced by a newer one");
      process.died("is replaced by a newer version");
    }
  }
}
