package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.playbooks.markdown.MarkdownReader;
import dev.holddown.playbooks.markdown.Paper;
import dev.holddown.playbooks.markdown.PaperItem;
import dev.holddown.playbooks.markdown.PlaybookWriter;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A checklist on paper becomes a run that does not believe the paper: all of it over HTTP. */
class PaperOverHttpTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("holddown.shared", "../shared")).resolve("sources");

  /** Other numbers than the document's. */
  private static final String SMALL =
      """
      # Launch checklist

      ## Before
      - [x] Change set looked at
      - [x] Backup taken
      - [ ] Customers told
      - [x] Load test passed
      - [ ] Runbook read

      ## Authorization
      | Role | Name | Signature | Date |
      |---|---|---|---|
      | **Pilot** | | | |
      | **Navigator** | Ann | Ann | 2025-10-18 |

      **Status**: 🟢 **APPROVED FOR EXECUTION**
      """;

  @TempDir Path folder;

  /** What a page says of itself, and which of its lines say what is approved, and by whom. */
  private record Page(String text, int boxes, int ticks, String changeSet, List<String> leads) {}

  @Test
  @Covers({"S-B1", "B-01", "B-225", "B-226", "B-227", "B-228", "B-229", "B-232"})
  void document_001_is_not_approved_until_all_sign_and_an_edited_change_set_voids_it()
      throws IOException {
    assumeTrue(
        Files.isDirectory(SOURCES),
        () -> "no documents at " + SOURCES + "; point -Dholddown.shared=… at their folder");
    List<Path> found;
    try (var files = Files.list(SOURCES)) {
      found = files.filter(file -> file.getFileName().toString().startsWith("001_")).toList();
    }
    assumeTrue(found.size() == 1, () -> "document 001 is not at " + SOURCES);
    Page page =
        new Page(
            Files.readString(found.getFirst()),
            66,
            18,
            "breaking_changes_check_no_breaking_changes_detected_in_cdk_d",
            List.of("technical_lead", "devops_lead", "security_lead", "business_owner"));
    Paper paper = paper(page);
    assertThat(paper.page().templates()).hasSize(4);
    assertThat(
            paper.lines().stream()
                .filter(line -> line.fate() != Paper.Fate.IGNORED)
                .filter(line -> line.why().matches("a row of a table|a severity|a contact"))
                .count())
        .as("rows of tables")
        .isEqualTo(26);
    approvedOnlyWhenAllSigned(page);
  }

  @Test
  @Covers({"S-B1", "B-232"})
  void another_page_with_two_signatures_and_three_ticks_is_believed_as_little() throws IOException {
    approvedOnlyWhenAllSigned(
        new Page(SMALL, 5, 3, "change_set_looked_at", List.of("pilot", "navigator")));
  }

  private static Paper paper(Page page) {
    return MarkdownReader.read("paper.md", page.text().getBytes(StandardCharsets.UTF_8));
  }

  private void approvedOnlyWhenAllSigned(Page page) throws IOException {
    Paper paper = paper(page);
    assertThat(paper.items().stream().filter(PaperOverHttpTest::boxed)).hasSize(page.boxes());
    Path workspace = Files.createDirectories(folder.resolve("served"));
    ServedWorld.playbook(workspace, "paper.yaml", grown(page, paper));
    try (World world = World.inMemory(folder);
        ServedWorld served = new ServedWorld(world, workspace)) {
      world.metric("change_set").on(1).was(42);
      String run = served.start("starter", "paper", Map.of());
      served.advance(Duration.ofSeconds(5));

      List<JsonNode> items = items(served.view(run));
      assertThat(
              items.stream()
                  .map(item -> item.path("mark").path("reason").asString(""))
                  .filter(reason -> reason.startsWith("ticked on paper, not verified"))
                  .count())
          .as("items that are ticked on paper; the change set is the one that was looked at since")
          .isEqualTo(page.ticks() - 1);
      assertThat(items)
          .filteredOn(item -> !item.path("name").path("key").asString().equals(page.changeSet()))
          .noneMatch(item -> item.path("mark").path("status").asString().equals("PASSED"));
      assertThat(approved(served, run)).isFalse();

      signAllBut(served, run, page.leads());
      List<String> leads = page.leads();
      for (String lead : leads.subList(0, leads.size() - 1)) {
        assertThat(served.sign(lead, run, lead).status()).as(lead).isEqualTo(200);
        assertThat(approved(served, run)).as("after " + lead).isFalse();
      }
      assertThat(served.sign(leads.getLast(), run, leads.getLast()).status()).isEqualTo(200);
      served.advance(Duration.ofSeconds(2));
      assertThat(approved(served, run)).as("all have signed, and nobody said so").isTrue();

      world.metric("change_set").is(43);
      assertThat(
              served
                  .post(
                      leads.getFirst(),
                      "/api/v1/runs/" + run + "/items/" + page.changeSet() + "/reopen",
                      "reason=the change set was edited")
                  .status())
          .isEqualTo(200);
      served.advance(Duration.ofSeconds(5));
      assertThat(approved(served, run)).as("the change set was edited").isFalse();
      for (String lead : leads) {
        assertThat(served.item(run, lead)).as(lead).startsWith("OPEN");
      }
      // What was done after the change set was looked at is to be done again, too.
      signAllBut(served, run, leads);
      for (String lead : leads) {
        ServedWorld.Answer again = served.sign(lead, run, lead);
        assertThat(again.status())
            .as(lead + ": " + again.detail() + served.waiting(run))
            .isEqualTo(200);
      }
      served.advance(Duration.ofSeconds(2));
      assertThat(approved(served, run)).isTrue();
    }
  }

  private static boolean boxed(PaperItem item) {
    return !item.marks().contains(PaperItem.Mark.IMPLICIT);
  }

  /**
   * The playbook of the page, with what a team adds to it: the change set is asked for, signatures
   * count for it alone, and behind the checklist stands what it releases.
   */
  private static String grown(Page page, Paper paper) {
    String yaml =
        PlaybookWriter.write(paper, new PlaybookWriter.Subject("commander", "demo"));
    int item = yaml.indexOf("id: " + page.changeSet());
    int sign = yaml.indexOf("sign: {role: operator}", item);
    String indent = "\n" + " ".repeat(sign - yaml.lastIndexOf('\n', sign) - 1);
    yaml =
        yaml.substring(0, sign)
            + "world.metric: {name: change_set}"
            + indent
            + "expect: result.value > 0"
            + indent
            + "save: {change_set: result.value}"
            + yaml.substring(sign + "sign: {role: operator}".length());
    for (String lead : page.leads()) {
      yaml =
          yaml.replace(
              "sign: {role: " + lead + "}",
              "sign: {role: " + lead + ", covers: [saved.change_set]}");
    }
    int end = Math.max(yaml.indexOf("# A person pulls"), 0);
    String execution =
        """
          - stage: Execution
            id: execution
            items:
              - {check: The deployment begins, id: begins, sign: {role: operator}}
        """;
    return end == 0 ? yaml + execution : yaml.substring(0, end) + execution + yaml.substring(end);
  }

  /** Approved is what the run works out: what stands behind the checklist is open to be done. */
  private static boolean approved(ServedWorld served, String run) {
    return served.waiting(run).stream().anyMatch(waiting -> waiting.startsWith("begins:"));
  }

  private static List<JsonNode> items(JsonNode view) {
    List<JsonNode> all = new ArrayList<>();
    view.path("stages")
        .valueStream()
        .forEach(stage -> stage.path("items").valueStream().forEach(item -> take(all, item)));
    return all;
  }

  private static void take(List<JsonNode> all, JsonNode item) {
    all.add(item);
    item.path("children").valueStream().forEach(child -> take(all, child));
  }

  private static void signAllBut(ServedWorld served, String run, List<String> leads) {
    for (int round = 0; round < 200; round++) {
      int signed = 0;
      for (String missing : served.waiting(run)) {
        String key = missing.substring(0, missing.indexOf(':'));
        if (leads.contains(key)) {
          continue;
        }
        for (String role : missing.substring(key.length() + 2).split(", ")) {
          if (!role.isEmpty() && served.sign(role, run, key).status() == 200) {
            signed++;
          }
        }
      }
      if (signed == 0) {
        return;
      }
      served.advance(Duration.ofSeconds(2));
    }
    throw new AssertionError("never done: " + served.waiting(run));
  }
}
