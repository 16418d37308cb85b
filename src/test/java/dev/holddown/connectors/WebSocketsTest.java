package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.ChatServer;
import dev.holddown.connectors.support.RawServer;
import dev.holddown.spi.Answer;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class WebSocketsTest {
  @TempDir Path folder;
  private ChatServer chat;

  @BeforeEach
  void begin() throws Exception {
    chat = new ChatServer();
  }

  @AfterEach
  void end() throws Exception {
    chat.close();
  }

  private Answer fanout(Duration timeout, Object... more) throws InterruptedException {
    Map<String, Object> args = new HashMap<>();
    args.put("url", chat.url());
    args.put("clients", 20L);
    args.put("publish", "{\"say\":\"{marker}\"}");
    for (int i = 0; i < more.length; i += 2) {
      args.put((String) more[i], more[i + 1]);
    }
    return new Acts(folder).ask("websocket.fanout", args, timeout);
  }

  private static double number(Answer answer, String name) {
    return ((Number) Acts.of(answer.result(), name)).doubleValue();
  }

  @Test
  @Covers("E-71")
  void a_hundred_clients_all_have_it_and_the_time_of_each_is_measured() throws Exception {
    Answer answer = fanout(Acts.LONG, "clients", 100L);
    assertThat(answer.kind()).as(answer.message()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.samples()).isEqualTo(100);
    assertThat(answer.result()).containsEntry("received", 100L).containsEntry("missing", 0L);
    assertThat(number(answer, "p50")).isPositive().isLessThanOrEqualTo(number(answer, "p95"));
    assertThat(number(answer, "max")).isGreaterThanOrEqualTo(number(answer, "p95"));
    assertThat(chat.closed()).isTrue();
  }

  @Test
  void a_server_that_waits_shows_in_every_quantile() throws Exception {
    chat.delayMillis = 300;
    Answer answer = fanout(Acts.LONG);
    assertThat(number(answer, "p50")).isBetween(0.3, 15.0);
  }

  @Test
  void who_has_it_not_counts_with_the_whole_time() throws Exception {
    chat.leaveOut = 3;
    Answer answer = fanout(Duration.ofSeconds(10));
    assertThat(answer.result()).containsEntry("received", 17L).containsEntry("missing", 3L);
    assertThat(number(answer, "max")).isGreaterThan(1.0);
    assertThat(number(answer, "p95")).isGreaterThan(1.0);
    assertThat(number(answer, "p50")).isLessThan(number(answer, "p95"));
    chat.leaveOut = 1_000;
    Answer none = fanout(Duration.ofSeconds(5));
    assertThat(none.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(none.message()).isEqualTo("none of 20 clients had the message in time");
  }

  @Test
  void clients_subscribe_first_and_wait_for_the_servers_word() throws Exception {
    chat.acknowledge = "connection_ack";
    Answer answer =
        fanout(
            Acts.LONG,
            "subscribe",
            List.of("{\"type\":\"connection_init\"}"),
            "ready",
            "connection_ack");
    assertThat(answer.result()).containsEntry("received", 20L);
    assertThat(chat.heard).contains("{\"type\":\"connection_init\"}");
    Answer never = fanout(Duration.ofSeconds(5), "ready", "never said");
    assertThat(never.message())
        .isEqualTo(
            "client 1 of 21 was not connected and ready at "
                + chat.url().replaceFirst("^http", "ws")
                + " within 5s (waiting for the text of ready)");
  }

  @Test
  void what_is_no_websocket_is_told() throws Exception {
    try (RawServer web =
            RawServer.answering(
                RawServer.ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        RawServer silent = RawServer.silent()) {
      assertThat(fanout(Acts.LONG, "url", web.url()).message())
          .endsWith(": the server answered HTTP 404");
      long start = RealTime.nanos().getAsLong();
      assertThat(fanout(Duration.ofSeconds(2), "url", silent.url()).kind())
          .isEqualTo(Answer.Kind.ERROR);
      assertThat(RealTime.nanos().getAsLong() - start).isLessThan(20_000_000_000L);
    }
    assertThat(fanout(Acts.LONG, "url", "http://127.0.0.1:" + RawServer.closedPort()).message())
        .contains("client 1 of 21 was not connected and ready at ws://127.0.0.1:");
    assertThat(fanout(Acts.LONG, "publish", "hello").message())
        .isEqualTo(
            "websocket.fanout must know its message again: put {marker} into publish, or write"
                + " expect-text");
    assertThat(fanout(Acts.LONG, "url", "ws://169.254.169.254/").message())
        .contains("which is never called");
  }

  @Test
  void a_message_without_end_is_cut() throws Exception {
    chat.padding = 3_000_000;
    assertThat(fanout(Acts.LONG).kind()).isEqualTo(Answer.Kind.NO_DATA);
  }
}
