package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several people on one checklist, over the API. */
class TogetherTest {
  private final WebLab lab;
  private String ann = "";
  private String bob = "";
  private String run = "";

  TogetherTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
  }

  @BeforeEach
  void a_run_waits() {
    ann = lab.token("ann", "work", "approver", "operator");
    bob = lab.token("bob", "work", "owner");
    run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private String path(String rest) {
    return "/api/v1/runs/" + run + rest;
  }

  private static String file(String name, byte[] bytes) {
    String content = Base64.getEncoder().encodeToString(bytes);
    return "{\"name\": \"" + name + "\", \"content\": \"" + content + "\"}";
  }

  private JsonNode item(String key) {
    JsonNode found = lab.get(path("/items/" + key), bob).json().path("item");
    assertThat(found.isObject()).isTrue();
    return found;
  }

  @Test
  void what_one_says_and_attaches_the_other_sees_with_who_and_when() throws Exception {
    byte[] png = "\u0089PNG\r\n\u001a\n0123".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(lab.post(path("/items/approval/comment"), ann, "{\"text\": \"see graph\"}").status())
        .isEqualTo(200);
    assertThat(
            lab.post(path("/items/approval/attach-file"), ann, file("../../g\\u202Enp.exe", png))
                .status())
        .as("a name with a hidden character is refused at the door")
        .isEqualTo(400);
    assertThat(
            lab.post(path("/items/approval/attach-file"), ann, file("../../graph.png", png))
                .status())
        .isEqualTo(200);
    lab.post(path("/comment"), bob, "{\"text\": \"back at noon\"}");

    JsonNode beside = item("approval").path("beside");
    assertThat(beside.path("remarks").path(0).path("person").asString()).isEqualTo("ann");
    assertThat(beside.path("remarks").path(0).path("at").asString()).endsWith("Z");
    JsonNode kept = beside.path("files").path(0).path("file");
    assertThat(kept.path("name").asString()).isEqualTo("graph.png");
    assertThat(kept.path("type").asString()).isEqualTo("image/png");
    HttpResponse<String> bytes =
        lab.get("/api/v1/evidence/" + kept.path("digest").asString(), bob).whole();
    assertThat(bytes.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(bytes.headers().firstValue("Content-Disposition").orElse("")).contains("attachment");
    assertThat(lab.get(path(""), bob).json().path("beside").path("remarks").size()).isEqualTo(1);
  }

  @Test
  void a_file_too_large_or_not_in_base64_is_refused() {
    WebLab.Answer large =
        lab.post(path("/attach-file"), ann, file("dump", new byte[5 * 1024 * 1024 + 1]));
    assertThat(large.status()).isEqualTo(400);
    assertThat(large.detail())
        .contains("the file has 5242881 bytes, of which 5242880 are taken; put it elsewhere");
    assertThat(
            lab.post(path("/attach-file"), ann, "{\"name\": \"x\", \"content\": \"%\"}").detail())
        .contains("the content of the file is not base64; nothing was kept");
    assertThat(
            lab.post(path("/comment"), ann, "{\"text\": \"" + "x".repeat(3_000_000) + "\"}")
                .status())
        .as("only a file may be as long as a file")
        .isEqualTo(413);
  }

  @Test
  @Covers("F-14")
  void a_click_on_what_has_changed_is_refused_with_what_there_is_now() {
    String seen = lab.get(path("/items/approval"), ann).header("ETag");
    lab.post(path("/items/approval/comment"), bob, "{\"text\": \"not yet, please\"}");

    WebLab.Answer late =
        lab.post(path("/items/approval/sign"), ann, "{\"role\": \"approver\"}", "If-Match", seen);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.detail()).contains("bob says: not yet, please");
    String now = late.header("ETag");
    assertThat(
            lab.post(path("/items/approval/sign"), ann, "{\"role\": \"approver\"}", "If-Match", now)
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_signature_is_taken_back_with_a_reason_and_given_again() {
    lab.post(path("/items/approval/sign"), ann, "{\"role\": \"approver\"}");
    assertThat(lab.post(path("/items/approval/reopen"), bob, "{}").detail())
        .contains("the field \"reason\" is missing");
    assertThat(
            lab.post(path("/items/approval/reopen"), bob, "{\"reason\": \"wrong digest\"}")
                .status())
        .isEqualTo(200);
    assertThat(item("approval").path("signatures").size()).isZero();
    assertThat(item("approval").path("mark").path("reason").asString()).isEqualTo("wrong digest");
    lab.post(path("/items/approval/sign"), bob, "{\"role\": \"owner\"}");
    lab.post(path("/items/approval/sign"), ann, "{\"role\": \"approver\"}");
    lab.until(run, ann, WebLab.waitsAt("look_at_it"));
  }
}
