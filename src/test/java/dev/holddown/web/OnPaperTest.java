package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.TestKit;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tick that came from paper is no proof, and every screen says so until there is one. */
class OnPaperTest {
  private static final String PAPER =
      """
      kind: playbook
      id: paper
      title: A release on paper
      subject: {service: shop, environment: prod}
      inputs: {version: {type: version}}
      stages:
        - stage: Before
          order: listed
          items:
            - {signoff: Change approved, id: approved, imported: ticked, sign: {role: operator}}
            - {signoff: Backup taken, id: backup, imported: ticked, sign: {role: operator}}
            - {signoff: Customers told, id: told, sign: {role: operator}}
      """;

  private static final String SAID = "ticked on paper, not verified";

  @TempDir Path folder = Path.of("");

  private static String lineOf(String text, String title) {
    return text.lines().filter(line -> line.contains(title)).findFirst().orElseThrow();
  }

  /** The line of the checklist on the run's page. */
  private static String row(String page, String key) {
    int from = page.indexOf("<li id=\"item-" + key + "\"");
    assertThat(from).as(page).isNotNegative();
    return page.substring(from, page.indexOf("</li>", from));
  }

  @Test
  @Covers({"B-232", "X-12"})
  void a_line_that_was_ticked_on_paper_says_so_until_it_is_signed() {
    Map<String, String> more = Map.of("paper.yaml", PAPER);
    try (WebLab lab = WebLab.start(folder, false, Limits.usual(), more)) {
      String ann = lab.token("ann", "work", "operator");
      String run = lab.started("paper", ann);
      lab.until(run, ann, WebLab.waitsAt("approved"));

      TestKit.Printed before = lab.kit.run("show", run);
      assertThat(before.out()).as(before.err()).contains(SAID);
      assertThat(lineOf(before.out(), "Backup taken")).contains(SAID);
      assertThat(lineOf(before.out(), "Customers told")).doesNotContain(SAID);
      String page = lab.get("/runs/" + run, ann, "Accept", "text/html").body();
      assertThat(row(page, "approved")).contains(SAID);
      assertThat(row(page, "backup")).contains(SAID);
      assertThat(row(page, "told")).doesNotContain(SAID);

      lab.post("/api/v1/runs/" + run + "/items/approved/sign", ann, "{\"role\": \"operator\"}");
      lab.until(run, ann, WebLab.waitsAt("backup"));

      String after = lab.get("/runs/" + run, ann, "Accept", "text/html").body();
      assertThat(row(after, "approved")).contains("ann (operator)").doesNotContain(SAID);
      assertThat(lineOf(lab.kit.run("show", run).out(), "Change approved")).doesNotContain(SAID);
      assertThat(row(after, "backup")).contains(SAID);
    }
  }
}
