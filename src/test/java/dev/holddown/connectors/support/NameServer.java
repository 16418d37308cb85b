package dev.holddown.connectors.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A name server for one zone on loopback, over UDP and TCP. */
public final class NameServer implements AutoCloseable {
  private static final int UDP_BYTES_MAX = 1_232;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Record> records = new ArrayList<>();

  /** The response code it gives; 0 lets it find out. */
  public volatile int code;

  /** How many datagrams are not answered. */
  public volatile int lose;

  /** Whether each answer is preceded by one to another question. */
  public volatile boolean strangers;

  private record Record(String name, int type, int ttl, byte[] data) {}

  public NameServer() throws IOException {
    DatagramSocket datagrams = null;
    ServerSocket streams = null;
    for (int tries = 0; datagrams == null || streams == null; tries++) {
      streams = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      try {
        datagrams = new DatagramSocket(streams.getLocalPort(), InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        streams.close();
        streams = null;
        if (tries > 20) {
          throw e;
        }
      }
    }
    udp = datagrams;
    tcp = streams;
    Thread.ofPlatform().daemon().start(this::datagrams);
    Thread.ofPlatform().daemon().start(this::streams);
  }

  public String address() {
    return "127.0.0.1:" + tcp.getLocalPort();
  }

  public synchronized void has(String name, int type, int ttl, byte[] data) {
    records.add(new Record(name, type, ttl, data));
  }

  /** Bytes before a name, and the name. */
  public static byte[] bytes(byte[] before, String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before);
    for (String label : name.split("\\.")) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return out.toByteArray();
  }

  public static byte[] texts(String... texts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String text : texts) {
      out.write(text.length());
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }

  public static byte[] caa(String tag, String value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.write(tag.length());
    out.writeBytes((tag + value).getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private void datagrams() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        if (lose > 0) {
          lose--;
          continue;
        }
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] answer = answer(question, UDP_BYTES_MAX);
        if (strangers) {
          byte[] other = answer.clone();
          other[0] ^= 0x55;
          udp.send(new DatagramPacket(other, other.length, packet.getSocketAddress()));
        }
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void streams() {
    while (!tcp.isClosed()) {
      try (Socket peer = tcp.accept()) {
        DataInputStream in = new DataInputStream(peer.getInputStream());
        byte[] question = new byte[in.readUnsignedShort()];
        in.readFully(question);
        byte[] answer = answer(question, 65_535);
        ByteBuffer out = ByteBuffer.allocate(answer.length + 2);
        peer.getOutputStream().write(out.putShort((short) answer.length).put(answer).array());
      } catch (IOException e) {
        // One peer that leaves early is no reason to stop serving.
        continue;
      }
    }
  }

  private synchronized byte[] answer(byte[] question, int most) {
    int end = 12;
    StringBuilder name = new StringBuilder();
    while (question[end] != 0) {
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(question, end + 1, question[end], StandardCharsets.US_ASCII));
      end += question[end] + 1;
    }
    int type = Short.toUnsignedInt(ByteBuffer.wrap(question).getShort(end + 1));
    String asked = name.toString().toLowerCase(Locale.ROOT);
    List<Record> known = records.stream().filter(r -> r.name().equals(asked)).toList();
    List<Record> found = known.stream().filter(r -> r.type() == type || r.type() == 5).toList();
    int status = code != 0 ? code : known.isEmpty() ? 3 : 0;
    byte[] whole = message(question, end + 5, found, status);
    if (whole.length <= most) {
      return whole;
    }
    byte[] cut = message(question, end + 5, List.of(), status);
    cut[2] |= 0x02;
    return cut;
  }

  private static byte[] message(byte[] question, int end, List<Record> found, int status) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(12);
    head.put(question, 0, 2).put((byte) 0x85).put((byte) (0x80 | status));
    head.putShort((short) 1).putShort((short) found.size()).putInt(0);
    out.writeBytes(head.array());
    out.write(question, 12, end - 12);
    for (Record record : found) {
      ByteBuffer rr = ByteBuffer.allocate(12 + record.data().length);
      rr.putShort((short) 0xc00c).putShort((short) record.type()).putShort((short) 1);
      rr.putInt(record.ttl()).putShort((short) record.data().length).put(record.data());
      out.writeBytes(rr.array());
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
