package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many clients that wait for one message. All are closed at the end, whatever happened. */
public final class Fanout {
  private static final int CLIENTS_MAX = 1_000;
  private static final int MESSAGE_CHARS_MAX = 1 << 20;

  private final SocketCall calls;
  private final Plan plan;
  private final Deadline deadline;

  public Fanout(SocketCall calls, Plan plan, Deadline deadline) {
    this.calls = calls;
    this.plan = plan;
    this.deadline = deadline;
  }

  /**
   * What is done.
   *
   * @param wanted the text in a message that is waited for
   */
  public record Plan(
      Plan.Server server, int clients, Plan.Before before, String publish, String wanted) {
    /** Whom to connect to. {@code headers}: text or secrets. */
    public record Server(URI uri, String subprotocol, Map<String, Object> headers) {}

    /** What each client sends first, and the text that makes it ready; empty for none. */
    public record Before(List<String> subscribe, String ready) {}

    /** As the arguments say. */
    public static Plan of(Args args, Instant at) throws CallRefused {
      URI http = Url.parse(args.text("url").replaceFirst("^ws(s?)://", "http$1://"));
      URI uri = URI.create(http.toString().replaceFirst("^http", "ws"));
      Headers.check(args.map("headers"));
      String marker = "holddown-" + Long.toHexString(at.toEpochMilli());
      String publish = args.text("publish");
      String wanted = args.optionalText("expect-text").orElse("");
      if (wanted.isEmpty() && !publish.contains("{marker}")) {
        throw new CallRefused(
            "websocket.fanout must know its message again: put {marker} into publish, or write"
                + " expect-text");
      }
      int clients =
          args.whole("clients", 1, CLIENTS_MAX)
              .orElseThrow(() -> new CallRefused("websocket.fanout needs clients"));
      return new Plan(
          new Server(uri, args.optionalText("subprotocol").orElse(""), args.map("headers")),
          clients,
          new Before(args.list("subscribe"), args.optionalText("ready").orElse("")),
          publish.replace("{marker}", marker),
          wanted.isEmpty() ? marker : wanted);
    }

    /** For the proof. */
    public String shown() {
      return clients
          + " clients at "
          + Url.brief(server.uri())
          + "\n"
          + server.headers()
          + "\nsubscribe: "
          + before.subscribe()
          + "\npublish: "
          + publish;
    }
  }

  /** How long each client waited; {@code received} of them had it. */
  public record Times(double[] seconds, int received, double connect) {
    private double quantile(double q) {
      int rank = (int) Math.ceil(q * seconds.length);
      return seconds[Math.max(0, rank - 1)];
    }

    public Map<String, Object> plain() {
      Map<String, Object> plain = new LinkedHashMap<>();
      plain.put("value", quantile(0.95));
      plain.put("received", (long) received);
      plain.put("missing", (long) seconds.length - received);
      plain.put("p50", quantile(0.5));
      plain.put("p95", quantile(0.95));
      plain.put("max", quantile(1));
      plain.put("connect", connect);
      plain.put("clients", (long) seconds.length);
      plain.put("samples", (long) received);
      return plain;
    }

    public String text() {
      return received
          + " of "
          + seconds.length
          + " had it; sorted seconds: "
          + Arrays.toString(seconds);
    }
  }

  /** Does it all, within the deadline. */
  public Times run() throws CallRefused, InterruptedException {
    calls.host(plan.server().uri().getHost(), deadline);
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      try {
        return run(http);
      } finally {
        http.shutdownNow();
      }
    }
  }

  private Times run(HttpClient http) throws CallRefused, InterruptedException {
    List<Client> clients = new ArrayList<>();
    try {
      for (int i = 0; i <= plan.clients(); i++) {
        clients.add(new Client(http));
      }
      ready(clients);
      double connect = deadline.since().toNanos() / 1e9;
      Duration sent = deadline.since();
      clients.getLast().send(plan.publish());
      return times(clients.subList(0, plan.clients()), sent, connect);
    } finally {
      clients.forEach(Client::drop);
    }
  }

  private void ready(List<Client> clients) throws CallRefused, InterruptedException {
    int done = 0;
    for (Client client : clients) {
      try {
        client.ready.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        done++;
      } catch (ExecutionException e) {
        throw new CallRefused(
            who(done, clients) + ": " + why(e.getCause() == null ? e : e.getCause()));
      } catch (TimeoutException e) {
        throw new CallRefused(
            who(done, clients)
                + " within "
                + Span.text(deadline.whole())
                + (plan.before().ready().isEmpty() ? "" : " (waiting for the text of ready)"));
      }
    }
  }

  private String who(int done, List<Client> clients) {
    return "client "
        + (done + 1)
        + " of "
        + clients.size()
        + " was not connected and ready at "
        + Url.brief(plan.server().uri());
  }

  private static String why(Throwable problem) {
    Throwable at =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    if (at instanceof WebSocketHandshakeException refused) {
      return "the server answered HTTP " + refused.getResponse().statusCode();
    }
    String message = at.getMessage();
    return message == null
        ? at instanceof java.net.ConnectException ? "connection refused" : at.toString()
        : Excerpt.of(message);
  }

  private Times times(List<Client> clients, Duration sent, double connect)
      throws InterruptedException {
    double[] seconds = new double[clients.size()];
    int received = 0;
    for (int i = 0; i < clients.size(); i++) {
      try {
        Duration at = clients.get(i).had.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        seconds[i] = at.minus(sent).toNanos() / 1e9;
        received++;
      } catch (ExecutionException | TimeoutException e) {
        // It waited as long as we did, or would have: never less than the whole time.
        seconds[i] = deadline.whole().minus(sent).toNanos() / 1e9;
      }
    }
    Arrays.sort(seconds);
    return new Times(seconds, received, connect);
  }

  /** One connection. */
  private final class Client implements WebSocket.Listener {
    private final CompletableFuture<WebSocket> ready = new CompletableFuture<>();
    private final CompletableFuture<Duration> had = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private final CompletableFuture<WebSocket> opened;

    Client(HttpClient http) throws CallRefused {
      WebSocket.Builder builder =
          http.newWebSocketBuilder().connectTimeout(deadline.left().plusMillis(1));
      Plan.Server server = plan.server();
      if (!server.subprotocol().isEmpty()) {
        builder.subprotocols(server.subprotocol());
      }
      try {
        server.headers().forEach((name, value) -> builder.header(name, Headers.wire(value)));
      } catch (IllegalArgumentException e) {
        throw new CallRefused("a header of websocket.fanout may not be set there");
      }
      opened = builder.buildAsync(server.uri(), this);
      opened
          .thenCompose(this::subscribed)
          .whenComplete((socket, problem) -> {
            if (problem != null) {
              ready.completeExceptionally(problem);
            } else if (plan.before().ready().isEmpty()) {
              ready.complete(socket);
            }
          });
    }

    private CompletionStage<WebSocket> subscribed(WebSocket socket) {
      CompletionStage<WebSocket> sent = CompletableFuture.completedStage(socket);
      for (String text : plan.before().subscribe()) {
        sent = sent.thenCompose(open -> open.sendText(text, true));
      }
      return sent.thenApply(Function.identity());
    }

    void send(String text) {
      opened.thenAccept(socket -> socket.sendText(text, true));
    }

    void drop() {
      opened.thenAccept(WebSocket::abort);
      opened.cancel(true);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      if (message.length() + part.length() > MESSAGE_CHARS_MAX) {
        IllegalStateException cut =
            new IllegalStateException("a message was longer than 1 Mi characters");
        ready.completeExceptionally(cut);
        had.completeExceptionally(cut);
        socket.abort();
        return null;
      }
      message.append(part);
      if (last) {
        Duration now = deadline.since();
        String text = message.toString();
        message.setLength(0);
        if (!plan.before().ready().isEmpty() && text.contains(plan.before().ready())) {
          ready.complete(socket);
        }
        if (text.contains(plan.wanted())) {
          had.complete(now);
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      gone(new IllegalStateException("the server closed the connection, code " + code));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      gone(error);
    }

    private void gone(Throwable why) {
      ready.completeExceptionally(why);
      had.completeExceptionally(why);
    }
  }
}
