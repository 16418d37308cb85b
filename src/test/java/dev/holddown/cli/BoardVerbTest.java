package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardVerbTest {
  private static final String BOARD =
      """
      kind: board
      id: b
      title: Board
      monitors:
        - watch: Version
          id: version
          lab.look: {}
          shows: "version ${result.version}"
          levels: [{level: critical, breach: 'result.version == "BAD"', for: 0s, penalty: 50}]
        - {watch: Known, id: known, ASKS, breach: 'result.version == "x"', for: 0s}
      health: {start: 100, red-below: 60}
      """;

  private final TestKit kit;

  BoardVerbTest(@TempDir Path folder) {
    kit = new TestKit(folder);
  }

  @AfterEach
  void stop() {
    kit.close();
  }

  private TestKit.Printed asked(String bad, String asks) {
    Path file =
        kit.file("b.yaml", BOARD.replace("BAD", bad).replace("ASKS", asks));
    return kit.run("board", file.toString());
  }

  @Test
  void a_file_is_asked_once_and_ends_with_0_when_all_is_well() {
    TestKit.Printed printed = asked("new", "lab.look: {}");
    assertThat(printed.exit()).as(printed.err()).isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .contains("health 100, green: 100 = 100; red below 60")
        .contains("2 of 2 monitors have a fresh answer")
        .contains("ok        Version: version old");
  }

  @Test
  void red_ends_with_1_and_says_the_sum() {
    TestKit.Printed printed = asked("old", "lab.look: {}");
    assertThat(printed.exit()).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .contains("health 50, red: 100 − 50 (Version, critical) = 50; red below 60");
  }

  @Test
  void what_nobody_knows_ends_with_3_and_is_no_data() {
    TestKit.Printed printed = asked("new", "min-samples: 5, lab.look: {}");
    assertThat(printed.exit()).isEqualTo(Exit.WAITS);
    assertThat(printed.out())
        .contains("health 100, unproven")
        .contains("unknown   Known: 1 samples where at least 5 are needed");
  }

  @Test
  void json_is_the_view_of_the_api() {
    Path file =
        kit.file("b.yaml", BOARD.replace("BAD", "new").replace("ASKS", "lab.look: {}"));
    TestKit.Printed printed = kit.run("board", file.toString(), "--json");
    assertThat(Json.tree(printed.out()).path("head").path("id").asString("")).isEqualTo("b");
  }

  @Test
  void without_an_engine_or_a_file_it_says_what_to_do() {
    TestKit.Printed printed = kit.run("board");
    assertThat(printed.exit()).isEqualTo(Exit.WAITS);
    assertThat(printed.err()).contains("so nothing is watched; start one with: holddown serve");
    assertThat(kit.run("board", "nowhere.yaml").err()).contains("there is no file nowhere.yaml");
  }

  @Test
  void links_to_boards_and_playbooks_are_looked_up_in_the_folder() {
    kit.file("b.yaml", BOARD.replace("BAD", "new").replace("ASKS", "lab.look: {}"));
    Path file =
        kit.file(
            "p.yaml",
            """
            kind: playbook
            id: p
            title: P
            links: {good: "board:b/version", broken: "board:b/nothing", other: "board:none", me: "playbook:p", away: incident-commander}
            subject: {service: s, environment: prod}
            stages: [{stage: A, items: [{check: B, sign: {role: a}}]}]
            """);
    TestKit.Printed printed = kit.run("links", file.toString());
    assertThat(printed.exit()).as(printed.err()).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .contains("good     p.yaml:4:15 good: board:b/version (the board has it)")
        .contains(
            "broken   p.yaml:4:42 broken: board:b/nothing (the board b has neither a card nor a"
                + " monitor nothing; it has version, known)")
        .contains("there is no board none in the folder")
        .contains("me: playbook:p (the playbook is in the folder)")
        .contains("unknown  p.yaml:4:106 away");
  }
}
