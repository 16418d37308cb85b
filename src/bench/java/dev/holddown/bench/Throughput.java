package dev.holddown.bench;

import dev.holddown.boot.Host;
import dev.holddown.boot.Parts;
import dev.holddown.cli.Home;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.PostgresEventStore;
import dev.holddown.store.PostgresLimits;
import dev.holddown.store.PostgresUrl;
import dev.holddown.store.SqliteEventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Durable commands a second with 64 in flight: people hold and resume 64 runs that wait for a
 * person; each command is one event and is answered when it is durable. The reference is the store
 * alone, in the same process and in turns with it: the same events appended to 64 runs in groups of
 * 64, with nothing decided, queued or answered. On SQLite there is a second one: a bare JDBC loop
 * that writes the same rows in the same groups.
 */
final class Throughput {
  private static final int RUNS = 64;
  private static final int COMMANDS = 300 * RUNS;
  private static final int ROUNDS = 3;

  private Throughput() {}

  /** Takes nothing; {@code HOLDDOWN_DB} may name an empty PostgreSQL database to measure on. */
  public static void main(String[] args) throws Exception {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Figures figures = new Figures("throughput");
    Parts parts = new Parts(System.out, folder, Map.of());
    Playbook playbook = Playbooks.read(parts.reader(), Playbooks.waiting());
    List<Double> engines = new ArrayList<>();
    List<Double> stores = new ArrayList<>();
    List<Double> bares = new ArrayList<>();
    String database = System.getenv().getOrDefault("HOLDDOWN_DB", "");
    Home home = new Home(folder.resolve("data"), database, false);
    try (Host host = Host.open(home, parts, System.getenv());
        EventStore store = alone(folder, database)) {
      for (int i = 0; i < RUNS; i++) {
        var head = Playbooks.head(playbook, "p" + i, "waiting-" + i);
        Request.Reply reply =
            host.mail().post(new Request.Start(playbook, head, Actor.person("ann"))).get();
        if (!reply.accepted()) {
          throw new IllegalStateException(reply.sentence());
        }
      }
      long[] versions = new long[RUNS];
      for (int round = 0; round < ROUNDS; round++) {
        engines.add(engine(host));
        stores.add(alone(store, versions));
        System.out.printf(
            Locale.ROOT,
            "round %d: engine %,.0f commands/s; reference: store alone %,.0f events/s (%.2f)%n",
            round,
            engines.getLast(),
            stores.getLast(),
            engines.getLast() / stores.getLast());
        if (database.isEmpty()) {
          bares.add(bare(folder, round));
          System.out.printf(
              Locale.ROOT,
              "         reference: bare JDBC %,.0f events/s (%.2f)%n",
              bares.getLast(),
              engines.getLast() / bares.getLast());
        }
      }
      double engine = Spread.of(engines).at(0.5);
      double alone = Spread.of(stores).at(0.5);
      System.out.printf(Locale.ROOT, "ratio of the medians %.2f%n", engine / alone);
      figures.put("unit", "1/s");
      figures.put("commands", engine);
      figures.put("store_alone", alone);
      figures.put("ratio", engine / alone);
      if (!bares.isEmpty()) {
        double bare = Spread.of(bares).at(0.5);
        System.out.printf(Locale.ROOT, "ratio to bare JDBC %.2f%n", engine / bare);
        figures.put("bare_jdbc", bare);
        figures.put("ratio_to_bare_jdbc", engine / bare);
      }
      figures.write();
      System.exit(0);
    }
  }

  /** Beside the engine in the same database, or in a file of its own. */
  private static EventStore alone(Path folder, String database) {
    return database.isEmpty()
        ? SqliteEventStore.open(folder.resolve("alone.db"), "bench")
        : PostgresEventStore.open(
            PostgresUrl.parse(database, System.getenv()),
            new PostgresEventStore.Opening(
                PostgresLimits.usual(), "bench", false, System::nanoTime, Thread::sleep));
  }

  /** The rows of the store alone, in a new file of the same schema. */
  private static double bare(Path folder, int round) throws SQLException {
    Path like = folder.resolve("alone.db");
    try (BareJdbc bare = BareJdbc.open(folder.resolve("bare" + round + ".db"), like, RUNS)) {
      long begun = System.nanoTime();
      for (int i = 1; i <= COMMANDS / RUNS; i++) {
        bare.group(i);
      }
      return COMMANDS / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private static double engine(Host host) throws InterruptedException {
    Semaphore inFlight = new Semaphore(RUNS);
    AtomicLong refused = new AtomicLong();
    long begun = System.nanoTime();
    for (int i = 0; i < COMMANDS; i++) {
      inFlight.acquire();
      boolean hold = i / RUNS % 2 == 0;
      RunCommand command = hold ? new RunCommand.Hold("bench") : new RunCommand.Resume("bench");
      host.mail()
          .post(new Request.ForRun("p" + i % RUNS, command, Actor.person("ann")))
          .whenComplete((reply, failure) -> {
            if (failure != null || !reply.accepted()) {
              refused.incrementAndGet();
            }
            inFlight.release();
          });
    }
    inFlight.acquire(RUNS);
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (refused.get() > 0) {
      throw new IllegalStateException(refused + " commands were refused; " + host.failure());
    }
    return COMMANDS / seconds;
  }

  private static double alone(EventStore store, long[] versions) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    long begun = System.nanoTime();
    for (int i = 0; i < COMMANDS; i += RUNS) {
      List<EventStore.Append> batch = new ArrayList<>();
      for (int run = 0; run < RUNS; run++) {
        RunEvent event =
            versions[run] % 2 == 0 ? new RunEvent.Held("bench") : new RunEvent.Resumed("bench");
        long before = versions[run]++;
        EventStore.IndexRow row =
            new EventStore.IndexRow(
                "alone" + run,
                "measured",
                "Measured",
                "waiting-" + run + "/bench",
                "FORWARD",
                "",
                at,
                at,
                Optional.empty(),
                versions[run]);
        Entry entry = new Entry(at, Actor.person("ann"), event);
        batch.add(
            new EventStore.Append(
                "alone" + run, before, List.of(entry), row, Optional.empty(), List.of()));
      }
      if (!store.commit(batch).getLast().kept()) {
        throw new IllegalStateException("the store left out what was to be measured");
      }
    }
    return COMMANDS / ((System.nanoTime() - begun) / 1e9);
  }
}
