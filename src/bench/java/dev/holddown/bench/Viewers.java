package dev.holddown.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * So many clients follow one run, and somebody comments on it again and again: from the time that
 * the event has to its arrival at each of them, and whether each had all of them. One thread reads
 * all sockets, so the reader's own lateness is in the figure; it is shown.
 */
final class Viewers {
  private static final int EVENTS = 40;
  private static final int OF_ONE_PERSON = 80;
  private static final int CONNECTING_MAX = 64;
  private static final long PAUSE_MILLIS = 250;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(120);
  private static final Duration ARRIVE_MAX = Duration.ofSeconds(30);
  private static final byte[] MARK = "event: event\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] READY = "event: position\n".getBytes(StandardCharsets.US_ASCII);

  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private int ready;
  private int connecting;

  private Viewers(Selector selector) {
    this.selector = selector;
  }

  /** One that follows: when each event arrived, in nanoseconds of the wall clock. */
  private static final class Client {
    private final SocketChannel channel;
    private final long[] arrived = new long[EVENTS];
    private int events;
    private int matched;
    private int matchedReady;
    private boolean ready;

    Client(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /** Takes numbers of viewers. */
  public static void main(String[] args) throws Exception {
    List<Integer> sizes =
        args.length == 0
            ? List.of(2_000, 10_000)
            : Arrays.stream(args).map(Integer::valueOf).toList();
    Figures figures = new Figures("viewers");
    for (int size : sizes) {
      try (Served server = Served.start(3, 1);
          Selector selector = Selector.open()) {
        new Viewers(selector).measure(server, size, figures);
      }
    }
    figures.write();
  }

  private void measure(Served server, int size, Figures figures) throws Exception {
    String run = server.run(0);
    double before = server.megabytes();
    long begun = System.nanoTime();
    connect(server.port, "/api/v1/runs/" + run + "/events", size);
    double connected = (System.nanoTime() - begun) / 1e6;
    double held = server.megabytes();
    String path = "/api/v1/runs/" + run + "/comment";
    Thread commenting =
        Thread.ofPlatform().start(() -> {
          for (int i = 0; i < EVENTS; i++) {
            try {
              server.post(path, "somebody", "{\"text\": \"look " + i + "\"}");
              Thread.sleep(PAUSE_MILLIS);
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    List<Double> gaps = new ArrayList<>();
    Instant end =
        Instant.now().plus(ARRIVE_MAX).plusMillis(EVENTS * PAUSE_MILLIS * 2);
    while (clients.stream().anyMatch(c -> c.events < EVENTS) && Instant.now().isBefore(end)) {
      long looked = System.nanoTime();
      read();
      gaps.add((System.nanoTime() - looked) / 1e6);
    }
    commenting.join();
    tell(server, run, new Told(size, connected, (held - before) * 1_024 / size), gaps, figures);
    for (Client client : clients) {
      client.channel.close();
    }
  }

  /** {@code kilobytes}: of the server for each of them. */
  private record Told(int size, double connectedMillis, double kilobytes) {}

  private void tell(Served server, String run, Told told, List<Double> gaps, Figures figures)
      throws IOException, InterruptedException {
    List<Long> happened = new ArrayList<>();
    for (JsonNode event : server.json("/api/v1/runs/" + run + "/log").path("events")) {
      if (event.toString().contains("look ")) {
        happened.add(nanos(Instant.parse(event.path("at").asString())));
      }
    }
    List<Double> millis = new ArrayList<>();
    long lost = 0;
    for (Client client : clients) {
      lost += EVENTS - client.events;
      for (int i = 0; i < client.events; i++) {
        millis.add((client.arrived[i] - happened.get(i)) / 1e6);
      }
    }
    Spread spread = Spread.of(millis);
    double goal = told.size() <= 2_000 ? 150 : 500;
    System.out.println(spread.row(told.size() + " viewers, delivered (ms)"));
    System.out.printf(
        Locale.ROOT,
        "  lost %d of %d; goal p99 %.0f ms, none lost: %s; connected in %.0f ms, %.1f KB of the"
            + " server each; the reader's own longest turn %.0f ms%n",
        lost,
        (long) told.size() * EVENTS,
        goal,
        lost == 0 && spread.at(0.99) <= goal ? "met" : "MISSED",
        told.connectedMillis(),
        told.kilobytes(),
        Spread.of(gaps).at(1));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("delivered_ms", spread.json());
    all.put("lost", lost);
    all.put("goal_p99_ms", goal);
    all.put("connected_ms", told.connectedMillis());
    all.put("kilobytes_each", told.kilobytes());
    all.put("reader_turn_ms", Spread.of(gaps).json());
    figures.put("viewers_" + told.size(), all);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  private void connect(int port, String path, int size) throws IOException {
    Instant end = Instant.now().plus(CONNECT_MAX);
    while (ready < size) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("only " + ready + " of " + size + " could follow");
      }
      while (clients.size() < size && connecting < CONNECTING_MAX) {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        Client client = new Client(channel);
        String ask =
            "GET %s HTTP/1.1\r\nHost: localhost\r\nHolddown-As: viewer%d\r\n\r\n"
                .formatted(path, clients.size() / OF_ONE_PERSON);
        channel.write(ByteBuffer.wrap(ask.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, client);
        clients.add(client);
        connecting++;
      }
      read();
    }
  }

  private void read() throws IOException {
    selector.select(100);
    long now = nanos(Instant.now());
    for (SelectionKey key : selector.selectedKeys()) {
      Client client = (Client) key.attachment();
      buffer.clear();
      int read = client.channel.read(buffer);
      if (read < 0) {
        key.cancel(); // the rest of its events is counted as lost
        continue;
      }
      buffer.flip();
      scan(client, now);
    }
    selector.selectedKeys().clear();
  }

  /** Both marks begin alike and have no repetition, so a mismatch begins anew. */
  private void scan(Client client, long now) {
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      client.matched = step(MARK, client.matched, next);
      client.matchedReady = step(READY, client.matchedReady, next);
      if (client.matchedReady == READY.length) {
        client.matchedReady = 0;
        if (!client.ready) {
          client.ready = true;
          ready++;
          connecting--;
        }
      }
      if (client.matched == MARK.length) {
        client.matched = 0;
        if (client.events < EVENTS) {
          client.arrived[client.events++] = now;
        }
      }
    }
  }

  private static int step(byte[] mark, int matched, byte next) {
    if (mark[matched] == next) {
      return matched + 1;
    }
    return mark[0] == next ? 1 : 0;
  }
}
