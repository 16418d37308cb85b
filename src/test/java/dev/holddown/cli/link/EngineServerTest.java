package dev.holddown.cli.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.conditions.Cel;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.RealTime;
import dev.holddown.view.StatusView;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The socket as a client sees it that behaves well, badly, or not at all. */
class EngineServerTest {
  @TempDir Path folder = Path.of("");
  private final AtomicLong nanos = new AtomicLong();

  /** How much time passes between two looks at the stopwatch. */
  private final AtomicLong step = new AtomicLong();

  private Desk desk() {
    MemoryEventStore store = new MemoryEventStore();
    FileBlobs blobs = new FileBlobs(folder.resolve("evidence"));
    Opened opened = new Shelf(store, blobs);
    return Desk.reading(opened, new Desk.Means(new PlaybookJson(), new Cel(), RealTime.clock()));
  }

  private EngineServer open() throws IOException {
    Files.createDirectories(folder.resolve("evidence"));
    return EngineServer.open(folder, desk(), () -> nanos.addAndGet(step.get()));
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(SocketPlace.find(folder.toRealPath())));
  }

  private static void say(SocketChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String hear(SocketChannel channel) throws IOException {
    return new Lines(Channels.newInputStream(channel), EngineServer.LINE_BYTES_MAX)
        .next()
        .orElse("(end)");
  }

  @Test
  void only_its_owner_may_use_the_socket() throws IOException {
    try (EngineServer server = open()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("engine.sock"))))
          .isEqualTo("rw-------");
      assertThat(server.clients()).isZero();
    }
    assertThat(folder.resolve("engine.sock")).doesNotExist();
  }

  @Test
  void a_bad_line_gets_a_sentence_and_the_talk_goes_on() throws IOException {
    try (EngineServer server = open();
        SocketChannel client = connect()) {
      say(client, "{not json");
      assertThat(hear(client)).contains("\"ok\":false").contains("the line is not JSON: ");
      say(client, "[1]");
      assertThat(hear(client)).contains("a request is an object with a verb");
      say(client, "{\"verb\":\"dance\",\"args\":{\"as\":\"ann\",\"run\":\"x\"}}");
      assertThat(hear(client)).contains("there is no request \\\"dance\\\"");
      say(client, "{\"verb\":\"show\"}");
      assertThat(hear(client)).contains("the request show lacks \\\"run\\\"");
      say(client, "{\"verb\":\"ping\"}");
      assertThat(hear(client)).contains("\"ok\":true").contains("\"openRuns\":0");
      assertThat(server.clients()).isEqualTo(1);
    }
  }

  @Test
  void a_line_without_end_is_cut_off_with_a_sentence() throws Exception {
    try (EngineServer server = open();
        SocketChannel client = connect()) {
      Thread writer =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                ByteBuffer junk = ByteBuffer.allocate(1 << 20);
                try {
                  while (true) {
                    junk.clear();
                    client.write(junk);
                  }
                } catch (IOException e) {
                  // The server hung up, as it should.
                }
              });
      assertThat(hear(client)).contains("the line is longer than 33554432 bytes");
      writer.join(TimeUnit.SECONDS.toMillis(60));
      assertThat(writer.isAlive()).isFalse();
      assertThat(EngineClient.connect(folder)).isPresent();
      assertThat(server.clients()).isLessThan(EngineServer.CLIENTS_MAX);
    }
  }

  @Test
  void two_clients_are_answered_side_by_side() throws IOException {
    try (EngineServer server = open();
        SocketChannel silent = connect();
        EngineClient client = EngineClient.connect(folder).orElseThrow()) {
      say(silent, "{\"verb\":");
      assertThat(client.ask(Ask.of("status"), StatusView.class).runs()).isEmpty();
      assertThat(server.clients()).isPositive();
      assertThatThrownBy(() -> client.ask(Ask.of("show").with("run", "x"), Object.class))
          .isInstanceOf(Refused.class)
          .hasMessage("there is no run x; see: holddown status --all");
    }
  }

  @Test
  void a_client_that_says_nothing_for_a_minute_is_hung_up_on() throws IOException {
    try (EngineServer server = open();
        SocketChannel silent = connect()) {
      say(silent, "{\"verb\":\"ping\"}");
      hear(silent);
      step.set(TimeUnit.SECONDS.toNanos(61));
      assertThat(hear(silent)).isEqualTo("(end)");
      assertThat(server.clients()).isLessThan(EngineServer.CLIENTS_MAX);
    }
  }

  @Test
  void a_client_that_does_not_read_delays_nobody_and_is_hung_up_on() throws IOException {
    try (EngineServer server = open();
        SocketChannel slow = connect();
        EngineClient client = EngineClient.connect(folder).orElseThrow()) {
      slow.configureBlocking(false);
      ByteBuffer many =
          ByteBuffer.wrap("{\"verb\":\"ping\"}\n".repeat(200_000).getBytes(StandardCharsets.UTF_8));
      int wrote = 1;
      while (wrote > 0 && many.hasRemaining()) {
        wrote = slow.write(many);
      }
      assertThat(client.ask(Ask.of("ping"), Answers.Pong.class).openRuns()).isZero();
      step.set(TimeUnit.SECONDS.toNanos(11));
      slow.configureBlocking(true);
      assertThatThrownBy(
              () -> {
                while (true) {
                  slow.write(many.clear());
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(server.clients()).isLessThan(EngineServer.CLIENTS_MAX);
    }
  }

  @Test
  void more_clients_than_allowed_are_refused_with_a_sentence() throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    try (EngineServer server = open()) {
      for (int i = 0; i < EngineServer.CLIENTS_MAX; i++) {
        SocketChannel client = connect();
        say(client, "{\"verb\":\"ping\"}");
        assertThat(hear(client)).contains("\"ok\":true");
        clients.add(client);
      }
      try (SocketChannel last = connect()) {
        assertThat(hear(last)).contains("64 clients are connected, which is the most; try again");
      }
      assertThat(server.clients()).isEqualTo(EngineServer.CLIENTS_MAX);
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  @Test
  void a_socket_that_a_dead_engine_left_is_no_engine_and_is_replaced() throws IOException {
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(folder.toRealPath().resolve("engine.sock")));
    dead.close();
    assertThat(folder.resolve("engine.sock")).exists();
    assertThat(EngineClient.connect(folder)).isEmpty();
    try (EngineServer server = open()) {
      assertThat(EngineClient.connect(folder)).isPresent();
      assertThat(server.clients()).isGreaterThanOrEqualTo(0);
    }
  }

  @Test
  void a_path_too_long_for_a_socket_is_replaced_by_a_short_one() throws IOException {
    folder = Files.createDirectories(folder.resolve("a".repeat(60)).resolve("b".repeat(60)));
    try (EngineServer server = open()) {
      assertThat(folder.resolve("engine.sock")).doesNotExist();
      Path pointer = folder.resolve("engine.sock.path");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pointer)))
          .isEqualTo("rw-------");
      Path room =
          Optional.ofNullable(Path.of(Files.readString(pointer).strip()).getParent()).orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(room)))
          .isEqualTo("rwx------");
      EngineClient client = EngineClient.connect(folder).orElseThrow();
      assertThat(client.ask(Ask.of("ping"), Answers.Pong.class).pid()).isPositive();
      assertThat(server.clients()).isGreaterThanOrEqualTo(0);
    }
    assertThat(folder.resolve("engine.sock.path")).doesNotExist();
  }

  /** A store and blobs, and nothing to give up. */
  private record Shelf(MemoryEventStore store, FileBlobs blobs) implements Opened {
    @Override
    public Optional<String> card(String run) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
