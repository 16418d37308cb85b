package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import dev.holddown.spi.Proof;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * One question to one name server: over UDP, sent again each second while nobody answers, and over
 * TCP when the answer does not fit (RFC 7766). Datagrams that answer another question are passed
 * over.
 */
public final class DnsCall {
  private static final Path SYSTEM = Path.of("/etc/resolv.conf");
  private static final int PORT = 53;
  private static final long RESEND_MILLIS = 1_000;

  private final SocketCall calls;

  public DnsCall(SocketCall calls) {
    this.calls = calls;
  }

  /** What is asked, as it was written and as it is sent. */
  public record Asked(String shown, String type, DnsMessage.Query query) {
    /** A name of letters of any script; nothing is added to it. */
    public static Asked of(String name, String type) throws CallRefused {
      String word = type.toUpperCase(Locale.ROOT);
      Integer number = DnsMessage.TYPES.get(word);
      if (number == null) {
        throw new CallRefused(
            "type of dns.lookup must be one of "
                + String.join(", ", DnsMessage.TYPES.keySet().stream().sorted().toList())
                + ", not "
                + Excerpt.of(type));
      }
      try {
        String ascii = IDN.toASCII(name.strip(), 0).replaceFirst("\\.$", "");
        if (ascii.matches("(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*")) {
          return new Asked(
              name, word, new DnsMessage.Query(ascii.toLowerCase(Locale.ROOT), number));
        }
      } catch (IllegalArgumentException e) {
        // Falls through to the sentence below.
      }
      throw new CallRefused("\"" + Excerpt.of(name) + "\" is no name that can be asked for");
    }
  }

  /** What came of it: a result, or a problem in a sentence. */
  public record Told(Map<String, Object> result, String problem, Proof proof) {}

  /**
   * Asks.
   *
   * @param server address or address:port; this machine's first name server when empty
   */
  public Told ask(Asked asked, Optional<String> server, Deadline deadline)
      throws CallRefused, InterruptedException {
    InetSocketAddress to = server(server, deadline);
    String who = shown(to);
    String request = "ask " + who + " for " + asked.type() + " of " + asked.query().name();
    int id = (int) (deadline.left().toNanos() & 0xffff);
    byte[] question = DnsMessage.question(id, asked.query());
    try {
      DnsMessage reply = udp(to, question, id, asked, deadline);
      boolean tcp = reply.flags().truncated();
      if (tcp) {
        reply = tcp(to, question, deadline);
        if (reply.id() != id || !reply.query().equals(asked.query())) {
          throw new CallRefused("its answer over TCP is one to another question");
        }
      }
      Proof proof = new Proof(request, reply.status() + "\n" + text(reply));
      if (reply.code() != 0 && !reply.status().equals("NXDOMAIN")) {
        return new Told(Map.of(), who + " answered " + reply.status(), proof);
      }
      Map<String, Object> result = result(reply, asked);
      result.put("server", who);
      result.put("tcp", tcp);
      result.put("latency", deadline.since().toNanos() / 1e9);
      return new Told(result, "", proof);
    } catch (CallRefused e) {
      String problem = "no answer that counts from " + who + ": " + e.sentence();
      return new Told(Map.of(), problem, new Proof(request, problem));
    } catch (IOException e) {
      String problem = "no answer from " + who + ": " + SocketCall.why(e);
      return new Told(Map.of(), problem, new Proof(request, problem));
    }
  }

  private static Map<String, Object> result(DnsMessage reply, Asked asked) {
    List<DnsMessage.Rr> own =
        reply.answers().stream().filter(r -> r.type() == asked.query().type()).toList();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", (long) own.size());
    result.put("status", reply.status());
    result.put("records", own.stream().map(DnsMessage.Rr::data).toList());
    result.put(
        "aliases",
        reply.answers().stream().filter(DnsMessage.Rr::alias).map(DnsMessage.Rr::data).toList());
    result.put("ttl", own.stream().mapToLong(DnsMessage.Rr::ttlSeconds).min().orElse(0));
    result.put("authoritative", reply.flags().authoritative());
    result.put("samples", 1L);
    return result;
  }

  private static String text(DnsMessage reply) {
    StringBuilder text = new StringBuilder();
    for (DnsMessage.Rr one : reply.answers()) {
      text.append(one.name() + " " + one.ttlSeconds() + " " + one.type() + " " + one.data() + "\n");
    }
    return text.toString();
  }

  private InetSocketAddress server(Optional<String> given, Deadline deadline)
      throws CallRefused, InterruptedException {
    if (given.isEmpty()) {
      return system();
    }
    String text = given.get();
    boolean plain = text.matches("[^:]*|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*");
    SocketPlace place = plain ? SocketPlace.of(text, PORT) : SocketPlace.parse(text);
    return new InetSocketAddress(calls.host(place.host(), deadline), place.port());
  }

  /** Whoever runs this machine chose it; it may well be loopback. */
  private static InetSocketAddress system() throws CallRefused {
    try {
      for (String line : Files.readAllLines(SYSTEM)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 1 && words[0].equals("nameserver")) {
          return new InetSocketAddress(
              InetAddress.ofLiteral(words[1].replaceFirst("%.*", "")), PORT);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CallRefused(SYSTEM + " names no name server that can be asked; write server:");
    }
    throw new CallRefused(SYSTEM + " names no name server; write server:");
  }

  private static String shown(InetSocketAddress to) {
    String host = to.getAddress().getHostAddress();
    return to.getPort() == PORT ? host : host + ":" + to.getPort();
  }

  private static DnsMessage udp(
      InetSocketAddress to, byte[] question, int id, Asked asked, Deadline deadline)
      throws IOException, CallRefused, InterruptedException {
    ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.connect(to);
      channel.register(selector, SelectionKey.OP_READ);
      while (deadline.left().toMillis() > 0) {
        channel.write(ByteBuffer.wrap(question));
        long until = deadline.left().toMillis() - RESEND_MILLIS;
        while (deadline.left().toMillis() > Math.max(0, until)) {
          selector.selectedKeys().clear();
          selector.select(Math.max(1, deadline.left().toMillis() - Math.max(0, until)));
          if (Thread.interrupted()) {
            throw new InterruptedException("stopped while waiting for a name server");
          }
          in.clear();
          if (channel.read(in) > 0) {
            byte[] bytes = new byte[in.flip().remaining()];
            in.get(bytes);
            DnsMessage reply = DnsMessage.read(bytes);
            if (reply.id() == id && reply.query().equals(asked.query())) {
              return reply;
            }
          }
        }
      }
    }
    throw new CallRefused("nothing came within " + Span.text(deadline.whole()));
  }

  private static DnsMessage tcp(InetSocketAddress to, byte[] question, Deadline deadline)
      throws CallRefused, IOException, InterruptedException {
    Socket socket = new Socket();
    try (socket) {
      return InTime.of(
          "nothing came over TCP",
          deadline,
          () -> DnsMessage.read(framed(socket, to, question, deadline)),
          () -> close(socket));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new CallRefused(Excerpt.of(String.valueOf(e.getCause())));
    }
  }

  private static byte[] framed(
      Socket socket, InetSocketAddress to, byte[] question, Deadline deadline) throws IOException {
    socket.connect(to, (int) Math.max(1, deadline.left().toMillis()));
    ByteBuffer out = ByteBuffer.allocate(question.length + 2);
    out.putShort((short) question.length).put(question);
    socket.getOutputStream().write(out.array());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return bytes;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody reads it any more.
      return;
    }
  }
}
