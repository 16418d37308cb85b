package dev.holddown.connectors;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Speaks HAProxy 2.6's runtime API about one backend, in the words that 2.6.12 uses. */
final class HaProxyFake implements AutoCloseable {
  /** Commands in the order they came, of all connections. */
  final List<String> said = new CopyOnWriteArrayList<>();

  final Map<String, Server> servers = new ConcurrentSkipListMap<>();

  /** Answers a command in place of the model; empty lets the model answer. */
  volatile Function<String, Optional<String>> instead = command -> Optional.empty();

  volatile String token = "";

  private final ServerSocketChannel channel;

  /** A server of the backend {@code shop}. */
  static final class Server {
    int weight;
    volatile String status = "no check";
    volatile boolean backup;

    Server(int weight) {
      this.weight = weight;
    }
  }

  private HaProxyFake(ServerSocketChannel channel) {
    this.channel = channel;
    servers.put("blue", new Server(1));
    servers.put("green", new Server(1));
    Thread.ofPlatform().daemon().start(this::accept);
  }

  static HaProxyFake tcp() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    return new HaProxyFake(
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  static HaProxyFake unix(Path file) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return new HaProxyFake(channel.bind(UnixDomainSocketAddress.of(file)));
  }

  /** A server that must be there. */
  Server server(String name) {
    return java.util.Objects.requireNonNull(servers.get(name), name);
  }

  /** As the argument {@code socket} takes it. */
  String socket() {
    try {
      SocketAddress address = channel.getLocalAddress();
      return address instanceof InetSocketAddress inet
          ? "127.0.0.1:" + inet.getPort()
          : address.toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel peer = channel.accept();
        Thread.ofPlatform().daemon().start(() -> serve(peer));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel peer) {
    try (peer) {
      StringBuilder out = new StringBuilder();
      for (String command : line(peer).split(";")) {
        said.add(command.strip());
        out.append(instead.apply(command.strip()).orElseGet(() -> answer(command.strip())));
      }
      ByteBuffer bytes = ByteBuffer.wrap(out.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        peer.write(bytes);
      }
    } catch (IOException e) {
      // The peer has left; what it asked for was done all the same.
      return;
    }
  }

  private static String line(SocketChannel peer) throws IOException {
    StringBuilder line = new StringBuilder();
    ByteBuffer in = ByteBuffer.allocate(4096);
    while (line.indexOf("\n") < 0 && peer.read(in) >= 0) {
      in.flip();
      line.append(StandardCharsets.UTF_8.decode(in));
      in.clear();
    }
    return line.toString();
  }

  private String answer(String command) {
    String[] words = command.split(" ");
    if (command.startsWith("set server shop/")) {
      return set(words[2].substring("shop/".length()), words[3], words[4]);
    }
    if (command.startsWith("set var ")) {
      token = words[3].substring("str(".length(), words[3].length() - 1);
      return "\n";
    }
    return switch (command) {
      case "experimental-mode on" -> "\n";
      case "show servers state shop" -> state();
      case "show stat shop 4 -1" -> stat();
      case "show backend" -> "# name\nshop\nstatic\n\n";
      case "get var proc.holddown_shop" ->
          token.isEmpty()
              ? "Variable not found.\n\n"
              : "proc.holddown_shop: type=str value=<" + token + ">\n";
      default ->
          command.startsWith("show servers")
              ? "Can't find backend.\n\n"
              : command.startsWith("show stat") ? "No such proxy.\n\n" : "No such backend.\n\n";
    };
  }

  private String set(String name, String what, String value) {
    Server server = servers.get(name);
    if (server == null) {
      return "No such server.\n\n";
    }
    if (what.equals("weight")) {
      server.weight = Integer.parseInt(value);
    } else {
      server.status = value.equals("ready") ? "no check" : value.toUpperCase(java.util.Locale.ROOT);
    }
    return "\n";
  }

  private String state() {
    StringBuilder text =
        new StringBuilder(
            "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight"
                + " srv_iweight\n");
    servers.forEach(
        (name, s) -> text.append("3 shop 1 " + name + " 127.0.0.1 2 0 " + s.weight + " 1\n"));
    return text.append("\n").toString();
  }

  private String stat() {
    StringBuilder text = new StringBuilder("# pxname,svname,scur,status,weight,act,bck,\n");
    servers.forEach((name, s) ->
        text.append(
            "shop,%s,2,%s,%d,%d,%d,\n"
                .formatted(name, s.status, s.weight, s.backup ? 0 : 1, s.backup ? 1 : 0)));
    return text.append("\n").toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
