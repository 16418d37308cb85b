package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.link.Hosted;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dead man's switch, and the log for machines. */
@Timeout(60)
class HeartbeatTest {
  @TempDir Path folder = Path.of("");
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));

  @Test
  void it_beats_while_everything_works_and_says_once_that_nobody_hears_it() throws Exception {
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    BlockingQueue<String> log = new LinkedBlockingQueue<>();
    List<Integer> status = new CopyOnWriteArrayList<>(List.of(200));
    try (TestKit kit = new TestKit(folder);
        WebServer server =
            new WebServer(seen -> {
              calls.add("call");
              return Reply.of(status.getFirst(), "");
            });
        Heartbeat heart = Heartbeat.to(server.url() + "/beat", clock.nanos(), log::add);
        Hosted hosted = kit.open(Home.of(folder.resolve("data")))) {
      heart.look(hosted);
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isEqualTo("call");
      heart.look(hosted);
      clock.advance(Heartbeat.EVERY.minus(Duration.ofMillis(1)));
      heart.look(hosted);
      assertThat(calls).as("not before its time").isEmpty();

      status.set(0, 500);
      clock.advance(Duration.ofMillis(1));
      heart.look(hosted);
      assertThat(log.poll(20, TimeUnit.SECONDS))
          .isEqualTo("the heartbeat does not arrive at 127.0.0.1: status 500");
      status.set(0, 200);
      clock.advance(Heartbeat.EVERY);
      heart.look(hosted);
      assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("heartbeats arrive again at 127.0.0.1");
    }
  }

  @Test
  void what_is_no_address_of_the_web_is_refused() {
    for (String bad : List.of("file:///etc/passwd", "http://", "no url at all", "ftp://a/b")) {
      assertThatThrownBy(() -> Heartbeat.to(bad, clock.nanos(), text -> {}))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("--heartbeat " + bad);
    }
  }

  @Test
  void a_log_for_machines_has_one_object_a_line_whatever_is_said() {
    LogRecord record = new LogRecord(Level.WARNING, "two\nlines \"quoted\" \u001b[2J");
    record.setLoggerName("dev.holddown.boot.Seat");
    record.setInstant(Instant.parse("2026-03-02T10:00:00Z"));

    assertThat(new LogFormat.JsonLines().format(record))
        .startsWith(
            "{\"at\":\"2026-03-02T10:00:00Z\",\"level\":\"WARNING\",\"logger\":"
                + "\"dev.holddown.boot.Seat\",\"message\":\"two\\nlines \\\"quoted\\\" ")
        .hasLineCount(1)
        .doesNotContain("\u001b");
    BlockingQueue<String> out = new LinkedBlockingQueue<>();
    LogFormat.JSON.lines(clock, out::add).accept("refused");
    assertThat(Optional.ofNullable(out.poll()))
        .contains(
            "{\"at\":\"2026-03-02T10:00:00Z\",\"level\":\"INFO\",\"logger\":"
                + "\"dev.holddown.server\",\"message\":\"refused\"}");
  }
}
