package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a server looks after by itself: links that lead nowhere, and the file of decisions. */
class DailyLookTest {
  private static final String LINKED =
      """
      kind: playbook
      id: linked
      title: A release with its documents
      subject: {service: shop, environment: prod}
      inputs: {version: {type: version}}
      stages:
        - stage: Before
          id: before
          items:
            - signoff: Read what to do
              id: read
              links: {Runbook: "docs/runbook.md#way-back", Wiki: "https://wiki.test/shop"}
              sign: {role: operator}
      """;

  private final Path folder;
  private final WebLab lab;

  DailyLookTest(@TempDir Path folder) {
    this.folder = folder;
    lab = WebLab.start(folder);
    lab.kit.file("linked.yaml", LINKED);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  @Covers({"D-74", "D-75", "E-111"})
  void a_link_that_leads_nowhere_is_told_each_day_in_the_log_on_the_page_and_over_the_api()
      throws IOException {
    String ann = lab.token("ann", "work", "operator");
    assertThat(lab.get("/api/v1/links", ann).json().path("last").isNull()).isTrue();
    assertThat(lab.page("/playbooks", ann)).doesNotContain("links lead nowhere");

    lab.kit.looksAtLinks();

    assertThat(lab.kit.refusals().getLast())
        .matches(
            "broken link at linked\\.yaml:\\d+:\\d+: \"Runbook\" leads to"
                + " docs/runbook\\.md#way-back"
                + " \\(there is no file docs/runbook\\.md in the folder\\)");
    JsonNode last = lab.get("/api/v1/links", ann).json().path("last");
    assertThat(last.path("links").asInt()).isEqualTo(2);
    assertThat(last.path("unknown").asInt()).isEqualTo(1);
    assertThat(last.path("broken").path(0).path("link").asString())
        .isEqualTo("docs/runbook.md#way-back");
    assertThat(lab.page("/playbooks", ann))
        .contains(
            "1 of 2 links lead nowhere; of 1 that cannot be told, such as those that want a login.",
            "docs/runbook.md#way-back");

    assertThat(lab.get("/metrics", ann).body()).contains("\nholddown_links_broken 1\n");

    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/runbook.md"), "# Shop\n\n## Way back\n");
    lab.kit.looksAtLinks();
    assertThat(lab.page("/playbooks", ann)).contains("None of 2 links is broken");
  }

  @Test
  @Covers("A-33")
  void the_file_of_decisions_grows_while_the_server_runs_and_says_when_it_cannot()
      throws IOException {
    String ann = lab.token("ann", "work", "operator");
    lab.kit.keepsGovernanceLog();
    Path file = folder.resolve("GOVERNANCE-LOG.md");
    assertThat(file).content().doesNotContain("| signed |");

    String run = lab.started("linked", ann);
    lab.until(run, ann, WebLab.waitsAt("read"));
    lab.post("/api/v1/runs/" + run + "/items/read/sign", ann, "{\"role\": \"operator\"}");
    lab.kit.keepsGovernanceLog();
    assertThat(file).content().contains("| signed |", "ann (operator)", run);

    Files.delete(file);
    Files.createDirectories(folder.resolve(".GOVERNANCE-LOG.md.new"));
    lab.kit.keepsGovernanceLog();
    assertThat(lab.kit.refusals().getLast())
        .startsWith(file + " is not written: ")
        .endsWith("; the log itself is safe, and it is tried again");
  }
}
