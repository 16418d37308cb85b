package dev.holddown.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * So many pages are open: overviews, runs, boards and pages that stand still, in equal parts.
 * Somebody turns incident mode on: from the press, before the order is sent, until the line stands
 * on each page's stream. One thread reads all of them, so its own lateness is in the figure.
 */
final class IncidentPages {
  private static final int ROUNDS = 10;
  private static final int OF_ONE_PERSON = 80;
  private static final int CONNECTING_MAX = 64;
  private static final double GOAL_MILLIS = 1_000;
  private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
  private static final String BOARD =
      """
      kind: board
      id: wall
      title: Wall
      monitors:
        - watch: Alive
          id: alive
          exec.ask: {program: "true", args: []}
          every: 5s
          levels: [{level: critical, breach: result.exit != 0, for: 0s, penalty: 40}]
      cards: [{title: Alive, id: alive_card, monitors: [alive]}]
      """;

  /** The line as it stands on a page while incident mode is on, inside a JSON text. */
  private static final byte[] ON = "class=\\\"incident\\\"".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] READY = "event: still\n".getBytes(StandardCharsets.US_ASCII);

  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private int ready;
  private int told;

  private IncidentPages(Selector selector) {
    this.selector = selector;
  }

  /** An open page. {@code on}: when the line stood there in this round; 0 before that. */
  private static final class Client {
    private final SocketChannel channel;
    private int matchedOn;
    private int matchedReady;
    private boolean ready;
    private long on;

    Client(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /** Takes how many pages are open. */
  public static void main(String[] args) throws Exception {
    int size = args.length == 0 ? 2_000 : Integer.parseInt(args[0]);
    Figures figures = new Figures("incident-pages");
    try (Served server = Served.start(20, 1, Map.of("wall.yaml", BOARD));
        Selector selector = Selector.open()) {
      new IncidentPages(selector).measure(server, size, figures);
    }
    figures.write();
  }

  private void measure(Served server, int size, Figures figures) throws Exception {
    String run = server.run(0);
    List<String> pages =
        List.of("/live", "/runs/" + run + "/live", "/boards/wall/live", "/around/live");
    connect(server.port, pages, size);
    List<Double> millis = new ArrayList<>();
    long lost = 0;
    for (int round = 0; round < ROUNDS; round++) {
      clients.forEach(client -> client.on = 0);
      told = 0;
      long pressed = System.nanoTime();
      CompletableFuture<String> started = CompletableFuture.supplyAsync(() -> started(server));
      while (told < size && System.nanoTime() - pressed < WAIT_NANOS_MAX) {
        read(true);
      }
      for (Client client : clients) {
        lost += client.on == 0 ? 1 : 0;
        if (client.on != 0) {
          millis.add((client.on - pressed) / 1e6);
        }
      }
      left(server, started.get());
    }
    tell(Spread.of(millis), size, lost, figures);
    for (Client client : clients) {
      client.channel.close();
    }
  }

  private static String started(Served server) {
    try {
      JsonNode answer =
          server.post(
              "/api/v1/incidents", "somebody", "{\"severity\": \"P0\", \"title\": \"Bench\"}");
      return answer.path("incident").asString(answer.path("id").asString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void left(Served server, String incident) throws IOException, InterruptedException {
    String at = "/api/v1/incidents/" + incident;
    server.post(at + "/resolve", "somebody", "{}");
    server.post(
        at + "/fields",
        "somebody",
        "{\"components\": \"a\", \"root_cause\": \"b\", \"actions\": \"c\"}");
    server.post(at + "/leave", "somebody", "{}");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (System.nanoTime() < end) {
      read(false); // the line goes from all of them
    }
  }

  private void tell(Spread spread, int size, long lost, Figures figures) {
    System.out.println(spread.row(size + " pages, incident mode on (ms)"));
    System.out.printf(
        Locale.ROOT,
        "  lost %d of %d; goal p99 %.0f ms, none lost: %s%n",
        lost,
        (long) size * ROUNDS,
        GOAL_MILLIS,
        lost == 0 && spread.at(0.99) <= GOAL_MILLIS ? "met" : "MISSED");
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("reached_ms", spread.json());
    all.put("lost", lost);
    all.put("goal_p99_ms", GOAL_MILLIS);
    figures.put("pages_" + size, all);
  }

  private void connect(int port, List<String> pages, int size) throws IOException {
    long end = System.nanoTime() + 4 * WAIT_NANOS_MAX;
    while (ready < size) {
      if (System.nanoTime() > end) {
        throw new IOException("only " + ready + " of " + size + " could follow");
      }
      while (clients.size() < size && clients.size() - ready < CONNECTING_MAX) {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        int number = clients.size();
        String ask =
            "GET %s HTTP/1.1\r\nHost: localhost\r\nHolddown-As: viewer%d\r\n\r\n"
                .formatted(pages.get(number % pages.size()), number / OF_ONE_PERSON);
        channel.write(ByteBuffer.wrap(ask.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        Client client = new Client(channel);
        channel.register(selector, SelectionKey.OP_READ, client);
        clients.add(client);
      }
      read(false);
    }
  }

  /** {@code on}: whether the line is waited for. */
  private void read(boolean on) throws IOException {
    selector.select(100);
    long now = System.nanoTime();
    for (SelectionKey key : selector.selectedKeys()) {
      Client client = (Client) key.attachment();
      buffer.clear();
      if (client.channel.read(buffer) < 0) {
        key.cancel(); // it is counted as lost
        continue;
      }
      buffer.flip();
      scan(client, on, now);
    }
    selector.selectedKeys().clear();
  }

  /** Both marks begin with a letter that they do not repeat at their start. */
  private void scan(Client client, boolean on, long now) {
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      client.matchedOn = step(ON, client.matchedOn, next);
      client.matchedReady = step(READY, client.matchedReady, next);
      if (client.matchedReady == READY.length) {
        client.matchedReady = 0;
        ready += client.ready ? 0 : 1;
        client.ready = true;
      }
      if (client.matchedOn == ON.length) {
        client.matchedOn = 0;
        if (on && client.on == 0) {
          client.on = now;
          told++;
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
