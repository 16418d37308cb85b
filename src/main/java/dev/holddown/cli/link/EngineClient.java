package dev.holddown.cli.link;

import dev.holddown.view.RunView;
import dev.holddown.view.StatusView;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A client of the engine of a data folder. Each request has a connection of its own. */
public final class EngineClient implements Link {
  private static final int ANSWER_SECONDS_MAX = 20;
  private static final java.util.Set<String> LONG = java.util.Set.of("verify", "backup");
  private static final int VERIFY_SECONDS_MAX = 3_600;

  private final Path socket;
  private volatile Optional<SocketChannel> following = Optional.empty();

  private EngineClient(Path socket) {
    this.socket = socket;
  }

  /** Empty when no engine listens: there is no socket, or one that a dead engine left. */
  public static Optional<EngineClient> connect(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        return Optional.empty();
      }
      Path socket = SocketPlace.find(folder.toRealPath());
      SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
      return Optional.of(new EngineClient(socket));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public <T> T ask(Ask ask, Class<T> type) {
    int secondsMax = LONG.contains(ask.verb()) ? VERIFY_SECONDS_MAX : ANSWER_SECONDS_MAX;
    return Json.as(result(answer(Json.line(ask), secondsMax)), type);
  }

  @Override
  public StatusView status(boolean all) {
    Optional<String> line = answer(StatusWire.ask(all), ANSWER_SECONDS_MAX);
    return line.flatMap(StatusWire::read).orElseGet(() -> Json.as(result(line), StatusView.class));
  }

  private Optional<String> answer(String ask, int secondsMax) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return answer(channel, ask, secondsMax);
    } catch (IOException e) {
      throw new Refused("the engine has ended: " + e.getMessage());
    }
  }

  /** The timer closes the channel, which ends a read that nothing else would end. */
  private static Optional<String> answer(SocketChannel channel, String ask, int secondsMax) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("engine-answer")
        .start(() -> {
          try {
            send(channel, ask);
            answer.complete(lines(channel).next());
          } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(secondsMax, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Refused(
          "the engine has not answered for "
              + secondsMax
              + " seconds; its database may be away, or it may be overloaded: look at engine.log in"
              + " the data folder, and whether it was done with: holddown status");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted; see whether it was done with: holddown status");
    } catch (ExecutionException | CompletionException e) {
      throw new Refused("the engine has ended: " + e.getCause());
    }
  }

  private static void send(SocketChannel channel, String ask) throws IOException {
    byte[] line = (ask + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(line);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static Lines lines(SocketChannel channel) {
    return new Lines(Channels.newInputStream(channel), EngineServer.LINE_BYTES_MAX);
  }

  private static JsonNode result(Optional<String> line) {
    JsonNode node = Json.tree(line.orElseThrow(() -> new Refused("the engine has ended")));
    if (!node.path("ok").asBoolean(false)) {
      throw new Refused(node.path("sentence").asString("the engine gave no reason"));
    }
    return node.path("result");
  }

  @Override
  public boolean follow(String run, Predicate<RunView> more) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      following = Optional.of(channel);
      send(channel, Json.line(Ask.of("follow").with("run", run)));
      Lines lines = lines(channel);
      while (true) {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
          return false;
        }
        JsonNode result = result(line);
        if (result.isMissingNode()) {
          return Json.tree(line.get()).path("ended").asBoolean(false);
        }
        RunView view = Json.as(result, RunView.class);
        if (!more.test(view)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends following, from any thread. */
  @Override
  public void close() {
    following.ifPresent(channel -> {
      try {
        channel.close();
      } catch (IOException e) {
        // It is closed.
      }
    });
  }
}
