package dev.holddown.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A WebSocket server (RFC 6455) that sends each text to everybody, up to 64 KiB a message. */
final class FanOut implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x8;
  private static final int HEAD_BYTES_MAX = 8_192;
  private static final int MESSAGE_BYTES_MAX = 65_535;

  private final ServerSocket listening;
  private final Set<Socket> listeners = ConcurrentHashMap.newKeySet();

  private FanOut(ServerSocket listening) {
    this.listening = listening;
  }

  static FanOut start() throws IOException {
    FanOut server = new FanOut(new ServerSocket(0, 256, InetAddress.ofLiteral("127.0.0.1")));
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/";
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      listeners.clear(); // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      greet(head(in), socket.getOutputStream());
      listeners.add(socket);
      DataInputStream data = new DataInputStream(in);
      for (int first = data.read(); first >= 0 && (first & 0xf) != CLOSE; first = data.read()) {
        send(message(data));
      }
    } catch (IOException e) {
      // It hung up.
    } finally {
      listeners.remove(socket);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < HEAD_BYTES_MAX) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("ended in the head");
      }
      head.append((char) read);
    }
    return head.toString();
  }

  private static void greet(String head, OutputStream out) throws IOException {
    String key =
        head.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElseThrow(() -> new IOException("no WebSocket"));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      String answer =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(hash)
              + "\r\n\r\n";
      out.write(answer.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /** The rest of a frame, without its mask. */
  private static byte[] message(DataInputStream data) throws IOException {
    int second = data.readUnsignedByte();
    int length = second & 0x7f;
    if (length == 126) {
      length = data.readUnsignedShort();
    } else if (length > 126) {
      throw new IOException("a message has more than " + MESSAGE_BYTES_MAX + " bytes");
    }
    byte[] mask = (second & 0x80) == 0 ? new byte[4] : data.readNBytes(4);
    byte[] bytes = data.readNBytes(length);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= mask[i % 4];
    }
    return bytes;
  }

  private void send(byte[] message) throws IOException {
    byte[] frame = new byte[message.length + (message.length < 126 ? 2 : 4)];
    frame[0] = (byte) TEXT;
    if (message.length < 126) {
      frame[1] = (byte) message.length;
    } else {
      frame[1] = 126;
      frame[2] = (byte) (message.length >> 8);
      frame[3] = (byte) message.length;
    }
    System.arraycopy(message, 0, frame, frame.length - message.length, message.length);
    for (Socket listener : listeners) {
      synchronized (listener) {
        try {
          listener.getOutputStream().write(frame);
        } catch (IOException e) {
          listeners.remove(listener);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket listener : listeners) {
        listener.close();
      }
    } catch (IOException e) {
      System.getLogger(FanOut.class.getName()).log(System.Logger.Level.DEBUG, e.toString());
    }
  }
}
