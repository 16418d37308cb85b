package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.TestKit;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The books of all runs: who reads what of them, as page, as JSON and as files. */
class LogPagesTest {
  private static final String DIGEST = "sha256:" + "4be7d2a1".repeat(8);
  private static final String HOSTILE = "=HYPERLINK(1) | <script>alert(1)</script>\u202e";

  private static final String PEOPLE =
      """
      kind: people
      roles:
        looker: {members: [pat], may: read, covers: {services: [pay]}}
        operator: {members: [ann]}
        approver: {members: [ann]}
        owner: {members: [bob]}
      """;

  private static final String BOOKS =
      """
      kind: playbook
      id: books
      title: A release with books
      subject: {service: shop, environment: prod}
      inputs: {version: {type: version}, from: {type: version}, image: {type: string}}
      stages:
        - stage: Before
          id: before
          items:
            - record: What changes
              id: entry
              into: deployment_log
              fields:
                version: {value: "${inputs.version}"}
                from: {value: "${inputs.from}"}
                what_changed: {ask: operator}
            - signoff: Approval
              id: approval
              sign: {role: approver, covers: [inputs.image]}
            - record: What went wrong
              id: incident
              into: incident_log
              fields:
                severity: {ask: operator}
                started: {ask: operator, type: time}
                resolved: {ask: operator, type: time}
                root_cause: {ask: operator}
      """;

  private final WebLab lab;
  private final Path folder;
  private final String ann;

  LogPagesTest(@TempDir Path folder) {
    this.folder = folder;
    lab =
        WebLab.start(
            folder, false, Limits.usual(), Map.of("books.yaml", BOOKS, "people.yaml", PEOPLE));
    ann = lab.token("ann", "work", "operator", "approver");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  private String started(String version, String from) {
    WebLab.Answer answer =
        lab.post(
            "/api/v1/runs",
            ann,
            "{\"playbook\": \"books\", \"inputs\": {\"version\": \""
                + version
                + "\", \"from\": \""
                + from
                + "\", \"image\": \""
                + DIGEST
                + "\"}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().path("run").asString();
  }

  private void filled(String run, String item, String fields) {
    WebLab.Answer answer =
        lab.post(
            "/api/v1/runs/" + run + "/items/" + item + "/record",
            ann,
            "{\"role\": \"operator\", \"fields\": " + fields + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** Through its first record and its signature, up to the second record. */
  private String upToTheIncident(String what) {
    String run = started("2.0", "1.9");
    lab.until(run, ann, WebLab.waitsAt("entry"));
    filled(run, "entry", "{\"what_changed\": \"" + what + "\"}");
    lab.until(run, ann, WebLab.waitsAt("approval"));
    assertThat(
            lab.post(
                    "/api/v1/runs/" + run + "/items/approval/sign",
                    ann,
                    "{\"role\": \"approver\", \"comment\": \"looked at it\"}")
                .status())
        .isEqualTo(200);
    lab.until(run, ann, WebLab.waitsAt("incident"));
    return run;
  }

  private JsonNode entries(String path) {
    WebLab.Answer answer = lab.get("/api/v1/logs/" + path, ann);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("entries");
  }

  @Test
  @Covers({"A-28", "A-29", "A-30"})
  void a_deployment_entry_stands_in_the_log_once_it_is_saved_newest_first_and_is_filtered() {
    String first = upToTheIncident("a new font");
    String second = started("3.0", "2.0");
    JsonNode all = entries("deployments");
    assertThat(all.path(0).path("about").path("run").asString()).isEqualTo(second);
    JsonNode entry = all.path(1);
    assertThat(entry.path("person").asString()).isEqualTo("ann");
    assertThat(entry.path("change").path("from").asString()).isEqualTo("1.9");
    assertThat(entry.path("change").path("to").asString()).isEqualTo("2.0");
    assertThat(entry.path("change").path("what").asString()).isEqualTo("a new font");
    assertThat(entry.path("fate").path("word").asString()).isEqualTo("under way");
    String page = lab.get("/logs/deployments", ann, "Accept", "text/html").body();
    assertThat(page).contains("a new font", "1.9 → 2.0", "/runs/" + first);
    assertThat(page.indexOf(second)).isLessThan(page.indexOf(first)).isPositive();

    assertThat(entries("deployments?q=NEW%20FONT").size()).isEqualTo(1);
    assertThat(entries("deployments?service=shop&environment=prod").size()).isEqualTo(2);
    assertThat(entries("deployments?service=pay").size()).isZero();
    assertThat(entries("deployments?person=bob").size()).isZero();
    assertThat(entries("deployments?run=" + second).size()).isEqualTo(1);
    assertThat(entries("deployments?from=2999-01-01").size()).isZero();
    assertThat(lab.get("/api/v1/logs/deployments?from=monday", ann).detail())
        .contains("\"from\" is a moment such as 2026-01-31T22:00:00Z, not \"monday\"");
    assertThat(lab.get("/logs/deployments?q=no+such", ann, "Accept", "text/html").body())
        .contains("No line is like that.");

    JsonNode page1 = lab.get("/api/v1/logs/deployments?limit=1", ann).json();
    long before = page1.path("further").path("before").asLong(0);
    assertThat(before).isPositive();
    JsonNode older = entries("deployments?limit=1&before=" + before).path(0);
    assertThat(older.path("about").path("run").asString()).isEqualTo(first);
  }

  @Test
  @Covers({"A-49", "A-51"})
  void an_incident_stands_in_its_log_with_severity_start_duration_and_status() {
    String run = upToTheIncident("x");
    assertThat(entries("incidents").size()).isZero();
    filled(run, "incident", "{\"severity\": \"P1\", \"started\": \"2026-01-31T22:00:00Z\"}");
    JsonNode open = entries("incidents").path(0);
    assertThat(open.path("severity").asString()).isEqualTo("P1");
    assertThat(open.path("status").asString()).isEqualTo("open");
    filled(
        run,
        "incident",
        "{\"resolved\": \"2026-01-31T22:42:00Z\", \"root_cause\": \"a full disk\"}");
    lab.until(run, ann, WebLab.ended("SUCCEEDED"));
    JsonNode over = entries("incidents").path(0);
    assertThat(over.path("status").asString()).isEqualTo("resolved");
    assertThat(over.path("times").path("lasted").asString()).isEqualTo("PT42M");
    assertThat(lab.get("/logs/incidents", ann, "Accept", "text/html").body())
        .contains("a full disk", "42m", "resolved", "P1");
    assertThat(entries("incidents?q=full+disk").size()).isEqualTo(1);
  }

  @Test
  @Covers({"A-33", "C18"})
  void who_approved_a_digest_is_found_with_reason_method_and_hash() {
    String run = upToTheIncident("x");
    JsonNode found = entries("governance?q=" + DIGEST + "&person=ann");
    JsonNode signed = found.path(0);
    assertThat(signed.path("action").asString()).isEqualTo("signed");
    assertThat(signed.path("target").path("run").asString()).isEqualTo(run);
    assertThat(signed.path("target").path("text").asString()).contains(DIGEST);
    assertThat(signed.path("said").path("approver").asString()).isEqualTo("ann");
    assertThat(signed.path("said").path("role").asString()).isEqualTo("approver");
    assertThat(signed.path("said").path("method").asString()).isEqualTo("in-app");
    assertThat(signed.path("said").path("reason").asString()).isEqualTo("looked at it");
    assertThat(signed.path("proof").path("hash").asString()).matches("[0-9a-f]{64}");
    assertThat(entries("governance?q=sha256:" + "0".repeat(64)).size()).isZero();
    WebLab.Answer file = lab.get("/api/v1/logs/GOVERNANCE-LOG.md", ann);
    assertThat(file.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"GOVERNANCE-LOG.md\"");
    assertThat(file.body())
        .contains("| Date (UTC) | Action | Target | Reason | Approver | Method | Position | Hash |")
        .contains("| signed | ")
        .contains("looked at it | ann (approver) | in-app |")
        .contains(signed.path("proof").path("hash").asString());
  }

  @Test
  @Covers("C36")
  void hostile_text_is_inert_in_every_form() {
    upToTheIncident(HOSTILE.replace("\u202e", ""));
    String csv = lab.get("/api/v1/logs/deployments?format=csv", ann).body();
    assertThat(csv).contains("\"'=HYPERLINK(1)").doesNotContain("\"=HYPERLINK");
    String markdown = lab.get("/api/v1/logs/deployments?format=markdown", ann).body();
    assertThat(markdown).contains("\\|", "&lt;script&gt;").doesNotContain("<script");
    WebLab.Answer html = lab.get("/api/v1/logs/deployments?format=html", ann);
    assertThat(html.body()).contains("&lt;script&gt;").doesNotContain("<script");
    assertThat(html.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(lab.get("/logs/deployments", ann, "Accept", "text/html").body())
        .contains("&lt;script")
        .doesNotContain("<script>alert");
    assertThat(lab.get("/api/v1/logs/deployments?format=pdf", ann).detail())
        .contains("\"format\" is json, csv, markdown or html, not \"pdf\"");
  }

  @Test
  void whoever_sees_one_service_reads_the_lines_of_that_service_alone() {
    String run = upToTheIncident("only for shop");
    String pat = lab.token("pat", "read");
    for (String log : new String[] {"deployments", "incidents", "governance"}) {
      WebLab.Answer answer = lab.get("/api/v1/logs/" + log, pat);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain(run).doesNotContain("only for shop");
    }
    assertThat(lab.get("/api/v1/logs/GOVERNANCE-LOG.md", pat).body()).doesNotContain(run);
    assertThat(lab.get("/api/v1/logs/access", pat).status()).isEqualTo(403);
    assertThat(lab.get("/api/v1/runs/" + run + "/handoff", pat).status()).isEqualTo(404);
    assertThat(lab.get("/logs/deployments", pat, "Accept", "text/html").body())
        .doesNotContain("/logs/access");
  }

  @Test
  void the_access_log_is_for_those_who_look_after_the_server() {
    String root = lab.token("root", "admin");
    assertThat(lab.get("/api/v1/runs", "hd_a_b").status()).isEqualTo(401);
    lab.get("/logs/access", ann, "Accept", "text/html");
    WebLab.Answer page = lab.get("/logs/access", root, "Accept", "text/html");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Access log", "refused", "/logs/access");
    JsonNode lines = lab.get("/api/v1/logs/access?q=token+of+ann", root).json().path("entries");
    assertThat(lines.toString()).contains("GET /logs/access");
    assertThat(lab.get("/api/v1/logs/access?format=csv", root).body()).contains("\"refused\"");
    assertThat(lab.get("/logs/access?limit=1", root, "Accept", "text/html").body())
        .contains("Older lines");
  }

  @Test
  @Covers({"A-29", "A-81"})
  void a_handoff_is_the_same_bytes_twice_and_proves_its_files() throws IOException {
    String run = upToTheIncident("a new font");
    filled(run, "incident", "{\"severity\": \"P1\", \"root_cause\": \"a full disk\"}");
    byte[] once = bytes("/api/v1/runs/" + run + "/handoff");
    assertThat(bytes("/api/v1/runs/" + run + "/handoff")).isEqualTo(once);
    Map<String, String> files = WebLab.unzipped(once);
    assertThat(files.keySet())
        .contains("summary.md", "summary.html", "timeline.csv", "SHA256SUMS", "postmortem.md");
    assertThat(files.get("summary.md"))
        .contains("a new font", "P1", "| operator | is waited for |", "| ann | took part |");
    assertThat(files.get("open-items.csv")).contains("\"What went wrong\"");
    assertThat(files.get("deployment-log.csv")).contains("a new font");
    assertThat(files.get("postmortem.md"))
        .contains("# Postmortem: A release with books, shop/prod", "a full disk", "| ann |");
    for (String line : files.getOrDefault("SHA256SUMS", "").lines().toList()) {
      String[] parts = line.split("  ", 2);
      assertThat(
              dev.holddown.domain.kernel.Digest.of(
                      files.getOrDefault(parts[1], "").getBytes(StandardCharsets.UTF_8))
                  .hex())
          .isEqualTo(parts[0]);
    }
    Path file = folder.resolve("bundle.zip");
    assertThat(lab.kit.run("handoff", run, "-o", file.toString()).out()).contains("Wrote ");
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    Path draft = folder.resolve("draft.md");
    assertThat(lab.kit.run("postmortem", run, "-o", draft.toString()).exit()).isZero();
    assertThat(Files.readString(draft)).isEqualTo(files.get("postmortem.md"));
  }

  private byte[] bytes(String path) {
    try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
      HttpRequest request = lab.request(path, ann).build();
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Covers("A-33")
  void the_file_of_the_governance_log_is_written_whole_and_only_when_it_changed()
      throws IOException {
    upToTheIncident("x");
    Path file = folder.resolve("GOVERNANCE-LOG.md");
    assertThat(lab.kit.run("log", "governance", "--into", file.toString()).out())
        .contains("Wrote " + file);
    assertThat(Files.readString(file)).startsWith("# Governance log").contains("| signed |");
    assertThat(lab.kit.run("log", "governance", "--into", file.toString()).out()).isEmpty();
    assertThat(lab.kit.run("log", "governance", "--keep").err()).contains("--keep needs --into");
    assertThat(lab.kit.run("log", "deployments", "--csv").out()).contains("\"When (UTC)\"");
    TestKit.Printed incidents = lab.kit.run("log", "incidents");
    assertThat(incidents.out()).as(incidents.err()).contains("Nothing.");
  }
}
