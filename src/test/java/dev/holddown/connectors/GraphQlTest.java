package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Secret;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GraphQlTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private Acts acts;

  @BeforeEach
  void begin() {
    acts = new Acts(folder);
  }

  private Answer call(String body, Object... more) throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, body))) {
      return acts.ask("graphql.call", args(server, more));
    }
  }

  private static Map<String, Object> args(WebServer server, Object... more) {
    Map<String, Object> args = new HashMap<>();
    args.put("url", server.url() + "/graphql");
    args.put("query", "{ health { ok } }");
    for (int i = 0; i < more.length; i += 2) {
      args.put((String) more[i], more[i + 1]);
    }
    return args;
  }

  @Test
  @Covers("E-67")
  void data_without_errors_is_an_answer() throws Exception {
    Answer answer = call("{\"data\":{\"health\":{\"ok\":true}}}");
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.result())
        .containsEntry("data", Map.of("health", Map.of("ok", true)))
        .containsEntry("status", 200L);
    assertThat(answer.samples()).isEqualTo(1);
  }

  @Test
  void errors_are_no_value_and_partial_data_is_named_and_not_used() throws Exception {
    Answer answer =
        call(
            "{\"data\":{\"widgets\":[],\"alerts\":null},\"errors\":[{\"message\":\"no right\","
                + "\"path\":[\"alerts\",0]},{\"message\":\"b\"},{\"message\":\"c\"},{}]}");
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.result()).isEmpty();
    assertThat(answer.message())
        .endsWith(
            "/graphql answered with 4 errors beside partial data (widgets), which is not used: no"
                + " right (at alerts.0), b, c, …");
    assertThat(call("{\"errors\":[{\"message\":\"bad\"}]}").message())
        .endsWith("answered with 1 error: bad");
  }

  @Test
  void what_is_no_graphql_answer_is_an_error() throws Exception {
    assertThat(call("{}").message()).endsWith("answered HTTP 200, with neither data nor errors");
    assertThat(call("<html>").message()).endsWith("answered HTTP 200, and not with JSON");
    try (WebServer server = new WebServer(seen -> Reply.of(502, "{\"data\":{}}"))) {
      assertThat(acts.ask("graphql.call", args(server)).message()).endsWith("answered HTTP 502");
    }
  }

  @Test
  @Covers("E-68")
  void a_persisted_document_travels_by_its_hash_and_variables_as_json() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, "{\"data\":{}}"))) {
      Map<String, Object> args =
          args(
              server,
              "persisted",
              HASH,
              "operation",
              "GetUserDashboard",
              "variables",
              Map.of("id", "\"}) { admin }", "list", List.of(1L, true)));
      args.remove("query");
      assertThat(acts.ask("graphql.call", args).kind()).isEqualTo(Answer.Kind.ANSWERED);
      String body = server.seen.getFirst().body();
      assertThat(body)
          .contains("\"persistedQuery\":{")
          .contains("\"sha256Hash\":\"" + HASH + "\"")
          .contains("\"operationName\":\"GetUserDashboard\"")
          .contains("\"id\":\"\\\"}) { admin }\"")
          .contains("\"list\":[1,true]")
          .doesNotContain("\"query\"");
    }
    assertThat(call("{\"errors\":[{\"message\":\"PersistedQueryNotFound\"}]}").message())
        .endsWith(
            "PersistedQueryNotFound; the server does not know this hash: register the document"
                + " there, or write query");
    assertThat(call("{}", "persisted", "abc").message())
        .isEqualTo("persisted of graphql.call must be a SHA-256 of 64 small hex digits");
  }

  @Test
  void a_check_sends_no_mutation_however_it_is_written() throws Exception {
    for (String document :
        List.of(
            "mutation { a }",
            "  \n mutation M { a }",
            "query A { a } mutation B { b }",
            "{ a }\nsubscription { b }",
            "# a comment\nmutation { a }",
            ", mutation { a }")) {
      assertThat(call("{\"data\":{}}", "query", document).message())
          .as(document)
          .startsWith("graphql.call changes nothing: the document holds a mutation");
    }
    for (String document :
        List.of(
            "{ mutation }",
            "query Q { notes(kind: \"} mutation {\") { id } }",
            "# mutation { a }\n{ a }",
            "{ a(text: \"\"\"\n} mutation x\n\"\"\") }")) {
      assertThat(call("{\"data\":{}}", "query", document).kind())
          .as(document)
          .isEqualTo(Answer.Kind.ANSWERED);
    }
  }

  @Test
  void a_mutation_is_an_act_with_the_same_key_at_each_repeat() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, "{\"data\":{\"id\":\"7\"}}"))) {
      Map<String, Object> args = args(server, "query", "mutation { createNote { id } }");
      for (int i = 0; i < 2; i++) {
        assertThat(acts.act("graphql.mutate", args)).isInstanceOf(Deed.Landed.class);
      }
      assertThat(server.seen)
          .extracting(seen -> seen.headers().get("idempotency-key"))
          .containsExactly("op-1", "op-1");
    }
  }

  @Test
  void a_mutation_that_was_refused_whole_failed_and_one_with_partial_data_is_unknown()
      throws Exception {
    try (WebServer server =
        new WebServer(seen -> Reply.of(200, "{\"errors\":[{\"message\":\"syntax\"}]}"))) {
      assertThat(((Deed.Failed) acts.act("graphql.mutate", args(server))).message())
          .endsWith("answered with 1 error: syntax; nothing was done");
    }
    try (WebServer server =
        new WebServer(
            seen -> Reply.of(200, "{\"data\":{\"a\":1},\"errors\":[{\"message\":\"b\"}]}"))) {
      assertThat(((Deed.Unknown) acts.act("graphql.mutate", args(server))).message())
          .endsWith(": b; it may have been done all the same");
    }
    try (RawServer silent = RawServer.silent()) {
      Deed deed =
          acts.act(
              "graphql.mutate",
              Map.of("url", silent.url(), "query", "mutation { a }"),
              "op-1",
              Duration.ofSeconds(2));
      assertThat(deed).isInstanceOf(Deed.Unknown.class);
    }
  }

  @Test
  void a_secret_variable_goes_over_the_wire_and_nowhere_else() throws Exception {
    Secret secret = new Secret("token", "s3cr3t-of-the-shop");
    try (WebServer server =
        new WebServer(seen -> Reply.of(200, "{\"data\":{\"echo\":\"s3cr3t-of-the-shop\"}}"))) {
      Answer answer = acts.ask("graphql.call", args(server, "variables", Map.of("token", secret)));
      assertThat(server.seen.getFirst().body()).contains("s3cr3t-of-the-shop");
      assertThat(answer.toString()).doesNotContain("s3cr3t-of-the-shop");
    }
  }
}
