package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team at work over the API. */
class ApiTest {
  private final WebLab lab;
  private final String ann;
  private final String bob;

  ApiTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    ann = lab.token("ann", "work", "approver", "operator");
    bob = lab.token("bob", "work", "owner");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  @Test
  void two_people_release_a_playbook_of_the_workspace() {
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String sign = "/api/v1/runs/" + run + "/items/approval/sign";
    assertThat(lab.post(sign, ann, "{\"role\": \"approver\"}").status()).isEqualTo(200);
    WebLab.Answer twice = lab.post(sign, ann, "{\"role\": \"approver\"}");
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(twice.detail()).contains("ann has signed \"approval\" as approver already");
    assertThat(lab.post(sign, bob, "{\"role\": \"owner\", \"comment\": \"go\"}").status())
        .isEqualTo(200);
    lab.until(run, ann, WebLab.waitsAt("look_at_it"));
    lab.post("/api/v1/runs/" + run + "/items/look_at_it/sign", ann, "{\"role\": \"operator\"}");
    lab.until(run, ann, WebLab.ended("SUCCEEDED"));
    WebLab.Answer log = lab.get("/api/v1/runs/" + run + "/log?limit=3", ann);
    assertThat(log.json().path("events").size()).isEqualTo(3);
    assertThat(log.json().path("more").asBoolean(false)).isTrue();
    assertThat(lab.get("/api/v1/runs/" + run + "/log?after=3", ann).body())
        .contains("signed by bob as owner: go");
    assertThat(lab.get("/api/v1/runs/" + run + "/card", ann).body()).contains("CARD back to");
    assertThat(lab.post("/api/v1/log/verify", ann, "").json().path("events").asLong(0))
        .isPositive();
    assertThat(lab.get("/api/v1/runs", ann).body()).contains(run);
  }

  @Test
  void evidence_is_given_as_bytes_and_never_shown_by_a_browser() {
    String run = lab.started("smooth", ann);
    lab.until(run, ann, WebLab.ended("SUCCEEDED"));
    String item = lab.get("/api/v1/runs/" + run + "/items/the_old_one_runs", ann).body();
    String digest =
        dev.holddown.cli.link.Json.tree(item)
            .path("item")
            .path("work")
            .path("evidence")
            .asString("");
    WebLab.Answer evidence = lab.get("/api/v1/evidence/" + digest, ann);
    assertThat(evidence.status()).as(item).isEqualTo(200);
    assertThat(evidence.body()).contains("version old");
    assertThat(evidence.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(evidence.header("Content-Disposition")).startsWith("attachment");
    assertThat(evidence.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void a_run_that_has_not_changed_is_not_sent_again() {
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    WebLab.Answer first = lab.get("/api/v1/runs/" + run, ann);
    WebLab.Answer again =
        lab.get("/api/v1/runs/" + run, ann, "If-None-Match", first.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
    lab.post("/api/v1/runs/" + run + "/hold", ann, "{}");
    WebLab.Answer held = lab.get("/api/v1/runs/" + run, ann, "If-None-Match", first.header("ETag"));
    assertThat(held.status()).isEqualTo(200);
    assertThat(held.header("ETag")).isNotEqualTo(first.header("ETag"));
  }

  @Test
  void of_two_clicks_at_once_one_is_done_and_the_other_hears_who_was_first() {
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String path = "/api/v1/runs/" + run + "/items/approval";
    String seen = lab.get(path, ann).header("ETag");
    List<WebLab.Answer> answers =
        Stream.of(
                CompletableFuture.supplyAsync(() ->
                    lab.post(path + "/sign", ann, "{\"role\": \"approver\"}", "If-Match", seen)),
                CompletableFuture.supplyAsync(
                    () -> lab.post(path + "/sign", bob, "{\"role\": \"owner\"}", "If-Match", seen)))
            .map(CompletableFuture::join)
            .toList();
    assertThat(answers.stream().map(WebLab.Answer::status)).containsExactlyInAnyOrder(200, 412);
    WebLab.Answer late = answers.stream().filter(a -> a.status() == 412).findFirst().orElseThrow();
    assertThat(late.detail())
        .contains("\"approval\" was changed since you looked, last by ")
        .contains("signed by")
        .endsWith("nothing of yours was done");
    assertThat(late.json().path("changes").size()).isEqualTo(1);
    assertThat(late.header("ETag")).isNotEqualTo(seen);
  }

  @Test
  void the_same_request_with_the_same_key_is_done_once_and_answered_alike() {
    String body = "{\"playbook\": \"signed\", \"inputs\": {\"version\": \"2.0\"}}";
    WebLab.Answer first = lab.post("/api/v1/runs", ann, body, "Idempotency-Key", "k1");
    WebLab.Answer again = lab.post("/api/v1/runs", ann, body, "Idempotency-Key", "k1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(lab.get("/api/v1/runs", ann).json().path("runs").size()).isEqualTo(1);
    WebLab.Answer other = lab.post("/api/v1/runs", ann, body + " ", "Idempotency-Key", "k1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.detail()).contains("this Idempotency-Key came before with another request");
    WebLab.Answer bobs = lab.post("/api/v1/runs", bob, body, "Idempotency-Key", "k1");
    assertThat(bobs.status()).as("another caller's key is another key").isEqualTo(201);
    assertThat(bobs.body()).isNotEqualTo(first.body());
  }

  @Test
  void an_answer_is_given_again_by_a_server_that_was_started_since(@TempDir Path other) {
    String body = "{\"playbook\": \"signed\", \"inputs\": {\"version\": \"2.0\"}}";
    String token;
    WebLab.Answer first;
    try (WebLab before = WebLab.start(other)) {
      token = before.token("ann", "work", "owner");
      first = before.post("/api/v1/runs", token, body, "Idempotency-Key", "night");
      assertThat(first.status()).isEqualTo(201);
    }
    try (WebLab after = WebLab.start(other)) {
      WebLab.Answer again = after.post("/api/v1/runs", token, body, "Idempotency-Key", "night");
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.header("Location")).isEqualTo(first.header("Location"));
      assertThat(after.get("/api/v1/runs", token).json().path("runs").size()).isEqualTo(1);
      WebLab.Answer changed =
          after.post("/api/v1/runs", token, body + " ", "Idempotency-Key", "night");
      assertThat(changed.status()).isEqualTo(422);
    }
  }

  @Test
  void a_run_is_started_by_the_name_of_a_playbook_and_by_nothing_else() {
    for (String name : List.of("../signed", "/etc/passwd", "signed.yaml", "sgned", "")) {
      WebLab.Answer answer = lab.post("/api/v1/runs", ann, "{\"playbook\": \"" + name + "\"}");
      assertThat(answer.status()).as(name).isEqualTo(404);
      assertThat(answer.detail()).contains("there is no playbook \"" + name + "\"");
    }
    assertThat(lab.post("/api/v1/runs", ann, "{\"playbook\": \"sgned\"}").detail())
        .contains("did you mean \"signed\"?");
    WebLab.Answer input = lab.post("/api/v1/runs", ann, "{\"playbook\": \"signed\"}");
    assertThat(input.status()).isEqualTo(400);
    assertThat(input.json().path("problems").size()).isEqualTo(1);
    assertThat(input.detail()).contains("version").endsWith("nothing was started");
    lab.kit.file("broken.yaml", "kind: playbook\nid: broken\n");
    WebLab.Answer broken = lab.post("/api/v1/runs", ann, "{\"playbook\": \"broken\"}");
    assertThat(broken.status()).isEqualTo(409);
    assertThat(broken.json().path("problems").size()).isPositive();
  }

  @Test
  void a_server_that_works_says_so_to_everybody_and_no_more() {
    assertThat(lab.get("/healthz", "").body()).contains("\"ok\"");
    assertThat(lab.get("/readyz", "").json().path("ready").asBoolean(false)).isTrue();
    WebLab.Answer root = lab.get("/", "");
    assertThat(root.status()).isEqualTo(401);
    assertThat(root.detail()).contains("an access token is needed");
    assertThat(root.header("Server")).isEmpty();
    assertThat(root.header("Content-Security-Policy")).contains("default-src 'none'");
  }
}
