package dev.holddown.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.EventStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process acknowledged before it was killed is there for the next one. */
class KilledProcessTest {
  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  void every_acknowledged_event_survives_a_kill_at_any_moment() throws Exception {
    Random random = new Random(11);
    Path data = folder.resolve("data");
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = 0;
      try (Child child = Child.start(data)) {
        assertThat(child.line()).isEqualTo("owned");
        child.go();
        for (int i = 0; i < 20 + random.nextInt(200); i++) {
          acknowledged = Long.parseLong(child.line());
        }
        child.kill();
        // What it had said by then counts too.
        for (String line = child.line(); !line.isEmpty(); line = child.line()) {
          acknowledged = Long.parseLong(line);
        }
      }

      try (DataFolder owned = DataFolder.own(data);
          EventStore store = SqliteEventStore.open(owned.database(), "Holddown test")) {
        int there = store.read("r-1").size();
        assertThat((long) there).isGreaterThanOrEqualTo(acknowledged);
        assertThat(store.outbox(100_000)).hasSize(there);
        assertThat(store.verify())
            .isEqualTo(new EventStore.Verification(there, 1, Optional.empty()));
      }
    }
  }
}
