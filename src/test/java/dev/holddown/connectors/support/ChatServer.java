package dev.holddown.connectors.support;

import dev.holddown.testing.RealTime;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A WebSocket server (RFC 6455) that tells everybody what one of them said. */
public final class ChatServer implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** What was said, by whomever. */
  public final List<String> heard = new CopyOnWriteArrayList<>();

  /** How long it waits before it tells. */
  public volatile long delayMillis;

  /** How many of its clients it tells nothing. */
  public volatile int leaveOut;

  /** What it answers to a client that says something before others do; empty for nothing. */
  public volatile String acknowledge = "";

  /** How many more letters it says. */
  public volatile int padding;

  private final ServerSocket socket;
  private final List<Socket> peers = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  public ChatServer() throws IOException {
    socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/live";
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket peer = socket.accept();
        Thread.ofVirtual().start(() -> serve(peer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket peer) {
    try (peer) {
      DataInputStream in = new DataInputStream(peer.getInputStream());
      byte[] welcome = welcome(in);
      synchronized (peers) {
        // who has been let in hears whatever is said from then on
        peers.add(peer);
        peer.getOutputStream().write(welcome);
      }
      for (String text = read(in); !text.isEmpty(); text = read(in)) {
        heard.add(text);
        if (!acknowledge.isEmpty() && text.contains("connection_init")) {
          write(peer, acknowledge);
        } else {
          tell(peer, text);
        }
      }
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      // A client left; the others stay.
      return;
    } finally {
      synchronized (peers) {
        peers.remove(peer);
        peers.notifyAll();
      }
    }
  }

  /** Whether all have left, within a moment. */
  public boolean closed() throws InterruptedException {
    synchronized (peers) {
      long end = RealTime.nanos().getAsLong() + TimeUnit.SECONDS.toNanos(10);
      while (!peers.isEmpty() && RealTime.nanos().getAsLong() < end) {
        peers.wait(100); // each one that leaves wakes it
      }
      return peers.isEmpty();
    }
  }

  private void tell(Socket speaker, String text) throws IOException, InterruptedException {
    if (delayMillis > 0 && end.await(delayMillis, TimeUnit.MILLISECONDS)) {
      return;
    }
    List<Socket> all;
    synchronized (peers) {
      all = List.copyOf(peers);
    }
    int told = 0;
    for (Socket peer : all) {
      if (peer != speaker && told++ >= leaveOut) {
        write(peer, text + "x".repeat(padding));
      }
    }
  }

  private static byte[] welcome(DataInputStream in) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    String text = head.toString(StandardCharsets.US_ASCII);
    String key = text.replaceFirst("(?is).*sec-websocket-key: *(\\S+).*", "$1");
    byte[] digest =
        MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(digest)
            + "\r\n\r\n";
    return answer.getBytes(StandardCharsets.US_ASCII);
  }

  /** A text of at most 64 KiB in one frame; empty when the client closes. */
  private static String read(DataInputStream in) throws IOException {
    int operation = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte() & 0x7f;
    length = length == 126 ? in.readUnsignedShort() : length;
    byte[] mask = new byte[4];
    in.readFully(mask);
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] ^= mask[i % 4];
    }
    return operation == 1 ? new String(bytes, StandardCharsets.UTF_8) : "";
  }

  private static void write(Socket peer, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x81);
    if (bytes.length < 126) {
      out.write(bytes.length);
    } else {
      out.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) bytes.length >> shift));
      }
    }
    out.writeBytes(bytes);
    synchronized (peer) {
      peer.getOutputStream().write(out.toByteArray());
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    socket.close();
  }
}
