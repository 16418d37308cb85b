package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.domain.kernel.Token;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.testing.RealHaProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Moves traffic of HAProxy itself, where it is installed. */
@Timeout(60)
class RealHaProxyTest {
  private static final int REQUESTS = 100;

  @TempDir Path folder = Path.of("");
  private Acts acts = new Acts(folder);
  private Path socket = folder;

  @Test
  void real_haproxy_moves_its_traffic_and_tells_the_truth_about_it() throws Exception {
    acts = new Acts(folder);
    socket = folder.resolve("admin.sock");
    try (WebServer blue = new WebServer(seen -> Reply.of(200, "blue"));
        WebServer green = new WebServer(seen -> Reply.of(200, "green"))) {
      int port = RawServer.closedPort();
      try (RealHaProxy haproxy = RealHaProxy.start(folder, config(port, blue, green), port)) {
        assertThat(haproxy).isNotNull();
        release(port);
        drain(port);
        refusals();
      }
    }
  }

  private void release(int port) throws Exception {
    long sequence = 10;
    for (long weight : new long[] {0, 10, 50, 100, 25}) {
      assertThat(shift("shop", weight, sequence++)).isInstanceOf(Deed.Landed.class);
      assertThat((Double) Acts.of(weights("shop").result(), "candidate"))
          .isCloseTo(weight, within(1e-9));
      // Weighted round robin is exact over a whole round.
      assertThat(greens(port)).as("at %s %%", weight).isBetween(weight - 1, weight + 1);
    }
    assertThat(failure(shift("shop", 90, 3))).startsWith("refused: an act with the newer token 1.");
    assertThat(greens(port)).isBetween(24L, 26L);
  }

  private void drain(int port) throws Exception {
    assertThat(state("drain", 200)).isInstanceOf(Deed.Landed.class);
    assertThat(weights("shop").result()).containsEntry("candidate", 0.0);
    assertThat(greens(port)).isZero();
    assertThat(state("maint", 201)).isInstanceOf(Deed.Landed.class);
    assertThat(Acts.of(weights("shop").result(), "servers").toString()).contains("status=MAINT");
    assertThat(state("ready", 202)).isInstanceOf(Deed.Landed.class);
    assertThat((Double) Acts.of(weights("shop").result(), "candidate")).isCloseTo(25, within(1e-9));
  }

  private void refusals() throws Exception {
    assertThat(weights("nope").message())
        .isEqualTo("HAProxy at " + socket + " knows no backend nope; it has shop, fixed");
    assertThat(failure(shift("fixed", 10, 300)))
        .startsWith("nothing was changed; not changed: green (wanted: weight 10)")
        .contains("static LB algorithm and only accepts weights '0%' and '100%'");
    Path user = folder.resolve("user.sock");
    Map<String, Object> args = args("shop");
    args.put("socket", user.toString());
    args.put("weight", 5L);
    assertThat(failure(acts.act("haproxy.shift", args)))
        .isEqualTo(
            "HAProxy at "
                + user
                + " said Permission denied; its stats socket must have `level admin`; nothing was"
                + " changed");
  }

  private Map<String, Object> args(String backend) {
    Map<String, Object> args = new HashMap<>();
    args.put("socket", socket.toString());
    args.put("backend", backend);
    args.put("candidate", List.of("green"));
    return args;
  }

  private Answer weights(String backend) throws InterruptedException {
    return acts.ask("haproxy.weights", args(backend));
  }

  private Deed shift(String backend, long weight, long sequence) throws InterruptedException {
    Map<String, Object> args = args(backend);
    args.put("weight", weight);
    return did("haproxy.shift", args, sequence);
  }

  private Deed state(String word, long sequence) throws InterruptedException {
    Map<String, Object> args = args("shop");
    args.put("servers", List.of("green"));
    args.put("state", word);
    return did("haproxy.state", args, sequence);
  }

  private Deed did(String verb, Map<String, Object> args, long sequence)
      throws InterruptedException {
    Token token = new Token(1, sequence);
    return ((Acting) acts.verb(verb))
        .begin(new Operation("op-" + sequence, token, args, Acts.AT, Acts.LONG));
  }

  private static String failure(Deed deed) {
    assertThat(deed).isInstanceOf(Deed.Failed.class);
    return ((Deed.Failed) deed).message();
  }

  private static long greens(int port) throws Exception {
    long greens = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < REQUESTS; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
        String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        greens += body.equals("green") ? 1 : 0;
      }
    }
    return greens;
  }

  private String config(int port, WebServer blue, WebServer green) {
    return """
    global
      stats socket %1$s/admin.sock mode 600 level admin
      stats socket %1$s/user.sock mode 600 level user
    defaults
      mode http
      timeout connect 2s
      timeout client 5s
      timeout server 5s
    frontend in
      bind 127.0.0.1:%2$d
      default_backend shop
    backend shop
      balance roundrobin
      server blue 127.0.0.1:%3$d
      server green 127.0.0.1:%4$d
    backend fixed
      balance static-rr
      server blue 127.0.0.1:%3$d
      server green 127.0.0.1:%4$d
    """
        .formatted(folder, port, blue.port(), green.port());
  }
}
