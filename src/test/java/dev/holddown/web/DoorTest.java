package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.TestKit;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in, and who not. */
class DoorTest {
  private final WebLab lab;

  @TempDir static Path other = Path.of("");

  DoorTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  @Test
  void without_a_token_nobody_looks_and_the_log_says_who_tried() {
    WebLab.Answer answer = lab.get("/api/v1/runs", "");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"holddown\"");
    assertThat(answer.detail())
        .isEqualTo(
            "an access token is needed: send it as Authorization: Bearer hd_…; nothing was"
                + " changed");
    assertThat(lab.kit.refusals())
        .anyMatch(line -> line.contains("refused 401 127.0.0.1 GET /api/v1/runs: an access token"));
    String admin = lab.token("root", "admin");
    assertThat(lab.get("/api/v1/server", admin).json().path("refused").path("token").asLong(0))
        .isEqualTo(1);
  }

  @Test
  void a_scope_reaches_as_far_as_it_says() {
    String read = lab.token("rea", "read");
    assertThat(lab.get("/api/v1/runs", read).status()).isEqualTo(200);
    WebLab.Answer start = lab.post("/api/v1/runs", read, "{\"playbook\": \"signed\"}");
    assertThat(start.status()).isEqualTo(403);
    assertThat(start.detail())
        .isEqualTo("the token of rea has the scope read; this needs work; nothing was changed");
  }

  @Test
  void nobody_signs_in_a_role_that_is_not_theirs_and_the_name_is_that_of_the_token() {
    String ann = lab.token("ann", "work", "approver");
    String run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String sign = "/api/v1/runs/" + run + "/items/approval/sign";
    WebLab.Answer owner = lab.post(sign, ann, "{\"role\": \"owner\"}");
    assertThat(owner.status()).isEqualTo(403);
    assertThat(owner.detail())
        .contains("ann does not act as owner for shop in prod, and has there approver");
    assertThat(lab.post(sign, ann, "{\"role\": \"approver\", \"as\": \"bob\"}").detail())
        .contains("there is no field \"as\" here");
    lab.post(sign, ann, "{\"role\": \"approver\"}", "Holddown-As", "bob");
    assertThat(lab.get("/api/v1/runs/" + run + "/log", ann).body())
        .contains("signed by ann as approver")
        .doesNotContain("signed by bob");
  }

  @Test
  void a_revoked_token_is_refused_at_once() {
    String ann = lab.token("ann", "read");
    assertThat(lab.get("/api/v1/runs", ann).status()).isEqualTo(200);
    TestKit.Printed revoked = lab.kit.run("token", "revoke", ann.split("_", -1)[1]);
    assertThat(revoked.out()).contains("it counts no longer");
    WebLab.Answer late = lab.get("/api/v1/runs", ann);
    assertThat(late.status()).isEqualTo(401);
    assertThat(late.detail()).contains("was revoked at");
  }

  @Test
  void guessing_is_slowed_down_and_a_right_token_still_comes_in() {
    String ann = lab.token("ann", "read");
    for (int i = 0; i < Door.WRONG_MAX; i++) {
      assertThat(lab.get("/api/v1/runs", "hd_abc_guess" + i).status()).isEqualTo(401);
    }
    int lines = lab.kit.refusals().size();
    WebLab.Answer more = lab.get("/api/v1/runs", "hd_abc_guess");
    assertThat(more.status()).isEqualTo(429);
    assertThat(more.header("Retry-After")).isEqualTo("60");
    assertThat(more.detail()).contains("a right one is let in at any time");
    assertThat(lab.kit.refusals()).as("the log does not grow").hasSize(lines);
    assertThat(lab.get("/api/v1/runs", ann).status()).isEqualTo(200);
  }

  @Test
  void a_page_of_another_origin_can_send_nothing() {
    String ann = lab.token("ann", "work");
    String start = "{\"playbook\": \"signed\", \"inputs\": {\"version\": \"2.0\"}}";
    assertThat(lab.post("/api/v1/runs", ann, start, "Origin", "https://evil.example").detail())
        .isEqualTo("a page of another origin sent this; nothing was changed");
    assertThat(lab.post("/api/v1/runs", ann, start, "Sec-Fetch-Site", "cross-site").status())
        .isEqualTo(403);
    assertThat(lab.post("/api/v1/runs", ann, start, "Origin", lab.address.toString()).status())
        .isEqualTo(201);
  }

  @Test
  void an_open_server_asks_this_machine_for_no_token_and_is_not_fooled_by_a_name()
      throws Exception {
    try (WebLab open = WebLab.start(other, true, Limits.usual())) {
      WebLab.Answer started =
          open.post(
              "/api/v1/runs",
              "",
              "{\"playbook\": \"signed\", \"inputs\": {\"version\": \"2.0\"}}",
              "Holddown-As",
              "zo%C3%AB");
      assertThat(started.status()).isEqualTo(201);
      assertThat(open.get("/api/v1/runs/" + started.json().path("run").asString(""), "").body())
          .contains("\"starter\":\"zoë\"");
      try (Socket socket = new Socket("127.0.0.1", open.address.getPort())) {
        socket
            .getOutputStream()
            .write(
                "GET /api/v1/runs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 401");
      }
    }
  }

  @Test
  void an_open_server_on_all_addresses_does_not_start() {
    TestKit.Printed printed =
        new TestKit(other.resolve("x")).run("serve", "--open", "--host", "0.0.0.0", "--port", "0");
    assertThat(printed.exit()).isEqualTo(5);
    assertThat(printed.err()).contains("--open lets everybody in who reaches 0.0.0.0");
  }
}
