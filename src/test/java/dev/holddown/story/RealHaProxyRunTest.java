package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holddown.connectors.support.RawServer;
import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealHaProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The canary of {@code examples/playbooks/haproxy-canary.yaml} from its start to its end: HAProxy
 * itself moves real requests between two servers, and its own counters decide. Only the bakes are
 * shorter, and time is the story's.
 */
@Timeout(120)
class RealHaProxyRunTest {
  private static final Path EXAMPLE = Path.of("examples", "playbooks", "haproxy-canary.yaml");
  private static final Duration LOOKS = Duration.ofSeconds(5);
  private static final int REQUESTS = 60;

  @TempDir Path folder;

  private final AtomicInteger badPercent = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final List<Double> shares = new ArrayList<>();
  private World world;
  private WebServer blue;
  private WebServer green;
  private RealHaProxy haproxy;
  private HttpClient users;
  private int edge;
  private int metrics;

  @BeforeEach
  void two_versions_behind_haproxy() throws Exception {
    blue = new WebServer(seen -> version("1.0.0"));
    green =
        new WebServer(seen ->
            served.incrementAndGet() % 100 < badPercent.get()
                ? Reply.of(500, "it is broken")
                : version("1.1.0"));
    List<Integer> ports = RawServer.closedPorts(2);
    edge = ports.getFirst();
    metrics = ports.getLast();
    haproxy = RealHaProxy.start(folder, config(), edge);
    users = HttpClient.newHttpClient();
    world = World.inMemory(folder.resolve("world"));
  }

  @AfterEach
  void the_end() throws Exception {
    if (world != null) {
      world.close();
      users.close();
      haproxy.close();
    }
    green.close();
    blue.close();
  }

  private static Reply version(String version) {
    return Reply.of(200, "{\"version\": \"" + version + "\"}", "Content-Type: application/json");
  }

  private String config() {
    return """
    global
      stats socket %1$s/admin.sock mode 600 level admin
    defaults
      mode http
      timeout connect 2s
      timeout client 5s
      timeout server 5s
    frontend in
      bind 127.0.0.1:%2$d
      default_backend shop
    frontend metrics
      bind 127.0.0.1:%3$d
      http-request use-service prometheus-exporter
    backend shop
      balance roundrobin
      server blue 127.0.0.1:%4$d weight 100
      server green 127.0.0.1:%5$d weight 0
    """
        .formatted(folder, edge, metrics, blue.port(), green.port());
  }

  private String playbook() throws IOException {
    return Files.readString(EXAMPLE)
        .replace("/run/haproxy/admin.sock", folder.resolve("admin.sock").toString())
        .replace("127.0.0.1:8404", "127.0.0.1:" + metrics)
        .replace("127.0.0.1:18082", "127.0.0.1:" + green.port())
        .replace("127.0.0.1:18080", "127.0.0.1:" + edge)
        .replace("bake: 10m", "bake: 60s")
        .replace("for: 15m", "for: 60s");
  }

  /** Users come all the time; sixty of them in the five seconds between two looks. */
  private void usersFor(Duration time) throws Exception {
    for (Duration left = time; left.isPositive(); left = left.minus(LOOKS)) {
      int greens = 0;
      for (int i = 0; i < REQUESTS; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge + "/shop")).build();
        HttpResponse<String> answer = users.send(request, HttpResponse.BodyHandlers.ofString());
        greens += answer.body().contains("1.0.0") ? 0 : 1;
      }
      shares.add((double) greens / REQUESTS);
      world.advance(LOOKS);
    }
  }

  @Test
  @Covers({"B-20", "B-22"})
  void a_good_release_goes_in_steps_to_all_users_and_ends() throws Exception {
    String run = world.start(playbook(), "version=1.1.0", "from=1.0.0");
    usersFor(Duration.ofSeconds(300));

    assertThat(world.state(run).outcome())
        .as(world.log(run).toString())
        .contains(Outcome.SUCCEEDED);
    assertThat(shares.stream().map(share -> Math.round(share * 10) / 10.0).distinct())
        .as("what users saw of the new version")
        .containsSubsequence(0.1, 0.5, 1.0);
    assertThat(shares.getLast()).isCloseTo(1.0, within(1e-9));
    assertThat(world.log(run).all(RunEvent.Intended.class)).hasSize(3);
    assertThat(world.log(run).all(RunEvent.Fired.class)).isEmpty();
  }

  @Test
  @Covers({"B-20", "B-22"})
  void a_release_that_breaks_is_taken_back_by_what_haproxy_counts() throws Exception {
    String run = world.start(playbook(), "version=1.1.0", "from=1.0.0");
    usersFor(Duration.ofSeconds(90));
    assertThat(shares.getLast()).isCloseTo(0.5, within(0.02));

    badPercent.set(20);
    usersFor(Duration.ofSeconds(120));

    assertThat(world.log(run).the(RunEvent.Fired.class).watch()).isEqualTo("too_many_errors");
    assertThat(world.state(run).outcome())
        .as(world.log(run).toString())
        .contains(Outcome.ROLLED_BACK);
    assertThat(shares.getLast()).as("of the new version").isZero();
    assertThat(world.log(run).ending())
        .startsWith("ROLLED BACK and proved in ")
        .contains("cause: watch too_many_errors: result.value > percent(2) is true");
  }
}
