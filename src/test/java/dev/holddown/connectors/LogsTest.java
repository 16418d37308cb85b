package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Secret;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The question's moment is 2026-03-01T12:00:00Z. */
@Timeout(120)
class LogsTest {
  private static final String PLAIN =
      """
      2026-03-01T11:40:00Z ERROR too old
      2026-03-01T11:58:00Z ERROR payment failed
        at Shop.pay(Shop.java:7) ERROR
      2026-03-01 13:59:00,123 +02:00 INFO fine
      [2026-03-01T11:59:30.5Z] ERROR payment failed again
      """;

  @TempDir Path folder;
  private Acts acts;

  @BeforeEach
  void begin() throws Exception {
    acts = new Acts(folder);
    Files.writeString(folder.resolve("app.log"), PLAIN);
  }

  private Answer count(Object... args) throws InterruptedException {
    return count(Acts.LONG, args);
  }

  private Answer count(Duration timeout, Object... args) throws InterruptedException {
    Map<String, Object> all = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      all.put((String) args[i], args[i + 1]);
    }
    return acts.ask("logs.count", all, timeout);
  }

  @Test
  void lines_of_the_window_are_counted_and_a_stack_trace_belongs_to_its_line() throws Exception {
    Answer answer = count("file", "app.log", "match", "ERROR", "window", "5m");
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.samples()).isEqualTo(4);
    assertThat(answer.result())
        .containsEntry("matches", 3L)
        .containsEntry("value", 3L)
        .containsEntry("lines", 4L)
        .containsEntry("ratio", 0.75)
        .containsEntry("newest", "2026-03-01T11:59:30.500Z");
    assertThat((Double) Acts.of(answer.result(), "per_second")).isCloseTo(0.01, within(1e-9));
    assertThat(Acts.of(answer.result(), "examples").toString()).contains("payment failed again");
    assertThat(count("file", "app.log", "match", "ERROR", "window", "45s").result())
        .containsEntry("matches", 1L)
        .containsEntry("lines", 1L);
    Answer all = count("file", "app.log", "pattern", "ERROR .* failed$");
    assertThat(all.result()).containsEntry("matches", 1L).containsEntry("lines", 5L);
    assertThat(all.result()).doesNotContainKey("per_second");
  }

  @Test
  void zero_lines_read_prove_nothing() throws Exception {
    Files.writeString(folder.resolve("empty.log"), "\n\n");
    Answer empty = count("file", "empty.log", "match", "ERROR", "window", "5m");
    assertThat(empty.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(empty.message()).isEqualTo("no line was read from the file empty.log");
    assertThat(count("file", "app.log", "match", "ERROR", "window", "10s").message())
        .isEqualTo(
            "none of the 5 lines of the file app.log is of the last 10s; the newest is of"
                + " 2026-03-01T11:59:30.500Z");
    Answer none = count("file", "app.log", "match", "FATAL", "window", "5m");
    assertThat(none.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(none.result()).containsEntry("matches", 0L).containsEntry("samples", 4L);
  }

  @Test
  void json_lines_are_matched_by_their_fields() throws Exception {
    Files.writeString(
        folder.resolve("app.jsonl"),
        """
        {"ts": 1772366380, "level": "error", "http": {"status": 500}}
        {"ts": 1772366390123, "level": "error", "http": {"status": 503}}
        {"ts": "2026-03-01T11:59:59Z", "level": "info", "text": "error"}
        not json at all
        {"ts": 1, "level": "error"}
        """);
    Answer answer = count("file", "app.jsonl", "where", Map.of("level", "error"), "window", "1m");
    assertThat(answer.result())
        .containsEntry("matches", 2L)
        .containsEntry("lines", 4L)
        .containsEntry("unread", 1L);
    assertThat(count("file", "app.jsonl", "where", Map.of("http.status", 503L)).result())
        .containsEntry("matches", 1L);
    assertThat(count("file", "app.log", "where", Map.of("level", "error")).message())
        .isEqualTo("none of the 5 lines is a JSON object, which where: and time: need");
  }

  @Test
  @Covers("X-40")
  void the_value_of_a_secret_is_found_in_each_of_its_forms_and_never_told() throws Exception {
    String value = "p4ss \"wörd\"/+x";
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    String early = "x".repeat(190) + value; // the example of a line ends in the middle of it
    Files.writeString(
        folder.resolve("leaky.log"),
        String.join(
            "\n",
            "user=ann token=" + value,
            "GET /login?token=" + encoded,
            "authorization: Basic " + base64,
            "{\"token\": \"p4ss \\\"wörd\\\"/+x\"}",
            early,
            "SHOP_TOKEN is set",
            "nothing to see"));
    List<Secret> secrets = List.of(new Secret("shop_token", value));

    Answer answer = count("file", "leaky.log", "match", "SHOP_TOKEN", "secrets", secrets);
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.result()).containsEntry("matches", 6L).containsEntry("leaked", 5L);
    assertThat(count("file", "leaky.log", "secrets", secrets).result())
        .containsEntry("matches", 5L)
        .containsEntry("leaked", 5L);
    assertThat(answer.result().toString() + answer.proof())
        .contains("{secret: shop_token}")
        .doesNotContain(value, encoded, base64, "p4ss");
    assertThat(count("file", "leaky.log", "match", "SHOP_TOKEN").result())
        .containsEntry("matches", 1L)
        .containsEntry("leaked", 0L);
  }

  @Test
  void a_secret_that_is_too_short_to_be_found_is_refused() throws Exception {
    List<Secret> secrets = List.of(new Secret("pin", "123"));
    assertThat(count("file", "app.log", "secrets", secrets).message())
        .isEqualTo(
            "the value of the secret pin is shorter than 4 characters and would be found in lines"
                + " that do not tell it; nothing was counted; look for it by another name, or make"
                + " it longer");
    for (Object none : List.of(List.of("plain"), List.of(), "plain")) {
      assertThat(count("file", "app.log", "secrets", none).message())
          .as("looking for nothing proves nothing: " + none)
          .isEqualTo("secrets of logs.count must be a list of secrets, such as [{secret: token}]");
    }
    assertThat(count("file", "app.log").message())
        .isEqualTo("logs.count needs match, pattern, where or secrets: which lines count?");
  }

  @Test
  void lines_without_any_time_cannot_be_put_into_a_window() throws Exception {
    Files.writeString(folder.resolve("timeless.log"), "a ERROR\nb\n");
    assertThat(count("file", "timeless.log", "match", "ERROR", "window", "5m").message())
        .startsWith("none of the 2 lines tells a time (ISO 8601 at its beginning, or a JSON field")
        .endsWith("write time:, or leave window out");
  }

  @Test
  void several_files_are_one_log() throws Exception {
    Files.writeString(folder.resolve("app.1.log"), "2026-03-01T11:59:00Z ERROR rotated\n");
    assertThat(count("file", "app*.log", "match", "ERROR", "window", "5m").result())
        .containsEntry("matches", 4L);
    assertThat(count("file", "none*.log", "match", "x").message())
        .isEqualTo("there is no file none*.log in " + folder);
    assertThat(count("file", "../x.log", "match", "x").message())
        .isEqualTo("the file ../x.log lies outside the workspace " + folder);
  }

  @Test
  void lines_of_a_program_and_of_an_address_count_alike() throws Exception {
    assertThat(
            count("program", "cat", "args", List.of("app.log"), "match", "ERROR", "window", "5m")
                .result())
        .containsEntry("matches", 3L);
    assertThat(count("program", "false", "match", "x").message())
        .isEqualTo("`false` ended with exit 1: ");
    assertThat(
            count("program", "head", "args", List.of("-c", "300000", "/dev/zero"), "match", "x")
                .message())
        .isEqualTo("`head` wrote more than 256 KiB; let it write less");
    try (WebServer server = new WebServer(seen -> Reply.of(200, PLAIN))) {
      assertThat(count("url", server.url(), "match", "ERROR", "window", "5m").result())
          .containsEntry("matches", 3L);
    }
    try (WebServer server = new WebServer(seen -> Reply.of(404, PLAIN))) {
      assertThat(count("url", server.url() + "/x?key=1", "match", "ERROR").message())
          .isEqualTo("GET " + server.url() + "/x answered 404");
    }
  }

  @Test
  void a_pattern_that_never_ends_is_ended_at_the_deadline() throws Exception {
    Files.writeString(folder.resolve("slow.log"), "a".repeat(80) + "!\n");
    long start = RealTime.nanos().getAsLong();
    Answer answer =
        count(Duration.ofSeconds(2), "file", "slow.log", "pattern", "^(?:(a|aa)+)+\\1$");
    assertThat(answer.message()).startsWith("the lines were not all read within 2s (1 were)");
    assertThat(RealTime.nanos().getAsLong() - start).isLessThan(20_000_000_000L);
    Files.writeString(folder.resolve("deep.log"), "a".repeat(60_000) + "!\n");
    assertThat(count("file", "deep.log", "pattern", "^(a|b)+$").message())
        .startsWith("the pattern repeats a group too often for a line of 60001 characters");
  }

  @Test
  void what_cannot_be_counted_is_told() throws Exception {
    assertThat(count("file", "app.log").message())
        .isEqualTo("logs.count needs match, pattern, where or secrets: which lines count?");
    assertThat(count("match", "x").message())
        .isEqualTo("logs.count needs one of file, program, url and not several");
    assertThat(count("file", "a", "url", "http://x", "match", "x").message())
        .isEqualTo("logs.count needs one of file, program, url and not several");
    assertThat(count("file", "app.log", "pattern", "(").message())
        .startsWith("pattern of logs.count cannot be read: Unclosed group");
  }
}
