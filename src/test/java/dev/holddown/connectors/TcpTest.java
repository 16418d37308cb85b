package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.spi.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TcpTest {
  @TempDir Path folder;

  private Answer connect(String host, long port) throws InterruptedException {
    return new Acts(folder).ask("tcp.connect", Map.of("host", host, "port", port));
  }

  @Test
  void a_port_that_takes_connections_is_open() throws Exception {
    try (RawServer server = RawServer.silent()) {
      long port = Long.parseLong(server.url().replaceFirst(".*:", ""));
      Answer answer = connect("127.0.0.1", port);
      assertThat(answer.result())
          .containsEntry("open", true)
          .containsEntry("address", "127.0.0.1")
          .containsEntry("samples", 1L);
      assertThat((Double) Acts.of(answer.result(), "latency")).isBetween(0.0, 5.0);
    }
  }

  @Test
  void a_refusal_is_an_answer() throws Exception {
    Answer answer = connect("localhost", RawServer.closedPort());
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.result()).containsEntry("open", false);
  }

  @Test
  void what_cannot_be_asked_is_an_error_with_a_sentence() throws Exception {
    assertThat(connect("169.254.169.254", 80).message())
        .isEqualTo(
            "the address 169.254.169.254 is link-local (cloud metadata lives there), which is never"
                + " called");
    assertThat(connect("no such host", 80).message())
        .isEqualTo("\"no such host\" is no host name and no address");
    assertThat(connect("127.0.0.1", 70_000).message())
        .isEqualTo("port of tcp.connect must be a whole number from 1 to 65535, not 70000");
  }
}
