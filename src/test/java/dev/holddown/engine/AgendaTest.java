package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.MemoryEventStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which runs are brought into memory first at a takeover. */
class AgendaTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final Set<Integer> ALL =
      IntStream.range(0, Claims.PARTITIONS).boxed().collect(Collectors.toSet());

  private final EventStore store = new MemoryEventStore();

  private void run(String run, String state) {
    EventStore.IndexRow row =
        new EventStore.IndexRow(
            run, "book", "Book", "shop/prod", state, "", NOW, NOW, Optional.of(NOW), 1);
    Entry entry = new Entry(NOW, Actor.person("ada"), new RunEvent.Held("here"));
    store.commit(
        List.of(new EventStore.Append(run, 0, List.of(entry), row, Optional.empty(), List.of())));
  }

  @Test
  void a_run_on_its_way_back_comes_before_whatever_closed_ones_owe() {
    for (int i = 0; i < Agenda.SLICE_MAX; i++) {
      run("owes" + i, EventStore.IndexRow.OWING);
    }
    run("forward", "FORWARD");
    run("back", "ROLLING_BACK");
    Agenda agenda = new Agenda(store);
    agenda.takeOver(ALL);
    assertThat(agenda.due(ALL, NOW)).hasSize(Agenda.SLICE_MAX).startsWith("back", "forward");
    assertThat(agenda.due(ALL, NOW)).isNotEmpty().allMatch(run -> run.startsWith("owes"));
  }
}
