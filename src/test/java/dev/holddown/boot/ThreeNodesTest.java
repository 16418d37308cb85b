package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.Postgres;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.TcpProxy;
import dev.holddown.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real processes over one real PostgreSQL: one is killed, one is stopped for longer than its
 * lease and continued, the server is restarted, the third one's connection is cut. The releases go
 * on: one owner at a time, nothing done twice, watches armed again.
 */
class ThreeNodesTest {
  private static final int RUNS = 6;
  private static final int STEPS = 14;
  private static final Duration END_MAX = Duration.ofMinutes(5);

  /** How long the connection is cut: longer than a lease. A minute when this is asked for. */
  private static final Duration CUT = Duration.ofSeconds(Integer.getInteger("holddown.cut", 20));

  @TempDir Path folder;

  private static String playbook(String base, String run) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        kind: playbook
        id: shared
        title: Release RUN
        subject: {service: RUN, environment: prod}
        watches:
          - {watch: Answers, id: w, http.get: {url: "BASE/watch/RUN"}, every: 1s, armed: start .. end, breach: result.status == 503, for: 1m, then: [{notify: ["terminal"]}]}
        stages:
          - stage: Go
            items:
        """);
    for (int i = 0; i < STEPS; i++) {
      String act = "BASE/acts/RUN/" + i;
      text.append("      - {step: Do ").append(i).append(", id: do").append(i);
      text.append(", http.post: {url: \"").append(act).append("\"}, timeout: 5s, done: {http.get:");
      text.append(" {url: \"").append(act).append("\"}, expect: result.status == 200}}\n");
      text.append("      - {hold: Rest ").append(i).append(", id: rest").append(i);
      text.append(", for: 4s, watch: [w], on-breach: restart}\n");
    }
    return text.toString().replace("BASE", base).replace("RUN", run);
  }

  private static void passes(Duration time) throws InterruptedException {
    new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private EngineProcess node(String name, String url) throws Exception {
    EngineProcess node = EngineProcess.start(folder.resolve(name), url, name);
    for (int i = 0; i < 600 && !node.listens(); i++) {
      assertThat(node.alive()).as(node.log()).isTrue();
      passes(Duration.ofMillis(100));
    }
    assertThat(node.listens()).as(node.log()).isTrue();
    return node;
  }

  @Test
  @Covers({"I03", "I13", "L34"})
  void whatever_happens_to_nodes_and_server_nothing_is_done_twice_and_all_releases_end()
      throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")),
        "kill is not there to stop a process with");
    try (TestPostgres server = TestPostgres.start();
        ActsLedger ledger = new ActsLedger(RealTime.nanos());
        TcpProxy proxy = TcpProxy.to(server.port())) {
      String url = server.empty();
      String proxied = url.replace(":" + server.port() + "/", ":" + proxy.port() + "/");
      try (EngineProcess a = node("a", url);
          EngineProcess b = node("b", url);
          EngineProcess c = node("c", proxied)) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
          Path file =
              Files.writeString(folder.resolve("p" + i + ".yaml"), playbook(ledger.url(), "s" + i));
          EngineProcess at = List.of(a, b, c).get(i % 3);
          String said = at.verb(i % 3 == 2 ? proxied : url, "run", file.toString(), "--detach");
          runs.add(said.replaceAll("(?s).*started (\\S+);.*", "$1"));
        }
        passes(Duration.ofSeconds(4));
        a.kill();
        passes(Duration.ofSeconds(12)); // a lease and its grace
        lookedAtAgain(ledger, b, c);
        b.signal("STOP");
        passes(Duration.ofSeconds(15));
        b.signal("CONT");
        passes(Duration.ofSeconds(4));
        lookedAtAgain(ledger, b, c);
        server.stop();
        passes(Duration.ofSeconds(3));
        server.startAgain();
        passes(Duration.ofSeconds(6));
        lookedAtAgain(ledger, b, c);
        proxy.cut();
        passes(CUT);
        proxy.mend();
        ended(url, runs, b, c);
        for (int i = 0; i < RUNS; i++) {
          told(url, runs.get(i), "s" + i, ledger);
        }
        assertThat(b.log() + c.log()).contains("stops acting: it could not renew its lease");
      }
    }
  }

  /**
   * One thing goes wrong at a time: each watch has a living node again before the next does. A run
   * whose last act has come may have ended.
   */
  private static void lookedAtAgain(ActsLedger ledger, EngineProcess... nodes) throws Exception {
    for (int i = 0; i < RUNS; i++) {
      String last = "/acts/s" + i + "/" + (STEPS - 1);
      for (int tries = 0;
          ledger.secondsSinceLook("s" + i) > 3 && !ledger.acts().containsKey(last);
          tries++) {
        if (tries == 600) {
          StringBuilder logs = new StringBuilder();
          for (EngineProcess node : nodes) {
            logs.append(node.alive() ? "\nalive:\n" : "\nended:\n").append(node.log());
          }
          throw new AssertionError("s" + i + " is not looked at; the nodes said:" + logs);
        }
        passes(Duration.ofMillis(100));
      }
    }
  }

  private static void ended(String url, List<String> runs, EngineProcess... nodes)
      throws Exception {
    long until = RealTime.nanos().getAsLong() + END_MAX.toNanos();
    while (true) {
      try (EventStore store = Postgres.open(url)) {
        List<String> open =
            store.open().stream().map(EventStore.IndexRow::run).filter(runs::contains).toList();
        if (open.isEmpty()) {
          return;
        }
        assertThat(RealTime.nanos().getAsLong()).as("still open: " + open).isLessThan(until);
      }
      for (EngineProcess node : nodes) {
        assertThat(node.alive()).as(node.log()).isTrue();
      }
      passes(Duration.ofSeconds(1));
    }
  }

  /** The log and the target tell the same, and no act came twice or out of order. */
  private static void told(String url, String run, String service, ActsLedger ledger) {
    try (EventStore store = Postgres.open(url)) {
      assertThat(store.find(run).orElseThrow().outcome()).isEqualTo("SUCCEEDED");
      List<RunEvent> events = store.read(run).stream().map(e -> e.entry().event()).toList();
      List<Long> epochs =
          events.stream()
              .filter(RunEvent.Owned.class::isInstance)
              .map(e -> ((RunEvent.Owned) e).epoch())
              .toList();
      assertThat(epochs).isSorted();
      assertThat(new HashSet<>(epochs)).hasSameSizeAs(epochs);
      for (int i = 0; i < STEPS; i++) {
        assertThat(ledger.acts().get("/acts/" + service + "/" + i)).as("act " + i).hasSize(1);
      }
      assertThat(store.verify().firstBad()).isEmpty();
    }
    assertThat(ledger.longestGapSeconds(service)).as("nobody looked").isLessThan(35);
  }
}
