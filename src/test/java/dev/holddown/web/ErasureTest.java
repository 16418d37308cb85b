package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.testing.Covers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a name that was erased, wherever people and programs look. */
class ErasureTest {
  private static final String NAME = "Zelda Quux";
  private static final String PLAIN = "zelda";
  private final WebLab lab;
  private final String zelda;
  private final String bob;
  private final String root;
  private String run = "";

  ErasureTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    zelda = lab.token(NAME, "work", "approver", "operator", "owner");
    bob = lab.token("bob", "work", "approver", "operator", "owner");
    root = lab.token("root", "admin");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  /** A run in which the name stands wherever it can. */
  private String worked() {
    run = lab.started("signed", zelda);
    lab.until(run, bob, WebLab.waitsAt("approval"));
    String of = "/api/v1/runs/" + run;
    byte[] file = ("Notes of " + NAME).getBytes(StandardCharsets.UTF_8);
    for (String[] act :
        new String[][] {
          {"/items/approval/comment", "{\"text\": \"I, " + NAME + ", looked.\"}"},
          {
            "/items/approval/attach-file",
            "{\"name\": \"notes.txt\", \"content\": \""
                + Base64.getEncoder().encodeToString(file)
                + "\"}"
          },
          {"/items/approval/sign", "{\"role\": \"approver\", \"comment\": \"ok, " + NAME + "\"}"},
          {"/hold", "{\"reason\": \"" + NAME + " says so\"}"},
          {"/resume", "{}"},
        }) {
      WebLab.Answer answer =
          lab.post(of + act[0], zelda, act[1], "Idempotency-Key", "k" + act[0].length());
      assertThat(answer.status()).as(act[0] + answer.body()).isEqualTo(200);
    }
    return of;
  }

  /** Everything that is shown of it. */
  private List<String> everything(String of) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    String digest = Digest.of("Notes of " + NAME).hex();
    for (String path :
        List.of(
            "/api/v1/runs?all=true",
            of,
            of + "/log",
            of + "/items/approval",
            of + "/permits",
            of + "/card",
            "/api/v1/governance",
            "/api/v1/evidence/" + digest)) {
      all.add(path + ": " + lab.get(path, bob).body());
    }
    for (String page :
        List.of("/", "/runs/" + run, "/runs/" + run + "/log", "/runs/" + run + "/items/approval")) {
      WebLab.Answer html = lab.get(page, bob, "Accept", "text/html");
      assertThat(html.status()).as(page).isEqualTo(200);
      all.add(page + ": " + html.body());
    }
    for (String log :
        List.of(
            "/api/v1/access-log",
            "/api/v1/logs/access",
            "/api/v1/logs/deployments",
            "/api/v1/logs/deployments?q=" + PLAIN,
            "/api/v1/logs/incidents",
            "/api/v1/logs/governance",
            "/api/v1/logs/GOVERNANCE-LOG.md",
            of + "/handoff")) {
      WebLab.Answer answer = lab.get(log, root);
      all.add((log + ": ").replace("q=" + PLAIN, "") + answer.body());
    }
    for (String page : List.of("/logs/access", "/logs/deployments", "/logs/governance")) {
      WebLab.Answer html = lab.get(page, root, "Accept", "text/html");
      assertThat(html.status()).as(page).isEqualTo(200);
      all.add(page + ": " + html.body());
    }
    all.add(lab.get("/metrics", bob).body());
    all.add(streamed(of + "/events?after=0"));
    for (String[] verb :
        new String[][] {
          {"show", run, "--json"}, {"log", run}, {"log", run, "--json"}, {"status", "--all"},
          {"log", "access"}, {"log", "access", "--json"}, {"evidence", digest}, {"user", "list"},
          {"token", "list"}, {"card", run}
        }) {
      var printed = lab.kit.run(verb);
      all.add(String.join(" ", verb) + ": " + printed.out() + printed.err());
    }
    return all;
  }

  /** A stream from its beginning up to the newest event that there is. */
  private String streamed(String path) throws IOException, InterruptedException {
    long head = lab.get("/api/v1/runs/" + run + "/log", bob).json().path("events").size();
    StringBuilder text = new StringBuilder();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          client.send(lab.request(path, bob).build(), HttpResponse.BodyHandlers.ofInputStream());
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      for (long events = 0; events < head; ) {
        String line = lines.readLine();
        text.append(line).append('\n');
        events += line.startsWith("event: event") ? 1 : 0;
      }
      client.shutdownNow();
    }
    return text.toString();
  }

  @Test
  @Covers("F-37")
  void a_name_that_was_erased_is_shown_exported_and_streamed_nowhere() throws Exception {
    String of = worked();
    assertThat(everything(of)).anyMatch(text -> text.contains(NAME));

    var refused = lab.kit.run("user", "erase", NAME);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains(
            NAME
                + " stands in an open run ("
                + run
                + "): who decides in a run must be known until it is closed; nothing was changed");

    assertThat(lab.post(of + "/abort", bob, "{\"reason\": \"enough\"}").status()).isEqualTo(200);
    lab.until(run, bob, WebLab.ended("ABORTED"));
    var erased = lab.kit.run("user", "erase", NAME);
    assertThat(erased.exit()).as(erased.err()).isZero();
    assertThat(erased.out()).contains("shown from now on as erased person #1");

    List<String> after = everything(of);
    assertThat(after)
        .allSatisfy(text -> assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(PLAIN));
    assertThat(after).anyMatch(text -> text.contains("I, erased person #1, looked."));
    assertThat(after).anyMatch(text -> text.contains("Notes of erased person #1"));
    assertThat(lab.get(of, zelda).status()).as("her token counts no more").isEqualTo(401);

    assertThat(lab.kit.run("log", "verify").exit()).as("the log is as it was").isZero();
    lab.kit.stopEngine();
    assertThat(lab.kit.run("log", run).out().toLowerCase(Locale.ROOT))
        .as("read without an engine")
        .contains("erased person #1")
        .doesNotContain(PLAIN);
  }
}
