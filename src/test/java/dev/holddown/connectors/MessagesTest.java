package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.Json;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTest {
  private static final Secret KEY = new Secret("hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  @TempDir Path folder;
  private Acts acts;

  @BeforeEach
  void connectors() {
    acts = new Acts(folder);
  }

  private Deed file(String op, String text) throws InterruptedException {
    return acts.act("message.file", Map.of("path", "notes.jsonl", "text", text), op, Acts.LONG);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("notes.jsonl"));
  }

  private static boolean already(Deed deed) {
    return (boolean) Acts.of(((Deed.Landed) deed).result(), "already");
  }

  @Test
  void the_terminal_shows_one_line_that_cannot_steer_it() throws Exception {
    Deed deed =
        acts.act("message.terminal", Map.of("text", "live\nfor all \u001b[2Jnow \u202Etxt.exe"));
    assertThat(already(deed)).isFalse();
    assertThat(acts.printed())
        .isEqualTo("2026-03-01T12:00:00Z live / for all \uFFFD[2Jnow \uFFFDtxt.exe\n");
  }

  @Test
  void the_terminal_shows_a_repeated_operation_once() throws Exception {
    acts.act("message.terminal", Map.of("text", "live"), "op-1", Acts.LONG);
    assertThat(already(acts.act("message.terminal", Map.of("text", "live"), "op-1", Acts.LONG)))
        .isTrue();
    acts.act("message.terminal", Map.of("text", "live"), "op-2", Acts.LONG);
    assertThat(acts.printed().lines()).hasSize(2);
  }

  @Test
  void a_file_gets_a_line_of_json_and_a_repeat_adds_none_even_after_a_restart() throws Exception {
    assertThat(already(file("op-\"1", "a\n\"b\" ü"))).isFalse();
    acts = new Acts(folder);
    assertThat(already(file("op-\"1", "a\n\"b\" ü"))).isTrue();
    assertThat(already(file("op-2", "second"))).isFalse();
    assertThat(lines()).hasSize(2);
    assertThat(Json.read(lines().getFirst()).value())
        .contains(
            Map.of(
                "op", "op-\"1",
                "at", "2026-03-01T12:00:00Z",
                "to", "file:notes.jsonl",
                "text", "a\n\"b\" ü"));
  }

  @Test
  void a_line_torn_by_a_crash_does_not_count_and_does_not_swallow_the_next() throws Exception {
    file("op-1", "first");
    String torn = "{\"op\":\"op-2\",\"at\":\"2026";
    Files.writeString(folder.resolve("notes.jsonl"), torn, StandardOpenOption.APPEND);
    assertThat(already(file("op-2", "second"))).isFalse();
    assertThat(lines()).hasSize(3);
    assertThat(lines().getLast()).startsWith("{\"op\":\"op-2\"").endsWith("\"text\":\"second\"}");
  }

  @Test
  void many_writers_at_once_write_each_operation_once() throws Exception {
    List<Callable<Deed>> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Acts own = new Acts(folder);
      Map<String, Object> args = Map.of("path", "notes.jsonl", "text", "x");
      String op = "op-" + i % 10;
      writers.add(() -> own.act("message.file", args, op, Acts.LONG));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Deed> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isInstanceOf(Deed.Landed.class);
      }
    }
    assertThat(lines()).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void a_file_that_cannot_be_written_has_failed() throws Exception {
    assertThat(acts.act("message.file", Map.of("path", "none/notes.jsonl", "text", "x")))
        .isInstanceOfSatisfying(
            Deed.Failed.class,
            f ->
                assertThat(f.message())
                    .isEqualTo(
                        "the message file "
                            + folder.resolve("none/notes.jsonl")
                            + " cannot be opened: there is no such folder; the message was not"
                            + " delivered"));
    assertThat(acts.act("message.file", Map.of("path", ".", "text", "x")))
        .isInstanceOfSatisfying(
            Deed.Failed.class, f -> assertThat(f.message()).contains("is not a plain file"));
    assertThat(acts.act("message.file", Map.of("path", "a.jsonl")))
        .isInstanceOfSatisfying(
            Deed.Failed.class,
            f ->
                assertThat(f.message())
                    .isEqualTo("message.file needs text; the message was not delivered"));
  }

  private Deed webhook(String url, String op) throws InterruptedException {
    return acts.act(
        "message.webhook",
        Map.of("url", url, "secret", KEY, "text", "live", "data", Map.of("run", "r1")),
        op,
        Acts.LONG);
  }

  @Test
  void a_webhook_is_signed_and_sent_once() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(204, ""))) {
      assertThat(already(webhook(server.url(), "op-1"))).isFalse();
      assertThat(already(webhook(server.url(), "op-1"))).isTrue();
      assertThat(server.seen).hasSize(1);
      WebServer.Seen seen = server.seen.getFirst();
      assertThat(seen.headers())
          .containsEntry("webhook-id", "op-1")
          .containsEntry("webhook-timestamp", "1772366400")
          .containsEntry("content-type", "application/json");
      assertThat(seen.headers().get("webhook-signature"))
          .isEqualTo(
              dev.holddown.connectors.support.WebhookSignature.headers(
                      KEY, "op-1", Acts.AT, seen.body())
                  .get("webhook-signature"));
      assertThat(Json.read(seen.body()).value())
          .contains(
              Map.of(
                  "type", "holddown.message",
                  "timestamp", "2026-03-01T12:00:00Z",
                  "data", Map.of("run", "r1", "text", "live")));
    }
  }

  @Test
  void a_webhook_of_unknown_outcome_is_sent_again_with_the_same_id() throws Exception {
    int[] status = {503};
    try (WebServer server = new WebServer(seen -> Reply.of(status[0], ""))) {
      assertThat(webhook(server.url(), "op-1")).isInstanceOf(Deed.Unknown.class);
      status[0] = 200;
      assertThat(already(webhook(server.url(), "op-1"))).isFalse();
      assertThat(server.seen)
          .hasSize(2)
          .allSatisfy(s -> assertThat(s.headers()).containsEntry("webhook-id", "op-1"));
    }
  }

  @Test
  void a_webhook_without_a_key_is_not_sent() throws Exception {
    assertThat(acts.act("message.webhook", Map.of("url", "http://a", "text", "x", "secret", "y")))
        .isInstanceOfSatisfying(
            Deed.Failed.class,
            f ->
                assertThat(f.message())
                    .isEqualTo(
                        "message.webhook needs secret: {secret: name}; the message was not"
                            + " delivered"));
  }
}
