package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import dev.holddown.testing.Covers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An incident is everybody's; the runs that its sentences name are not. */
class IncidentRightsTest {
  private static final String PEOPLE =
      """
      kind: people
      roles:
        operator: {members: [ann]}
        approver: {members: [ann, zoe]}
        payer: {members: [pat], covers: {services: [pay]}}
        owner: {members: [yan]}
      """;

  private static final String BACK =
      """
      kind: playbook
      id: go_back
      title: Go back with the shop
      mode: rollback
      subject: {service: shop, environment: prod}
      stages:
        - stage: Back
          items:
            - {check: The shop of ann is well, id: well, sign: {role: approver}}
      """;

  private static final String TOLD =
      """
      kind: playbook
      id: told
      title: What was it
      subject: {service: shop, environment: told}
      stages:
        - stage: Told
          items:
            - record: What went wrong
              id: wrong
              into: incident_log
              fields: {root_cause: {ask: operator}, actions: {ask: operator}}
            - {check: Somebody has read it, id: read, sign: {role: owner}}
      """;

  private final Path folder;
  private final WebLab lab;
  private final String ann;
  private final String pat;
  private final String hidden;
  private final String mine;
  private final String incident;

  IncidentRightsTest(@TempDir Path folder) {
    this.folder = folder;
    String pay = Playbooks.SIGNED.replaceFirst("id: \\w+", "id: paying");
    pay = pay.replaceFirst("service: \\w+", "service: pay");
    lab =
        WebLab.start(
            folder,
            false,
            Limits.usual(),
            Map.of(
                "people.yaml",
                PEOPLE,
                "go-back.yaml",
                BACK,
                "told.yaml",
                TOLD,
                "paying.yaml",
                pay));
    ann = lab.token("ann", "work");
    pat = lab.token("pat", "work");
    WebLab.Answer back = lab.post("/api/v1/runs", ann, "{\"playbook\": \"go-back\"}");
    assertThat(back.status()).as(back.body()).isEqualTo(201);
    hidden = back.json().path("run").asString();
    lab.until(hidden, ann, WebLab.waitsAt("well"));
    mine = lab.started("paying", ann);
    WebLab.Answer begun =
        lab.post(
            "/api/v1/incidents",
            ann,
            "{\"services\": \"shop,pay\", \"environments\": \"prod\","
                + " \"title\": \"no orders since "
                + hidden
                + "\"}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    incident = begun.json().path("id").asString();
    does("link", "{\"run\": \"" + hidden + "\"}");
    does("link", "{\"run\": \"" + mine + "\"}");
    does("note", "{\"text\": \"see " + hidden + ", x-" + hidden + "-y and " + mine + ".\"}");
    does("fields", "{\"components\": \"what " + hidden + " touched\"}");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  private void does(String verb, String body) {
    WebLab.Answer answer = lab.post("/api/v1/incidents/" + incident + "/" + verb, ann, body);
    assertThat(answer.status()).as(verb + answer.body()).isIn(200, 409);
  }

  @Test
  void who_sees_one_service_reads_another_run_in_the_place_of_those_of_others() {
    for (String path :
        List.of(
            "/api/v1/incidents",
            "/api/v1/incidents/" + incident,
            "/api/v1/incidents/" + incident + "/handoff?format=json",
            "/api/v1/incidents/" + incident + "/handoff?format=markdown",
            "/api/v1/incidents/" + incident + "/handoff?format=html",
            "/api/v1/logs/incidents",
            "/api/v1/logs/incidents?format=csv")) {
      assertThat(lab.get(path, ann).body()).as(path).contains(hidden);
      assertThat(lab.get(path, pat).body()).as(path).doesNotContain(hidden, "of ann is well");
    }
    JsonNode seen = lab.get("/api/v1/incidents/" + incident, pat).json();
    assertThat(seen.path("about").path("title").asString())
        .isEqualTo("no orders since another run");
    assertThat(seen.path("kept").path("timeline").toString())
        .contains("another run belongs to it", "see another run, x-another run-y and " + mine)
        .contains("run " + mine + " belongs to it");
    assertThat(seen.path("kept").path("runs").toString()).contains(mine);
    assertThat(seen.path("kept").path("record").path("components").asString())
        .isEqualTo("what another run touched");
    assertThat(seen.path("missing").toString()).contains("another run is not proved yet");
  }

  @Test
  void what_was_written_into_the_record_of_a_run_of_others_is_theirs_alone() {
    WebLab.Answer told = lab.post("/api/v1/runs", ann, "{\"playbook\": \"told\"}");
    assertThat(told.status()).as(told.body()).isEqualTo(201);
    String run = told.json().path("run").asString();
    lab.until(run, ann, WebLab.waitsAt("wrong"));
    String fields = "{\"root_cause\": \"the vault of shop\", \"actions\": \"a new lock\"}";
    WebLab.Answer filled =
        lab.post(
            "/api/v1/runs/" + run + "/items/wrong/record",
            ann,
            "{\"role\": \"operator\", \"fields\": " + fields + "}");
    assertThat(filled.status()).as(filled.body()).isEqualTo(200);
    does("link", "{\"run\": \"" + run + "\"}");
    String one = "/api/v1/incidents/" + incident;
    for (String path :
        List.of(
            "/api/v1/incidents",
            one,
            one + "/handoff?format=json",
            one + "/handoff?format=markdown",
            one + "/handoff?format=html")) {
      assertThat(lab.get(path, ann).body()).as(path).contains("the vault of shop");
      assertThat(lab.get(path, pat).body())
          .as(path)
          .doesNotContain("the vault of shop", "a new lock");
    }
    assertThat(lab.page("/incidents/" + incident, ann)).contains("the vault of shop");
    assertThat(lab.page("/incidents/" + incident, pat)).doesNotContain("the vault of shop");
    JsonNode record = lab.get(one, pat).json().path("kept").path("record");
    assertThat(record.path("root_cause").asString()).isEmpty();
    assertThat(record.path("components").asString()).isEqualTo("what another run touched");
  }

  @Test
  void no_search_of_the_log_tells_a_run_of_others_from_one_that_is_not_there() {
    String guess = hidden.substring(0, hidden.length() - 1);
    for (String none : List.of("?run=" + hidden, "?run=nothing", "?q=" + hidden, "?q=" + guess)) {
      assertThat(lines(none, pat)).as(none).isEmpty();
    }
    assertThat(lines("?q=" + guess)).hasSize(1);
    assertThat(lines("?run=" + mine, pat)).hasSize(1);
    assertThat(lines("?q=no+orders", pat)).hasSize(1);
  }

  @Test
  void pages_and_the_refusal_to_leave_say_another_run_too() {
    for (String path : List.of("/incidents", "/incidents/" + incident, "/logs/incidents", "/")) {
      assertThat(lab.page(path, pat)).as(path).doesNotContain(hidden, "of ann is well");
    }
    assertThat(lab.page("/incidents/" + incident, ann)).contains(hidden);
    assertThat(lab.page("/incidents/" + incident, pat))
        .contains("another run belongs to it", "another run is not proved yet", mine);
    WebLab.Answer left = lab.post("/api/v1/incidents/" + incident + "/leave", pat, "{}");
    assertThat(left.status()).isEqualTo(409);
    assertThat(left.detail())
        .startsWith("incident mode stays on: another run is not proved yet; nobody has said");
    assertThat(left.body()).doesNotContain(hidden);
    String whole = lab.post("/api/v1/incidents/" + incident + "/leave", ann, "{}").detail();
    assertThat(whole).contains("rollback " + hidden + ": \"The shop of ann is well\" is");
  }

  @Test
  void the_news_of_an_incident_name_no_run_of_others() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        BufferedReader news = news(client)) {
      StringBuilder all = new StringBuilder();
      until(news, all, "event: position", "event: still", "id:");
      does("note", "{\"text\": \"again " + hidden + "\"}");
      until(news, all, "event: shape");
      assertThat(all.toString()).doesNotContain(hidden);
    }
  }

  private BufferedReader news(HttpClient client) throws IOException, InterruptedException {
    return new BufferedReader(
        new InputStreamReader(
            client
                .send(
                    lab.request("/incidents/" + incident + "/live", pat).build(),
                    HttpResponse.BodyHandlers.ofInputStream())
                .body(),
            StandardCharsets.UTF_8));
  }

  private static void until(BufferedReader news, StringBuilder all, String... wanted)
      throws IOException {
    for (int i = 0; i < 400; i++) {
      String line = news.readLine();
      assertThat(line).as("the stream ended: " + all).isNotNull();
      all.append(line).append('\n');
      if (List.of(wanted).stream().anyMatch(line::startsWith)) {
        return;
      }
    }
    throw new AssertionError("no news: " + all);
  }

  @Test
  @Covers("A-51")
  void an_incident_is_handed_over_with_clock_crew_snapshot_timeline_and_what_is_open()
      throws IOException {
    does("role", "{}");
    Map<String, String> files = unzipped("/api/v1/incidents/" + incident + "/handoff", ann);
    String pinned =
        lab.get("/api/v1/incidents/" + incident, ann)
            .json()
            .path("kept")
            .path("pinned")
            .path("digest")
            .asString();
    assertThat(files.keySet())
        .containsExactlyInAnyOrder(
            "summary.md",
            "summary.html",
            "timeline.md",
            "timeline.csv",
            "open-questions.csv",
            "to-be-proven.csv",
            "incident.json",
            "pinned-snapshot.json",
            "SHA256SUMS");
    assertThat(files.get("summary.md"))
        .contains(
            "# Handoff: P0 no orders since " + hidden,
            "| Incident | " + incident + " |",
            "| Incident mode | on |",
            "| Pinned snapshot | sha256:" + pinned + ", of runs, taken at ",
            "| ann | incident commander |",
            "| ann | turned it on |",
            "| resolved | nobody has said that it is resolved |",
            "| ann | What is the root cause? | the record |",
            "| approver | The shop of ann is well",
            "run " + hidden);
    assertThat(files.get("summary.html")).contains("<h2>Open questions</h2>", pinned);
    assertThat(files.get("incident.json")).contains("\"id\" : \"" + incident + "\"");
    assertThat(
            dev.holddown.domain.kernel.Digest.of(
                    files.getOrDefault("pinned-snapshot.json", "").getBytes(StandardCharsets.UTF_8))
                .hex())
        .isEqualTo(pinned);
    Map<String, String> theirs = unzipped("/api/v1/incidents/" + incident + "/handoff", pat);
    assertThat(theirs).doesNotContainKey("pinned-snapshot.json");
    assertThat(theirs.toString()).doesNotContain(hidden, "of ann is well").contains(mine);

    Path file = folder.resolve("incident.zip");
    assertThat(lab.kit.run("handoff", incident, "-o", file.toString()).out()).contains("Wrote ");
    assertThat(WebLab.unzipped(Files.readAllBytes(file)).get("summary.md")).contains(pinned);
    assertThat(lab.page("/incidents/" + incident, ann))
        .contains("href=\"/api/v1/incidents/" + incident + "/handoff\" download>Handoff</a>");
    WebLab.Answer wrong = lab.get("/api/v1/incidents/" + incident + "/handoff?format=pdf", ann);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.detail()).isEqualTo("\"format\" is zip, json, markdown or html, not \"pdf\"");
  }

  private Map<String, String> unzipped(String path, String token) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return WebLab.unzipped(
          client
              .send(lab.request(path, token).build(), HttpResponse.BodyHandlers.ofByteArray())
              .body());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Covers("A-51")
  void incidents_of_the_workspace_stand_in_their_log_filtered_searched_and_exported() {
    assertThat(lines("")).containsExactly(incident + ": no orders since " + hidden);
    for (String fits :
        List.of("?q=NO+ORDERS", "?q=touched", "?person=ann", "?service=shop", "?q=open")) {
      assertThat(lines(fits)).as(fits).hasSize(1);
    }
    for (String none :
        List.of("?q=elsewhere", "?person=pat", "?to=2001-01-01T00:00:00Z", "?run=" + mine + "x")) {
      assertThat(lines(none)).as(none).isEmpty();
    }
    assertThat(lines("?run=" + hidden)).as("of a run of it").hasSize(1);
    String page = lab.page("/logs/incidents?q=orders", ann);
    assertThat(page)
        .contains("<a href=\"/incidents/" + incident + "\">", "value=\"orders\"", "format=csv");
    assertThat(lab.get("/api/v1/logs/incidents?format=csv&q=orders", ann).body())
        .contains("\"P0\"", incident);
    assertThat(lab.get("/api/v1/logs/incidents?format=markdown", ann).body())
        .contains("# Incident log", incident);
    assertThat(lab.get("/api/v1/logs/incidents?format=html", ann).body())
        .contains("<h1>Incident log</h1>", incident);
    assertThat(lab.kit.run("log", "incidents").out()).contains(incident);
  }

  private List<String> lines(String query) {
    return lines(query, ann);
  }

  private List<String> lines(String query, String token) {
    return lab.get("/api/v1/logs/incidents" + query, token)
        .json()
        .path("entries")
        .valueStream()
        .map(entry -> entry.path("about").path("title").asString())
        .toList();
  }
}
