package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.board.Board;
import dev.holddown.testing.Covers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardDocumentsTest {
  private static final String LOOKS =
      """
      kind: board
      id: b
      title: Board
      monitors:
        - watch: Load
          http.get: {url: "http://x"}
          levels: [{level: warn, breach: result.status != 200, for: 0s, penalty: 5}]
      """;

  private static Board board(String text) {
    Reading reading = Written.read(text);
    assertThat(reading.problems()).isEmpty();
    return ((Document.OfBoard) reading.document().orElseThrow()).board();
  }

  @Test
  void a_monitor_that_no_card_names_has_a_card_of_its_own() {
    assertThat(board(LOOKS).page().cards()).extracting(Board.Card::id).containsExactly("load");
  }

  @Test
  @Covers("A-12")
  void a_card_is_found_by_its_own_id_and_by_a_monitor_that_it_shows() {
    Board board =
        board(LOOKS + "cards: [{title: Alias Drift, monitors: [load]}]\n");
    assertThat(board.card("alias_drift")).isPresent();
    assertThat(board.card("load")).isEqualTo(board.card("alias_drift"));
    assertThat(board.card("nothing")).isEmpty();
  }

  @Test
  void what_cannot_be_is_said_with_its_cure() {
    assertThat(Written.problems("kind: board\nid: b\nmonitors: []\n"))
        .containsExactly("p.yaml:1:1 `monitors` is empty: nothing would be seen; add one");
    assertThat(Written.problems(LOOKS + "health: {start: 50, red-below: 60}\n"))
        .containsExactly(
            "p.yaml:8:9 red below 60, and it starts at 50: it would always be red; write a"
                + " `red-below` that is not above `start`");
    assertThat(Written.problems(LOOKS + "cards: [{title: Health, id: health, monitors: [load]}]\n"))
        .singleElement()
        .asString()
        .contains("the anchor `health` is taken; each card has an id of its own, unlike");
    assertThat(
            Written.problems(
                LOOKS.replace("penalty: 5", "penalty: 5, then: [{after: 5m, do: {page: a}}]")))
        .singleElement()
        .asString()
        .contains("a monitor of a board only pages and notifies, and does so at once");
    assertThat(
            Written.problems(
                LOOKS.replace("    levels", "    save: {board: result.status}\n    levels")))
        .anyMatch(problem -> problem.contains("every snapshot has a `board` of its own"));
    assertThat(
            Written.problems(
                Written.HEAD
                    + Written.STAGES
                    + """
                    watches:
                      - watch: Load
                        http.get: {url: "http://x"}
                        levels: [{level: warn, breach: result.status != 200, for: 0s, then: [{page: a}], penalty: 5}]
                    """))
        .singleElement()
        .asString()
        .contains("`penalty` stands in a watch of a playbook, which takes nothing off");
  }

  @Test
  void every_board_of_the_five_documents_is_compiled() throws Exception {
    for (String file :
        List.of(
            "000-ops-checklist/mission-control.yaml",
            "001-incident-commander/monitoring.yaml",
            "004-command-center-pack/dashboard.yaml")) {
      Board board = board(Files.readString(Path.of("examples", file)));
      assertThat(board.monitors()).isNotEmpty();
      assertThat(board.page().cards()).isNotEmpty();
    }
  }

  @Test
  void the_links_of_a_file_are_found_with_their_places() {
    String text =
        """
        kind: playbook
        links: {drift: "board:b/load", wiki: "https://wiki.example/x"}
        stages: [{stage: A, items: [{check: B, links: {Drift: drift, Other: "https://o.example"}}]}]
        """;
    assertThat(LinkTargets.of("p.yaml", text))
        .extracting(target -> target.place() + " " + target.title() + " " + target.text())
        .containsExactly(
            "p.yaml:2:16 drift board:b/load",
            "p.yaml:2:38 wiki https://wiki.example/x",
            "p.yaml:3:69 Other https://o.example");
  }
}
