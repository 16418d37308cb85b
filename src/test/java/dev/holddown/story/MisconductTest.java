package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Providers that are gone, slow, endless, or answer with something else: whoever asks them, and
 * however easily the condition is met, no line is green, and its reason says what came.
 */
class MisconductTest {
  private static final String CHECKS =
      """
      kind: playbook
      id: misconduct
      title: Asks everybody
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Before
          id: before
          gate: all
          items:
            - {check: P, id: prometheus, prometheus.query: {url: "BASE", query: up}, timeout: 1s, expect: result.value >= 0.0}
            - {check: M, id: metrics, openmetrics.query: {url: "BASE/metrics", metric: a_total, over: 4s, compute: rate}, timeout: 1s, expect: result.value >= 0.0}
            - {check: J, id: json, http.get: {url: "BASE/status"}, timeout: 1s, expect: result.json.healthy != false}
            - {check: G, id: graphql, graphql.call: {url: "BASE/graphql", query: "{ a }"}, timeout: 1s, expect: has(result.data)}
            - {check: L, id: logs, logs.count: {url: "BASE/tail", match: ERROR}, timeout: 1s, expect: result.matches == 0}
      """;
  private static final List<String> ASKERS =
      List.of("prometheus", "metrics", "json", "graphql", "logs");

  @TempDir Path folder;

  /** What each asker says of the provider. */
  private Map<String, String> asked(String base) {
    return asked(base, true);
  }

  /** {@code logs}: also what counts lines, for which almost any text is some. */
  private Map<String, String> asked(String base, boolean logs) {
    try (World world = World.inMemory(folder)) {
      String run = world.start(CHECKS.replace("BASE", base));
      Map<String, String> said = new LinkedHashMap<>();
      for (String asker : ASKERS.subList(0, logs ? 5 : 4)) {
        ItemState item = world.state(run).item(asker);
        assertThat(item.status()).as(asker + ": " + item.reason()).isNotEqualTo(ItemStatus.PASSED);
        assertThat(item.reason()).as(asker).isNotBlank();
        said.put(asker, item.status() + " " + item.reason());
      }
      return said;
    }
  }

  private Map<String, String> answered(int status, String type, String body) throws IOException {
    boolean lines = body.isEmpty() || type.equals("text/html");
    try (WebServer server =
        new WebServer(seen -> WebServer.Reply.of(status, body, "Content-Type: " + type))) {
      return asked(server.url(), lines);
    }
  }

  @Test
  @Covers({"I25", "F-10"})
  void a_login_page_with_status_200_proves_nothing() throws IOException {
    Map<String, String> said =
        answered(200, "text/html", "<html><title>Sign in</title><form>password</form></html>");

    says(
        said, "prometheus", "answered 200 with something that is not an answer of Prometheus: \"<");
    says(said, "metrics", "/metrics sent text/html, not metrics (text/plain or application/openm");
    says(said, "json", "ERRORED result.json is missing; the answer has: status, headers, body,");
    says(said, "graphql", "/graphql answered HTTP 200, and not with JSON");
    says(said, "logs", "/tail sent a page (text/html), not lines of a log; is it a login page?");
  }

  private static void says(Map<String, String> said, String asker, String words) {
    assertThat(said.get(asker)).contains(words);
  }

  @Test
  @Covers({"I25", "F-10"})
  void json_of_another_schema_proves_nothing() throws IOException {
    Map<String, String> said =
        answered(200, "application/json", "{\"hello\": [1, 2, {\"a\": null}]}");

    says(said, "prometheus", "answered 200 with something that is not an answer of Prometheus");
    says(said, "json", "ERRORED result.json.healthy is missing; result.json has: hello");
    says(said, "graphql", "answered HTTP 200, with neither data nor errors");
  }

  @Test
  void an_empty_answer_and_bytes_of_no_text_prove_nothing() throws IOException {
    says(answered(200, "application/json", ""), "logs", "INCONCLUSIVE no line was read from GET");
    says(
        answered(200, "application/octet-stream", "\u0000\ufffd\u0001[[[{"),
        "metrics",
        "/metrics sent application/octet-stream, not metrics");
  }

  @Test
  @Covers({"I25", "F-10"})
  void who_is_gone_or_hangs_up_or_never_answers_proves_nothing() throws IOException {
    asked("http://127.0.0.1:" + RawServer.closedPort())
        .forEach((asker, said) -> assertThat(said).contains("connection refused"));
    try (RawServer server = RawServer.hangingUp()) {
      asked(server.url())
          .forEach((asker, said) -> assertThat(said).contains("broke before the answer was whole"));
    }
    try (RawServer server = RawServer.silent()) {
      asked(server.url())
          .forEach((asker, said) ->
              assertThat(said)
                  .startsWith("ERRORED no answer from " + server.url())
                  .endsWith(" within 1s"));
    }
  }

  @Test
  @Covers({"I25", "F-10"})
  void who_answers_without_end_proves_nothing() throws IOException {
    try (RawServer server = RawServer.streaming()) {
      Map<String, String> said = asked(server.url());

      says(said, "prometheus", "the answer was cut at 4 MiB; nothing of it was used");
      says(said, "logs", "the answer was cut at 8 MiB; ask for less");
    }
  }

  @Test
  void a_name_that_no_longer_resolves_proves_nothing() {
    asked("http://gone.invalid")
        .forEach((asker, said) -> assertThat(said).contains("the name gone.invalid is unknown"));
  }
}
