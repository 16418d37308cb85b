package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Slot;
import dev.holddown.testing.HostileStrings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Five hundred hostile strings in messages, URLs, JSON and parameters of real connectors. */
class HostileSlotsTest {
  @TempDir Path folder;

  /** Half of a surrogate pair has no bytes in UTF-8. */
  private static List<String> sendable() {
    return HostileStrings.all().stream()
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
        .toList();
  }

  @Test
  void a_parameter_of_a_question_is_a_value_and_the_table_is_unharmed() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.executeUpdate("create table run (id integer)");
      statement.executeUpdate("insert into run values (7)");
      Acts acts = new Acts(folder);
      for (String hostile : sendable()) {
        if (hostile.indexOf('\0') >= 0) {
          continue;
        }
        Answer answer =
            acts.ask(
                "sql.query",
                Map.of(
                    "database",
                    "sqlite:shop.db",
                    "query",
                    "select id from run where 'x' = ? or length(?) = -1",
                    "parameters",
                    List.of(hostile, hostile)));
        assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
        assertThat(answer.samples()).isZero();
      }
      try (var rows = statement.executeQuery("select id from run")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(7);
      }
    }
  }

  @Test
  void a_part_of_a_url_and_a_value_of_a_body_arrive_alone_and_unchanged() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, ""))) {
      Acts acts = new Acts(folder);
      for (String hostile : sendable()) {
        server.seen.clear();
        String encoded = Slot.URL.encode(hostile);
        acts.act(
            "http.post",
            Map.of("url", server.url() + "/a?b=" + encoded + "&c=1", "json", Map.of("t", hostile)));
        assertThat(server.seen).hasSize(1);
        WebServer.Seen seen = server.seen.getFirst();
        assertThat(seen.path()).isEqualTo("/a?b=" + encoded + "&c=1");
        assertThat(JsonMapper.shared().readTree(seen.body()).get("t").asString())
            .isEqualTo(hostile);
        assertThat(seen.headers()).doesNotContainKey("x-injected");
      }
    }
  }

  @Test
  void a_message_is_one_line_and_steers_no_terminal() throws Exception {
    Acts acts = new Acts(folder);
    int told = 0;
    for (String hostile : HostileStrings.all()) {
      String text = "m" + hostile;
      acts.act("message.terminal", Map.of("text", text), "op-" + told, Acts.LONG);
      acts.act("message.file", Map.of("path", "m.jsonl", "text", text), "op-" + told, Acts.LONG);
      told++;
    }
    assertThat(acts.printed().lines()).hasSize(told);
    assertThat(acts.printed()).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
    assertThat(Files.readAllLines(folder.resolve("m.jsonl")))
        .hasSize(told)
        .allSatisfy(line -> assertThat(JsonMapper.shared().readTree(line).has("text")).isTrue());
  }

  @Test
  void no_value_mentions_links_or_hides_in_a_chat() {
    for (String hostile : HostileStrings.all()) {
      String said = Slot.CHAT.encode(hostile);
      assertThat(said).doesNotContain("<", ">").doesNotContainPattern("&(?!amp;|lt;|gt;)");
      assertThat(said).doesNotContainPattern("[[\\p{Cf}\\p{Zl}\\p{Zp}]&&[^\\u200c\\u200d]]");
      assertThat(Slot.WORDS.encode(hostile))
          .doesNotContainPattern(
              "[[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]&&[^\\n\\t\\u200c\\u200d]]");
    }
    assertThat(Slot.CHAT.encode("<https://evil.example|status> <!channel> <@U1> a&b"))
        .isEqualTo("&lt;https://evil.example|status&gt; &lt;!channel&gt; &lt;@U1&gt; a&amp;b");
    for (int hidden : new int[] {0x200b, 0x2028, 0x2060, 0xfeff, 0xe0041, 0xad, 0x3164}) {
      assertThat(Slot.WORDS.encode("a" + Character.toString(hidden) + "b")).isEqualTo("a\uFFFDb");
    }
  }

  @Test
  void a_refusal_of_an_option_does_not_repeat_what_steers_a_terminal() {
    assertThatThrownBy(() -> Slot.ARGV.encode("-\u001b[2J\u202e"))
        .hasMessage(
            "the value \"-\uFFFD[2J\uFFFD\" begins with a dash and would be read as an option");
    assertThat(Slot.WORDS.encode("a\u061cb")).isEqualTo("a\uFFFDb");
  }
}
