package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import}, {@code render}, and checklists where a playbook is expected. */
class ImportVerbTest {
  private static final String PAGE =
      """
      # Promote shop

      ## Before
      - [ ] Image signed
      - [x] Change approved (Owner: QA)
      - [ ] Error rate < 0.1 %

      ## Deploy
      ```bash
      # 1. Show the maintenance page
      aws apigateway update-stage --patch-ops op=replace,value=true
      ```

      ## Rollback triggers
      - Error rate > 1% (2 min)

      ## Rollback steps
      1. Switch the traffic back
      """;

  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);

  @BeforeEach
  void newKit() {
    kit = new TestKit(folder);
  }

  @Test
  @Covers({"B-232", "X-12"})
  void a_checklist_becomes_a_playbook_that_validates_and_says_what_is_open() throws IOException {
    Path page = kit.file("page.md", PAGE);
    Path playbook = folder.resolve("playbook.yaml");

    TestKit.Printed printed = kit.run("import", page.toString(), "-o", playbook.toString());

    assertThat(printed.exit()).as(printed.err()).isZero();
    assertThat(printed.out())
        .contains(
            "Promote shop: 6 items, 1 ticked on paper: imported, unverified\n",
            "  line 6  the limit \"Error rate < 0.1 %\" has no source of data; a person signs it"
                + " until it has an action and result.value < percent(0.1)\n",
            "--patch-ops is no option of aws apigateway update-stage; rather: aws apigateway"
                + " update-stage --patch-operations op=replace,value=true\n",
            "written to " + playbook + "; next: holddown validate " + playbook + "\n");
    assertThat(Files.readString(playbook))
        .contains("imported: ticked", "run by hand: aws apigateway update-stage --patch-ops");
    assertThat(kit.run("validate", playbook.toString()).out())
        .isEqualTo(playbook + " is sound: 2 stages, 4 items, 1 watch, a rollback in 1 phase\n");
  }

  @Test
  void a_page_of_more_items_than_a_playbook_holds_is_refused_by_every_verb() throws IOException {
    Path page = kit.file("page.md", "# Release\n" + "- [ ] Image signed\n".repeat(10_001));
    Path playbook = folder.resolve("playbook.yaml");
    String why =
        page
            + " holds 10,001 items, and a playbook holds at most 10,000: split it into several"
            + " checklists, say one for each of its sections; nothing was written or started, and"
            + " the file is as it was\n";

    TestKit.Printed imported = kit.run("import", page.toString(), "-o", playbook.toString());
    TestKit.Printed explained = kit.run("import", page.toString(), "--explain");

    assertThat(imported.exit()).isEqualTo(1);
    assertThat(imported.err()).isEqualTo("holddown: " + why);
    assertThat(playbook).doesNotExist();
    assertThat(kit.run("validate", page.toString()).err()).isEqualTo("holddown: " + why);
    assertThat(kit.run("run", page.toString()).err()).isEqualTo("holddown: " + why);
    assertThat(explained.exit()).isEqualTo(1);
    assertThat(explained.out()).contains("10002", "an item more than a playbook may hold");
  }

  @Test
  void a_page_of_as_many_items_as_a_playbook_holds_becomes_one() throws IOException {
    Path page = kit.file("page.md", "# Release\n" + "- [ ] Image signed\n".repeat(10_000));
    Path playbook = folder.resolve("playbook.yaml");

    assertThat(kit.run("import", page.toString(), "-o", playbook.toString()).exit()).isZero();
    assertThat(kit.run("validate", playbook.toString()).out())
        .isEqualTo(playbook + " is sound: 1 stage, 10000 items, 0 watches, no rollback\n");
  }

  @Test
  void lines_that_are_too_many_for_one_item_stay_on_the_page_and_are_told() throws IOException {
    Path page =
        kit.file(
            "page.md",
            "# Release\n- [ ] Look\n"
                + "  - see the notes\n".repeat(2_010)
                + "- [ ] Do\n  ```bash\n"
                + "  kubectl get pods\n".repeat(2_001)
                + "  ```\n");
    Path playbook = folder.resolve("playbook.yaml");

    TestKit.Printed printed = kit.run("import", page.toString(), "-o", playbook.toString());

    assertThat(printed.exit()).as(printed.err()).isZero();
    assertThat(printed.out())
        .contains(
            "  line 2  the item has 10 lines more below it than the 2,000 that an item takes; they"
                + " stay on the page; make several items of it\n",
            "  line 2013  the item has 1 lines more below it than the 2,000 that an item takes;");
  }

  @Test
  void a_page_whose_playbook_could_not_be_read_again_is_refused() throws IOException {
    Path page = kit.file("page.md", "# Release\n- [ ] " + "words ".repeat(800_000) + "\n");
    Path playbook = folder.resolve("playbook.yaml");

    TestKit.Printed printed = kit.run("import", page.toString(), "-o", playbook.toString());

    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err())
        .startsWith("holddown: the playbook that comes of " + page + " would have 4,8")
        .endsWith(
            " bytes, and at most 4,194,304 are read: split it into several checklists; nothing was"
                + " written, and the file is as it was\n");
    assertThat(playbook).doesNotExist();
  }

  @Test
  void a_file_that_is_there_is_left_as_it_is() throws IOException {
    Path page = kit.file("page.md", PAGE);
    Path playbook = kit.file("playbook.yaml", "mine");

    TestKit.Printed printed = kit.run("import", page.toString(), "-o", playbook.toString());

    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err())
        .isEqualTo(
            "holddown: there is a file "
                + playbook
                + " already, and it was left as it is; write elsewhere, add --onto "
                + playbook
                + " --force to keep what was added to it, or --force to write over it\n");
    assertThat(playbook).hasContent("mine");
    assertThat(kit.run("import", page.toString(), "-o", playbook.toString(), "--force").exit())
        .isZero();
  }

  @Test
  void a_page_without_a_checklist_is_refused_with_a_sentence() {
    Path page = kit.file("prose.md", "# A poem\n\nRoses are red.\n");

    TestKit.Printed printed = kit.run("import", page.toString());

    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err())
        .isEqualTo(
            "holddown: "
                + page
                + " holds no checklist: no box, no numbered step, no list or table of things to do"
                + " or to prove; `holddown import --explain "
                + page
                + "` says what became of each line\n");
    assertThat(kit.run("import", "--explain", page.toString()).out())
        .contains("     3  note     text");
    assertThat(kit.run("run", page.toString()).err()).contains("holds no checklist");
  }

  @Test
  void json_gives_items_with_kind_text_lines_condition_command_owner_and_links() {
    Path page = kit.file("page.md", PAGE);

    var json = Json.tree(kit.run("import", "--json", page.toString()).out());

    var limit = json.path("items").get(2);
    assertThat(limit.path("kind").asString()).isEqualTo("check");
    assertThat(limit.path("lines").toString()).isEqualTo("[6,6]");
    assertThat(limit.path("polarity").asString()).isEqualTo("precondition");
    assertThat(limit.path("condition").get(0).path("expect").asString())
        .isEqualTo("result.value < percent(0.1)");
    assertThat(json.path("items").get(1).path("owner").asString()).isEqualTo("QA");
    assertThat(json.path("items").get(1).path("ticked").asBoolean()).isTrue();
    assertThat(json.path("items").get(3).path("command").get(0).asString())
        .startsWith("aws apigateway");
    assertThat(json.path("gaps").size()).isPositive();
  }

  @Test
  void a_changed_page_keeps_what_was_added_by_hand_and_tells_the_difference() throws IOException {
    Path page = kit.file("page.md", PAGE);
    Path playbook = folder.resolve("playbook.yaml");
    kit.run("import", page.toString(), "-o", playbook.toString());
    String bound =
        Files.readString(playbook)
            .replace(
                "        quote: \"Image signed\"\n",
                "        quote: \"Image signed\"\n        not-applicable: {by: boss}  # by hand\n")
            .replace("    id: before\n", "    id: before\n    gate: all\n");
    Files.writeString(playbook, bound);
    kit.file("page.md", PAGE.replace("0.1 %", "0.2 % in prod") + "2. Tell support\n");

    TestKit.Printed printed =
        kit.run(
            "import",
            page.toString(),
            "--onto",
            playbook.toString(),
            "-o",
            playbook.toString(),
            "--force");

    assertThat(printed.out())
        .contains(
            "changed, line 6: Error rate < 0.2 % in prod\n"
                + "    was: Error rate < 0.1 %; it keeps the id error_rate_0_1 and is a person's"
                + " again\n",
            "new, line 19: Tell support\n",
            "5 items are as before and kept as they stand in the playbook\n");
    assertThat(Files.readString(playbook))
        .contains("not-applicable: {by: boss}  # by hand", "gate: all", "id: error_rate_0_1");
    assertThat(kit.run("validate", playbook.toString()).exit()).isZero();
  }

  @Test
  void a_checklist_runs_where_a_playbook_is_expected() {
    Path page = kit.file("page.md", PAGE);

    assertThat(kit.run("validate", page.toString()).out())
        .isEqualTo(page + " is sound: 2 stages, 4 items, 1 watch, a rollback in 1 phase\n");
    assertThat(kit.run("run", page.toString(), "--dry-run").out())
        .contains("Promote shop for promote_shop/default", "Image signed", "signed by operator");
  }

  @Test
  void a_checklist_is_signed_to_its_end() {
    Path page = kit.file("short.md", "# Short checklist\n- [ ] One\n- [x] Two\n");
    kit.startEngine();
    try (TestKit running = kit) {
      TestKit.Printed started =
          running.run("run", page.toString(), "--as", "ann", "--detach", "--json");
      assertThat(started.exit()).as(started.err()).isZero();
      assertThat(running.run("sign", "one", "--role", "operator", "--as", "ann").exit()).isZero();
      assertThat(running.run("sign", "two", "--role", "operator", "--as", "ann").exit()).isZero();
      String run = Json.tree(started.out()).path("run").asString();
      assertThat(running.run("show", run).out()).contains("One", "Two");
    }
  }

  @Test
  void render_prints_the_page_of_a_playbook() {
    Path page = kit.file("page.md", PAGE);

    assertThat(kit.run("render", page.toString()).out())
        .startsWith("# Promote shop\n\n## Before\n\n- [ ] Image signed\n- [x] Change approved")
        .contains("## Rollback triggers\n\n- [ ] Error rate > 1% (2 min)\n");
  }

  @Test
  void suggest_prints_the_action_that_would_prove_an_item() {
    Path page = kit.file("page.md", "- [ ] Health endpoints return 200\n");

    assertThat(kit.run("import", "--suggest", page.toString()).out())
        .isEqualTo(
            """
            line 1  Health endpoints return 200
                http.get: {url: "${vars.url}/healthz"}
                expect: result.status == 200
                within: 1m
            """);
  }
}
