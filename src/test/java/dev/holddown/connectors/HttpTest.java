package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTest {
  /** Long enough for a busy machine to have connected by then. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir Path folder;
  private Acts acts;

  @BeforeEach
  void connectors() {
    acts = new Acts(folder);
  }

  @Test
  void an_answer_gives_status_headers_json_body_size_and_latency() throws Exception {
    try (WebServer server =
        new WebServer(seen ->
            Reply.of(200, "{\"version\":\"1.4\",\"n\":2}", "Content-Type: application/json"))) {
      Answer answer =
          acts.ask("http.get", Map.of("url", server.url(), "headers", Map.of("X-A", "b")));
      assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
      assertThat(answer.samples()).isEqualTo(1);
      assertThat(answer.result())
          .containsEntry("status", 200L)
          .containsEntry("json", Map.of("version", "1.4", "n", 2L))
          .containsEntry("body", "{\"version\":\"1.4\",\"n\":2}")
          .containsEntry("size", 23L)
          .containsEntry("cut", false)
          .doesNotContainKey("json_error");
      assertThat((double) Acts.of(answer.result(), "latency")).isBetween(0.0, 20.0);
      assertThat((Map<?, ?>) Acts.of(answer.result(), "headers"))
          .extracting("content-type")
          .isEqualTo("application/json");
      assertThat(server.seen.getFirst().headers()).containsEntry("x-a", "b");
    }
  }

  @Test
  void an_error_page_is_an_answer_and_broken_json_is_said() throws Exception {
    try (WebServer server =
        new WebServer(seen -> Reply.of(500, "<html>", "Content-Type: application/problem+json"))) {
      Answer answer = acts.ask("http.get", Map.of("url", server.url()));
      assertThat(answer.result()).containsEntry("status", 500L).doesNotContainKey("json");
      assertThat((String) answer.result().get("json_error")).startsWith("not read as JSON: ");
    }
  }

  @Test
  void a_large_answer_is_cut_and_its_json_is_not_read() throws Exception {
    try (WebServer server =
        new WebServer(seen -> Reply.of(200, "[" + "1,".repeat(600_000) + "1]"))) {
      Answer answer = acts.ask("http.get", Map.of("url", server.url()));
      assertThat(answer.result())
          .containsEntry("cut", true)
          .containsEntry("json_error", "the answer was cut at 1 MiB")
          .doesNotContainKey("json");
      assertThat((String) answer.result().get("body")).hasSize(64 * 1024);
      assertThat(answer.proof().response()).endsWith("… the answer was cut at 1 MiB");
    }
  }

  @Test
  void head_asks_without_a_body() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, "x", "X-Version: 7"))) {
      Answer answer = acts.ask("http.head", Map.of("url", server.url()));
      assertThat(server.seen.getFirst().method()).isEqualTo("HEAD");
      assertThat(answer.result()).containsEntry("body", "").containsEntry("status", 200L);
    }
  }

  @Test
  void no_connection_is_an_error_never_an_answer() throws Exception {
    String url = "http://127.0.0.1:" + RawServer.closedPort() + "/healthz";
    Answer answer = acts.ask("http.get", Map.of("url", url));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message()).isEqualTo("no connection to " + url + ": connection refused");
    assertThat(answer.result()).isEmpty();
  }

  @Test
  void arguments_that_do_not_fit_are_an_error() throws Exception {
    assertThat(acts.ask("http.get", Map.of()).message()).isEqualTo("http.get needs url");
    assertThat(acts.ask("http.get", Map.of("url", "http://a", "redirects", 99L)).message())
        .isEqualTo("redirects of http.get must be a whole number from 0 to 10, not 99");
    assertThat(acts.ask("http.get", Map.of("url", "http://a", "timeout", "soon")).message())
        .isEqualTo("timeout of http.get must be a duration such as 10s, not soon");
    assertThat(acts.ask("http.get", Map.of("url", new Secret("u", "http://hunter2"))).message())
        .isEqualTo("the secret u may not stand in url of http.get");
  }

  @Test
  void an_own_timeout_counts_when_it_is_shorter() throws Exception {
    try (RawServer server = RawServer.silent()) {
      Answer answer = acts.ask("http.get", Map.of("url", server.url(), "timeout", "2s"));
      assertThat(answer.message()).isEqualTo("no answer from " + server.url() + " within 2s");
    }
  }

  private Deed post(String url, Duration timeout) throws InterruptedException {
    return acts.act("http.post", Map.of("url", url, "json", Map.of("n", 3.0)), "op-9", timeout);
  }

  @Test
  void an_act_carries_its_operation_and_its_token_the_same_each_time() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(201, "{\"id\":5}"))) {
      for (String action : List.of("http.post", "http.put", "http.delete", "http.post")) {
        Deed deed =
            acts.act(
                action, Map.of("url", server.url(), "json", Map.of("n", 3.0)), "op-9", Acts.LONG);
        assertThat(deed).isInstanceOf(Deed.Landed.class);
        assertThat(((Deed.Landed) deed).result())
            .containsEntry("status", 201L)
            .containsEntry("json", Map.of("id", 5L));
      }
      assertThat(server.seen)
          .extracting(WebServer.Seen::method)
          .containsExactly("POST", "PUT", "DELETE", "POST");
      assertThat(server.seen)
          .allSatisfy(seen -> {
            assertThat(seen.headers())
                .containsEntry("idempotency-key", "op-9")
                .containsEntry("holddown-token", "3.7")
                .containsEntry("content-type", "application/json");
            assertThat(seen.body()).isEqualTo("{\"n\":3}");
          });
    }
  }

  @Test
  void a_refusal_of_the_server_has_failed_and_an_error_of_it_is_unknown() throws Exception {
    for (int status : List.of(400, 404, 409, 422, 429, 307, 308)) {
      try (WebServer server = new WebServer(seen -> Reply.of(status, "no", "Location: /x"))) {
        assertThat(post(server.url() + "/d?t=1", Acts.LONG))
            .isInstanceOfSatisfying(
                Deed.Failed.class,
                f ->
                    assertThat(f.message())
                        .startsWith("POST " + server.url() + "/d answered " + status + ": "));
      }
    }
    for (int status : List.of(500, 502, 503, 504, 302, 303)) {
      try (WebServer server = new WebServer(seen -> Reply.of(status, "", "Location: /x"))) {
        assertThat(post(server.url(), Acts.LONG))
            .isInstanceOfSatisfying(
                Deed.Unknown.class,
                u ->
                    assertThat(u.message())
                        .isEqualTo(
                            "POST "
                                + server.url()
                                + " answered "
                                + status
                                + "; it may have been taken all the same"));
      }
    }
  }

  @Test
  void a_time_out_and_a_broken_connection_are_unknown() throws Exception {
    try (RawServer silent = RawServer.silent();
        RawServer hangingUp = RawServer.hangingUp();
        RawServer dripping = RawServer.dripping()) {
      for (RawServer server : List.of(silent, hangingUp, dripping)) {
        assertThat(post(server.url(), SHORT))
            .isInstanceOfSatisfying(
                Deed.Unknown.class,
                u -> assertThat(u.message()).endsWith("; it may have been taken all the same"));
      }
    }
  }

  @Test
  void what_was_never_sent_has_failed() throws Exception {
    String closed = "http://127.0.0.1:" + RawServer.closedPort();
    for (String url : List.of(closed, "http://169.254.169.254/", "ftp://a")) {
      assertThat(post(url, Acts.LONG))
          .isInstanceOfSatisfying(
              Deed.Failed.class, f -> assertThat(f.message()).endsWith("; nothing was sent"));
    }
  }

  @Test
  void an_act_takes_one_body_and_leaves_its_own_headers_alone() throws Exception {
    assertThat(acts.act("http.post", Map.of("url", "http://a", "json", 1L, "body", "x")))
        .isInstanceOfSatisfying(
            Deed.Failed.class,
            f ->
                assertThat(f.message())
                    .isEqualTo("http.post takes json or body, not both; nothing was sent"));
    for (String own : List.of("idempotency-key", "Holddown-Token")) {
      assertThat(acts.act("http.post", Map.of("url", "http://a", "headers", Map.of(own, "x"))))
          .isInstanceOfSatisfying(
              Deed.Failed.class,
              f ->
                  assertThat(f.message())
                      .isEqualTo(
                          "the header "
                              + own
                              + " is set by Holddown itself; leave it out; nothing was sent"));
    }
  }

  @Test
  void a_bearer_token_goes_over_the_wire_only_also_when_it_is_echoed_bare() throws Exception {
    Secret token = new Secret("api", "hunter2hunter2");
    try (WebServer server = new WebServer(seen -> Reply.of(200, "{\"t\":\"hunter2hunter2\"}"))) {
      Map<String, Object> args = Map.of("url", server.url(), "bearer", token);
      Answer answer = acts.ask("http.get", args);
      Deed deed = acts.act("http.post", args);
      assertThat(server.seen)
          .hasSize(2)
          .allSatisfy(
              s -> assertThat(s.headers()).containsEntry("authorization", "Bearer hunter2hunter2"));
      assertThat(answer.result()).containsEntry("json", Map.of("t", "{secret: api}"));
      assertThat(answer.toString() + deed).doesNotContain("hunter2").contains("{secret: api}");
    }
    assertThat(acts.ask("http.get", Map.of("url", "http://a", "bearer", "x")).message())
        .isEqualTo("bearer of http.get must be {secret: name}");
    Map<String, Object> both =
        Map.of("url", "http://a", "bearer", token, "headers", Map.of("authorization", "x"));
    assertThat(acts.ask("http.get", both).message())
        .isEqualTo("http.get takes bearer or the header Authorization, not both");
  }

  @Test
  void a_secret_in_a_body_goes_over_the_wire_only() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, seen.body()))) {
      Map<String, Object> json = Map.of("key", new Secret("k", "hunter2hunter2"));
      Deed deed = acts.act("http.post", Map.of("url", server.url(), "json", json));
      assertThat(server.seen.getFirst().body()).isEqualTo("{\"key\":\"hunter2hunter2\"}");
      assertThat(deed.toString()).doesNotContain("hunter2").contains("{secret: k}");
    }
  }
}
