package dev.holddown.sim;

import dev.holddown.domain.run.RunState;
import java.util.HashMap;
import java.util.Map;

/** What a process told people is done: it is in the log whatever happens to the process (I02). */
final class Acknowledged {
  private final World world;
  private final Map<String, Long> versions = new HashMap<>();

  Acknowledged(World world) {
    this.world = world;
  }

  void note(RunState s) {
    versions.put(s.head().run(), s.version());
  }

  void check() {
    versions.forEach((run, version) -> {
      if (world.store.durableVersion(run) < version) {
        throw new Alarm(
            "I02", "event " + version + " of run " + run + " was acknowledged and lost");
      }
    });
  }
}
