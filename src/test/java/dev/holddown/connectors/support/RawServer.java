package dev.holddown.connectors.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server on loopback that misbehaves byte by byte. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Behaviour behaviour;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicLong heard = new AtomicLong();

  /** Completes when the peer has gone away while the server was still writing or waiting. */
  public final CompletableFuture<Boolean> left = new CompletableFuture<>();

  private RawServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /** What it does with a connection. */
  public interface Behaviour {
    void meet(RawServer server, Socket peer) throws IOException, InterruptedException;
  }

  /** Accepts, reads, and never answers. */
  public static RawServer silent() throws IOException {
    return new RawServer((server, peer) -> server.readToEnd(peer.getInputStream()));
  }

  /** Sends a good head at once, and then one byte of body each 50 ms, for ever. */
  public static RawServer dripping() throws IOException {
    return new RawServer((server, peer) -> {
      server.readHead(peer.getInputStream());
      OutputStream out = peer.getOutputStream();
      out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
      while (!server.closing.await(50, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    });
  }

  /** Sends a good head and then lines for ever, as fast as they are taken. */
  public static RawServer streaming() throws IOException {
    return new RawServer((server, peer) -> {
      server.readHead(peer.getInputStream());
      OutputStream out = peer.getOutputStream();
      out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"));
      byte[] lines = ascii("a_total 1\n".repeat(1_000));
      while (server.closing.getCount() > 0) {
        out.write(lines);
      }
    });
  }

  /** Answers with these bytes, whatever is asked, and closes. */
  public static RawServer answering(byte[] answer) throws IOException {
    return new RawServer((server, peer) -> {
      server.readHead(peer.getInputStream());
      peer.getOutputStream().write(answer);
      peer.getOutputStream().flush();
      peer.shutdownOutput();
      server.readToEnd(peer.getInputStream());
    });
  }

  /** Says these bytes before it has read anything, and closes. */
  public static RawServer blurting(byte[] words) throws IOException {
    return new RawServer((server, peer) -> {
      peer.getOutputStream().write(words);
      peer.shutdownOutput();
      server.readToEnd(peer.getInputStream());
    });
  }

  /** Reads the request and closes without a word. */
  public static RawServer hangingUp() throws IOException {
    return new RawServer((server, peer) -> server.readHead(peer.getInputStream()));
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  public int accepted() {
    return accepted.get();
  }

  /** Bytes that were said to it. */
  public long heard() {
    return heard.get();
  }

  /** A port on which nobody listens. */
  public static int closedPort() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return one.getLocalPort();
    }
  }

  /** Several such ports, each another one. */
  public static List<Integer> closedPorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket one : held) {
        one.close();
      }
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket peer = socket.accept();
        accepted.incrementAndGet();
        Thread.ofPlatform().daemon().start(() -> serve(peer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket peer) {
    try (peer) {
      behaviour.meet(this, peer);
    } catch (IOException | InterruptedException e) {
      left.complete(true);
    }
  }

  private void readToEnd(InputStream in) throws IOException {
    try {
      while (in.read() >= 0) {
        heard.incrementAndGet(); // whatever it says
      }
    } finally {
      left.complete(true);
    }
  }

  private void readHead(InputStream in) throws IOException {
    int newlines = 0;
    for (int b = in.read(); b >= 0 && newlines < 2; b = newlines == 2 ? -1 : in.read()) {
      heard.incrementAndGet();
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    socket.close();
  }
}
