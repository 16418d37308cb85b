package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import dev.holddown.cli.Terminal;
import dev.holddown.cli.TestKit;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People whose rights end at a service neither reach nor learn what is beyond it. */
class NarrowRightsTest {
  private static final String PEOPLE =
      """
      kind: people
      roles:
        operator: {members: [ann], covers: {services: [shop]}}
        closer: {members: [cat], covers: {services: [shop], environments: [prod]}}
        stager: {members: [sam], covers: {services: [shop], environments: [staging]}}
        payer: {members: [pat], covers: {services: [pay]}}
        keeper: {members: [kim], may: admin, covers: {services: [pay]}}
        approver: {members: [zoe]}
        owner: {members: [yan]}
      """;

  private static final String INCIDENT =
      """
      kind: playbook
      id: outage
      title: What to do in an outage
      mode: incident
      subject: {service: shop, environment: prod}
      stages:
        - stage: Look
          id: look
          items:
            - {check: The status page says so, id: told, sign: {role: operator}}
      """;

  private final WebLab lab;

  NarrowRightsTest(@TempDir Path folder) {
    String pay =
        Playbooks.NO_GO
            .replace("id: nogo", "id: paying")
            .replace("service: shop", "service: pay")
            .replace("environments: [prod]", "environments: [vault]");
    Limits limits = new Limits(1024 * 1024, 10, 30_000, 200, 100);
    Map<String, String> files =
        Map.of("people.yaml", PEOPLE, "paying.yaml", pay, "outage.yaml", INCIDENT);
    lab = WebLab.start(folder, false, limits, files);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  @Test
  void a_comma_is_no_list_of_services_and_freezes_nothing_beyond() {
    String pat = lab.token("pat", "work");
    for (String where :
        List.of(
            "\"services\": \",\", \"environments\": \",\"",
            "\"services\": \"shop\", \"environments\": \",\"",
            "\"services\": \" , \", \"environments\": \"prod\"")) {
      WebLab.Answer answer =
          lab.post(
              "/api/v1/freezes",
              pat,
              "{\"id\": \"x\", \"reason\": \"not mine to stop\"," + where + "}");
      assertThat(answer.status()).as(where + answer.body()).isEqualTo(403);
    }
    assertThat(lab.get("/api/v1/freezes", pat).body()).doesNotContain("not mine to stop");
  }

  @Test
  void who_looks_after_one_service_does_not_look_after_the_server() {
    lab.kit.at(Terminal.none(), "nine green bottles\n");
    TestKit.Printed added = lab.kit.run("user", "add", "kim", "--password-stdin");
    assertThat(added.exit()).as(added.err()).isZero();
    Browser kim = new Browser(lab).as("kim", "nine green bottles");
    assertThat(kim.get("/account").body()).contains("keeper", "admin");
    for (String path : List.of("/api/v1/access-log", "/api/v1/server")) {
      WebLab.Answer answer = lab.get(path, "", "Cookie", kim.cookie());
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.detail())
          .isEqualTo(
              "kim may not do that for every service, which this is about: it needs admin"
                  + " everywhere; nothing was changed");
    }
  }

  @Test
  void a_playbook_of_others_is_not_told_from_none() {
    String ann = lab.token("ann", "work");
    WebLab.Answer theirs =
        lab.post("/api/v1/runs", ann, "{\"playbook\": \"paying\", \"environment\": \"x\"}");
    WebLab.Answer near = lab.post("/api/v1/runs", ann, "{\"playbook\": \"payin\"}");
    assertThat(theirs.status()).as(theirs.body()).isEqualTo(404);
    assertThat(theirs.detail().replace("paying", "payin")).isEqualTo(near.detail());
    assertThat(theirs.detail())
        .isEqualTo("there is no playbook \"paying\" in the workspace that you may see");
  }

  @Test
  void whose_right_is_taken_sees_no_more_of_a_page_that_is_open() throws Exception {
    String ann = lab.token("ann", "work");
    String zoe = lab.token("zoe", "work");
    String run = lab.started("signed", ann);
    try (HttpClient client = HttpClient.newHttpClient();
        BufferedReader news =
            new BufferedReader(
                new InputStreamReader(
                    client
                        .send(
                            lab.request("/runs/" + run + "/live", ann).build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                        .body(),
                    StandardCharsets.UTF_8))) {
      until(news, "event: still");
      lab.kit.file("people.yaml", PEOPLE.replace("[ann], covers: {services: [shop]}", "[bob]"));
      for (int i = 0; i < 200 && lab.get("/runs/" + run, ann).status() == 200; i++) {
        lab.post("/api/v1/runs", zoe, "{\"playbook\": \"nothing\"}");
        WebLab.rest();
      }
      assertThat(lab.get("/runs/" + run, ann).status()).isIn(403, 404);
      until(news, "event: end");
    }
  }

  @Test
  void whose_rights_end_at_an_environment_sees_the_incidents_there() {
    String ann = lab.token("ann", "work");
    WebLab.Answer started = lab.post("/api/v1/runs", ann, "{\"playbook\": \"outage\"}");
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    String run = started.json().path("run").asString();
    assertThat(lab.get("/api/v1/runs/" + run, lab.token("cat", "read")).status()).isEqualTo(200);
    assertThat(lab.get("/api/v1/runs/" + run, lab.token("sam", "read")).status()).isEqualTo(404);
  }

  @Test
  void a_file_beside_a_run_is_read_by_who_sees_the_run_and_nobody_else() {
    String ann = lab.token("ann", "work");
    String run = lab.started("signed", ann);
    WebLab.Answer laid =
        lab.post(
            "/api/v1/runs/" + run + "/attach-file",
            ann,
            "{\"name\": \"x.txt\", \"content\": \"aGVsbG8=\"}");
    assertThat(laid.status()).as(laid.body()).isEqualTo(200);
    String digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    String path = "/api/v1/evidence/" + digest + "?run=" + run;
    assertThat(lab.get(path, ann).body()).isEqualTo("hello");
    assertThat(lab.get(path, lab.token("pat", "work")).status()).isEqualTo(404);
  }

  private static void until(BufferedReader news, String wanted) throws Exception {
    for (int i = 0; i < 400; i++) {
      String line = news.readLine();
      assertThat(line).as("the stream ended before: " + wanted).isNotNull();
      if (line.equals(wanted)) {
        return;
      }
    }
    throw new AssertionError("not within 400 lines: " + wanted);
  }
}
