package dev.holddown.cli.link;

import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The talk with one client, on a thread of its own. */
final class Talk implements Runnable {
  private static final long WRITE_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
  private static final long SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
  private static final long NEVER = Long.MAX_VALUE;

  private final SocketChannel channel;
  private final EngineServer server;

  /** When it began to write or to wait for a request; {@link #NEVER} while it does neither. */
  private volatile long writingSince = NEVER;

  private volatile long waitingSince = NEVER;

  Talk(SocketChannel channel, EngineServer server) {
    this.channel = channel;
    this.server = server;
  }

  @Override
  public void run() {
    try {
      Lines lines = new Lines(Channels.newInputStream(channel), EngineServer.LINE_BYTES_MAX);
      while (!server.ended()) {
        waitingSince = server.now();
        Optional<String> line = lines.next();
        waitingSince = NEVER;
        if (line.isEmpty()) {
          return;
        }
        reply(line.get());
      }
    } catch (Lines.TooLong e) {
      refuse(
          "the line is longer than "
              + EngineServer.LINE_BYTES_MAX
              + " bytes, which is the most that is read");
    } catch (IOException e) {
      // The client is gone; what it asked for is done all the same.
    } finally {
      server.forget(this);
      hangUp();
    }
  }

  private void reply(String line) throws IOException {
    try {
      Ask ask = Ask.read(line);
      if (ask.verb().equals("follow")) {
        follow(ask.must("run"));
      } else {
        write(Map.of("ok", true, "result", server.desk().answer(ask)));
      }
    } catch (Refused e) {
      write(no(e.sentence()));
    } catch (StoreException | IllegalStateException | IllegalArgumentException e) {
      write(no("the engine failed: " + e.getMessage()));
    }
  }

  private void follow(String run) throws IOException {
    if (!server.takePlace()) {
      write(
          no(
              EngineServer.FOLLOWERS_MAX
                  + " terminals follow runs already, which is the most; commands still work"));
      return;
    }
    try {
      boolean ended =
          new Following(server.desk(), run, server::ended)
              .each(view -> {
                try {
                  write(Map.of("ok", true, "result", view));
                  return true;
                } catch (IOException e) {
                  return false;
                }
              });
      write(Map.of("ok", true, "ended", ended));
    } finally {
      server.givePlaceBack();
    }
  }

  private static Map<String, Object> no(String sentence) {
    return Map.of("ok", false, "sentence", sentence);
  }

  /** Says why and cares no further. */
  void refuse(String sentence) {
    try {
      write(no(sentence));
    } catch (IOException e) {
      hangUp();
    }
  }

  private void write(Map<String, Object> answer) throws IOException {
    byte[] line = (Json.line(answer) + "\n").getBytes(StandardCharsets.UTF_8);
    if (line.length > EngineServer.LINE_BYTES_MAX) {
      line =
          (Json.line(
                      no(
                          "the answer has "
                              + line.length
                              + " bytes, more than the "
                              + EngineServer.LINE_BYTES_MAX
                              + " that go over the socket; end the engine and ask again"))
                  + "\n")
              .getBytes(StandardCharsets.UTF_8);
    }
    ByteBuffer buffer = ByteBuffer.wrap(line);
    writingSince = server.now();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } finally {
      writingSince = NEVER;
    }
  }

  /** Whether the client neither reads what it asked for nor asks for anything. */
  boolean stuck(long now) {
    long writing = writingSince;
    long waiting = waitingSince;
    return (writing != NEVER && now - writing > WRITE_NANOS_MAX)
        || (waiting != NEVER && now - waiting > SILENCE_NANOS_MAX);
  }

  void hangUp() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed.
    }
  }
}
