package dev.holddown.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.view.Layout;
import dev.holddown.view.OwedList;
import dev.holddown.view.OwedText;
import dev.holddown.view.Paint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which runs are looked at for what they owe, when there are too many. */
class OwedDeskTest {
  private static final Instant T = Instant.parse("2026-11-22T04:00:00Z");

  private static IndexRow row(String run, String state) {
    return new IndexRow(run, "p", "P", "shop", state, "", T, T, Optional.empty(), 1);
  }

  @Test
  void the_oldest_that_closed_and_owe_are_never_left_out_for_newer_open_ones() {
    List<IndexRow> alive =
        List.of(
            row("r1", IndexRow.OWING),
            row("r2", "FORWARD"),
            row("r3", IndexRow.OWING),
            row("r4", "FORWARD"));
    assertThat(OwedDesk.inOrder(alive))
        .extracting(EventStore.IndexRow::run)
        .containsExactly("r1", "r3", "r2", "r4");
  }

  @Test
  void a_list_that_is_not_of_all_runs_says_so() {
    Layout layout = new Layout(160, Layout.Detail.FULL, Paint.plain());
    assertThat(OwedText.lines(new OwedList(List.of(), T, 12), layout))
        .containsExactly(
            "12 runs were not looked at, and may owe more: closed runs that owe something come"
                + " first, oldest first; meet or skip some of what stands here.");
    assertThat(OwedText.lines(new OwedList(List.of(), T, 0), layout))
        .containsExactly("Nothing is owed.");
  }
}
