package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is owed, by page, by API and by verb, after its run has closed. */
class OwedPagesTest {
  private static final String[] BROWSER = {"Accept", "text/html"};
  static final String OWED =
      """
      owed:
        - {owe: Lessons learned, from: ended, due: ended + 5d, owner: {role: lead}, record: {into: lessons, fields: {went_well: {ask: lead}, safeguards: {ask: owner}}}}
        - {owe: Report after 30 days, from: ended, between: [30d, 37d], owner: {role: lead}, record: {into: reports, fields: {minutes: {ask: lead, type: number}}}}
      """;

  private final WebLab lab;

  OwedPagesTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  private String closed(String token) {
    lab.kit.file("owing.yaml", Playbooks.SMOOTH.replace("id: smooth", "id: owing") + OWED);
    String run = lab.started("owing", token);
    lab.until(run, token, WebLab.ended("SUCCEEDED"));
    return run;
  }

  @Test
  @Covers({"B-176", "B-177", "B-178", "B-179", "B-224"})
  void lessons_of_a_closed_run_are_filled_in_by_their_roles_and_nobody_else() {
    String ann = lab.token("ann", "work", "lead");
    String run = closed(ann);
    String key = "/runs/" + run + "/items/owed/lessons_learned";
    assertThat(lab.get("/runs/" + run, ann, BROWSER).body())
        .contains("<h2>Owed</h2>", "Lessons learned", "Report after 30 days")
        .contains("not yet", "in 29d 23h");
    assertThat(lab.get(key, ann, BROWSER).body()).contains("Fill in…");
    String record = "/runs/" + run + "/record?key=owed%2Flessons_learned";
    String look = lab.get(record, ann, BROWSER).body();
    assertThat(look).contains("name=\"input.went_well\"");

    WebLab.Answer said =
        lab.form(
            "/runs/" + run + "/record",
            ann,
            "key",
            "owed/lessons_learned",
            "role",
            "lead",
            "input.went_well",
            "the canary");
    assertThat(said.status()).as(said.body()).isEqualTo(303);
    assertThat(lab.get("/owed", ann, BROWSER).body())
        .contains("Lessons learned", "fill in safeguards");
    WebLab.Answer mine =
        lab.post(
            "/api/v1/runs/" + run + "/items/owed/lessons_learned/record",
            ann,
            "{\"role\":\"owner\",\"fields\":{\"safeguards\":\"an alarm\"}}");
    assertThat(mine.status()).as("ann is no owner: " + mine.body()).isEqualTo(403);
    String oz = lab.token("oz", "work", "owner");
    WebLab.Answer his =
        lab.post(
            "/api/v1/runs/" + run + "/items/owed/lessons_learned/record",
            oz,
            "{\"role\":\"owner\",\"fields\":{\"safeguards\":\"an alarm\"}}");
    assertThat(his.status()).as(his.body()).isEqualTo(200);
    assertThat(lab.get("/owed", ann, BROWSER).body()).doesNotContain("Lessons learned");
    var owed = lab.get("/api/v1/runs/" + run, ann).json().path("owed");
    assertThat(owed.get(0).path("word").asString()).isEqualTo("met");
  }

  @Test
  void what_is_owed_is_listed_by_api_and_verb_and_an_early_answer_is_refused() {
    String ann = lab.token("ann", "work", "lead");
    String run = closed(ann);
    var lines = lab.get("/api/v1/owed", ann).json().path("lines");
    assertThat(List.of(lines.get(0), lines.get(1)))
        .extracting(line -> line.path("owed").path("line").path("name").path("title").asString())
        .containsExactly("Lessons learned", "Report after 30 days");
    assertThat(lab.get("/api/v1/owed", lab.token("eve", "read")).status()).isEqualTo(200);
    assertThat(lab.kit.run("owed").out())
        .contains("owed     Lessons learned", "due ")
        .contains("holddown record " + run + " owed/lessons_learned")
        .contains("Report after 30 days", "from ");
    var early =
        lab.kit.run("record", run, "owed/report_after_30_days", "minutes=3", "--role", "lead");
    assertThat(early.err()).contains("is not to be filled in yet");
    assertThat(lab.kit.run("skip", run, "owed/lessons_learned", "--reason", "nobody came").exit())
        .isZero();
    assertThat(lab.kit.run("owed").out()).doesNotContain("Lessons learned");
    assertThat(lab.kit.run("show", run).out()).contains("Owed\n", "Report after 30 days");
    assertThat(lab.get("/", ann, BROWSER).body()).contains("No run is open.");
    assertThat(lab.get("/approvals", ann, BROWSER).body())
        .contains("<a href=\"/owed\">One thing is owed to people</a>");
  }
}
