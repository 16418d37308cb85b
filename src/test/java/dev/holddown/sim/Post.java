package dev.holddown.sim;

import dev.holddown.engine.port.EventStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Delivers what a process owes to people. Plays the part of {@code engine.Outbox}. A page may come
 * twice only where the process ended, or its store failed, between the sending and the note of it.
 */
final class Post {
  private static final long EVERY_MILLIS = 2_000;
  /** When everything works. */
  static final Duration DELIVERS_WITHIN = Duration.ofSeconds(5);

  private static final int ROWS_MAX = 100;

  private final World world;
  private final Map<Long, Integer> sent = new HashMap<>();
  private final Set<Long> noted = new HashSet<>();

  Post(World world) {
    this.world = world;
  }

  /** Goes on for the life of a process. */
  void begin(SimProcess process, EventStore store) {
    process.local(
        EVERY_MILLIS,
        () -> {
          deliver(process, store);
          begin(process, store);
        });
  }

  private void deliver(SimProcess process, EventStore store) {
    for (EventStore.OutboxRow row : store.outbox(ROWS_MAX)) {
      if (world.fault(Faults.Kind.MESSAGE_FAILS)) {
        store.delivered(row.id(), process.machine().now(), "nobody answers");
        continue;
      }
      if (noted.contains(row.id())) {
        throw new Alarm("message", row + " is delivered again though it was noted");
      }
      sent.merge(row.id(), 1, Integer::sum);
      world.history.add("post", "delivers ", row.run(), "/", row.notice());
      process.port("after a message");
      if (world.mutant != Mutant.MESSAGE_SENT_TWICE || world.chance.of(0.5)) {
        store.delivered(row.id(), process.machine().now(), "");
      }
      noted.add(row.id());
      if (sent.getOrDefault(row.id(), 0) > 1) {
        world.history.sometimes("a message came twice");
      }
    }
  }

  /** At the end nobody is owed a word. */
  void finished(EventStore store) {
    if (!store.outbox(1).isEmpty()) {
      throw new Alarm("L35", "a message is never delivered: " + store.outbox(1));
    }
  }
}
