package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.MemoryEventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of the log, offered to all who follow it. */
class LogTailTest {
  private static final Instant T = Instant.parse("2026-11-21T10:00:00Z");

  private final EventStore store = new MemoryEventStore();
  private final LogTail tail = new LogTail(store);
  private boolean away;

  @AfterEach
  void end() {
    tail.close();
  }

  private void happen(String run, int events) {
    List<Entry> entries =
        IntStream.rangeClosed(1, events)
            .mapToObj(i -> new Entry(T, Actor.person("ann"), new RunEvent.Held("reason " + i)))
            .toList();
    EventStore.IndexRow row =
        new EventStore.IndexRow(
            run, "p", "P", "p/prod", "ACTIVE", "", T, T, Optional.empty(), events);
    EventStore.Append append =
        new EventStore.Append(run, 0, entries, row, Optional.empty(), List.of());
    assertThat(store.commit(List.of(append))).containsExactly(EventStore.Result.ok());
  }

  private static List<Long> positions(Follower follower) throws InterruptedException {
    List<Long> positions = new ArrayList<>();
    for (var next = follower.next(0); next.isPresent(); next = follower.next(0)) {
      positions.add(next.get().event().link().position());
    }
    return positions;
  }

  private boolean sees(String run) {
    if (away) {
      throw new StoreException("the store does not answer");
    }
    return !run.isEmpty();
  }

  @Test
  void one_who_cannot_be_asked_what_they_see_comes_back_and_the_others_miss_nothing()
      throws InterruptedException {
    Follower before = tail.join(Optional.empty(), run -> true).follower();
    Follower broken = tail.join(Optional.empty(), this::sees).follower();
    Follower after = tail.join(Optional.empty(), run -> true).follower();
    happen("a", 2);
    tail.deliver();
    assertThat(positions(broken)).containsExactly(1L, 2L);

    away = true;
    happen("b", 3);
    tail.deliver();
    assertThat(positions(before)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(positions(after)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(broken.late()).isTrue();
    assertThat(before.late() || after.late()).isFalse();

    away = false;
    happen("c", 1);
    tail.deliver();
    assertThat(positions(broken)).as("nothing after a gap").isEmpty();
    assertThat(positions(after)).containsExactly(6L);
  }
}
