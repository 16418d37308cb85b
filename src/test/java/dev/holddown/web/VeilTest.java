package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.incident.Incident;
import dev.holddown.view.IncidentView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VeilTest {
  private final List<String> looked = new ArrayList<>();

  private Veil of(String... runs) {
    return new Veil(
        false,
        run -> {
          looked.add(run);
          return List.of(runs).contains(run);
        });
  }

  @Test
  void nothing_is_looked_up_for_who_reads_everything() {
    Veil open =
        new Veil(
            true,
            run -> {
              throw new AssertionError(run);
            });
    assertThat(open.text("see pay-7 and x-pay-7-y")).isEqualTo("see pay-7 and x-pay-7-y");
  }

  @Test
  void a_child_is_hidden_whole_and_words_beside_a_run_stay() {
    assertThat(of("pay-7", "pay-7-id-row--1").text("by pay-7-id-row--1, x-pay-7-y, no-op."))
        .isEqualTo("by another run, x-another run-y, no-op.");
    assertThat(of("pay-7").text("pay-7.json pay-7-pay-7 run pay-7"))
        .isEqualTo("another run.json another run-another run another run");
  }

  @Test
  void a_long_text_is_not_looked_up_without_end_and_what_was_not_looked_up_is_hidden() {
    String long1 = IntStream.range(0, 400).mapToObj(i -> "a-" + i).collect(Collectors.joining(" "));
    assertThat(of("pay-7").text(long1 + " pay-7")).startsWith("a-0 a-1 ").doesNotContain("pay-7");
    assertThat(looked).hasSize(200);
    looked.clear();
    assertThat(of("k-l").text("a-b-c-d-e-f-g-h-i-j-k-l-m")).isEqualTo("another run");
    assertThat(looked).isEmpty();
  }

  @Test
  void a_board_of_others_is_named_neither_as_the_source_nor_on_the_timeline() {
    Instant at = Instant.parse("2026-01-31T22:00:00Z");
    Incident.Pin pin = new Incident.Pin("ab", at, "board/vault");
    IncidentView.About about =
        new IncidentView.About(
            "t",
            new IncidentView.Rated("P0", 1),
            List.of(),
            List.of(),
            new IncidentView.Clock(true, at, 0, Optional.empty(), Optional.empty()));
    IncidentView view =
        new IncidentView(
            "i",
            about,
            new IncidentView.Crew("ann", List.of(), Map.of(), ""),
            new IncidentView.Kept(
                Optional.of(pin),
                Optional.of(new Incident.Pin("cd", at, "board/mine")),
                List.of(),
                Map.of(),
                List.of(new Incident.Line(at, "ann", "pinned", "pinned board/vault, sha256:ab"))),
            List.of());
    IncidentView.Kept kept = of().incident(view, Map.of(), "board/mine"::equals).kept();
    assertThat(kept.pinned().orElseThrow().source()).isEqualTo("board/another board");
    assertThat(kept.rechecked().orElseThrow().source()).isEqualTo("board/mine");
    assertThat(kept.timeline().getFirst().text())
        .isEqualTo("pinned board/another board, sha256:ab");
  }
}
