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
import java.lang.management.ManagementFactory;
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
 * person; each command is one event and is answered when it is durable. The references, in the
 * same process and in turns with it, in many short rounds: the store alone, to which the same
 * events are appended in groups of 64, with nothing decided, queued or answered; and a bare JDBC
 * loop on SQLite that writes the same rows in the same groups.
 */
final class Throughput {
  private static final int RUNS = 64;
  private static final int COMMANDS = 64 * RUNS;

  /** Rounds that only warm up: what is measured is an engine at work, not its first second. */
  private static final int WARM = 12;

  private static final int ROUNDS = 25;

  private Throughput() {}

  /** Takes nothing; {@code HOLDDOWN_DB} may name an empty PostgreSQL database to measure on. */
  public static void main(String[] args) throws Exception {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Parts parts = new Parts(System.out, folder, Map.of());
    Playbook playbook = Playbooks.read(parts.reader(), Playbooks.waiting());
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
      List<Rate> engines = new ArrayList<>();
      List<Rate> stores = new ArrayList<>();
      List<Rate> bares = new ArrayList<>();
      long[] versions = new long[RUNS];
      engine(host); // its last rows are those that the bare loop writes again
      alone(store, versions);
      Round rows = database.isEmpty() ? bare(folder) : () -> {};
      for (int round = -WARM; round < ROUNDS; round++) {
        Rate engine = rate(() -> engine(host));
        Rate alone = rate(() -> alone(store, versions));
        Rate bare = rate(rows);
        if (round >= 0) {
          engines.add(engine);
          stores.add(alone);
          bares.add(bare);
        }
      }
      Figures figures = new Figures("throughput");
      figures.put("group", RUNS);
      show(figures, "engine", engines, engines);
      show(figures, "store alone", engines, stores);
      if (database.isEmpty()) {
        show(figures, "bare JDBC", engines, bares);
      }
      figures.write();
      System.exit(0);
    }
  }

  /** Commands a second, and processor time of the whole process for each in microseconds. */
  private record Rate(double perSecond, double micros) {}

  private interface Round {
    void run() throws Exception;
  }

  private static Rate rate(Round round) throws Exception {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long begun = System.nanoTime();
    round.run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Rate(COMMANDS / seconds, (process.getProcessCpuTime() - cpu) / 1e3 / COMMANDS);
  }

  /** The ratio is the median of the ratios of the same round. */
  private static void show(Figures figures, String name, List<Rate> engines, List<Rate> all) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      ratios.add(engines.get(i).perSecond() / all.get(i).perSecond());
    }
    Spread rates = Spread.of(all.stream().map(Rate::perSecond).toList());
    double micros = Spread.of(all.stream().map(Rate::micros).toList()).at(0.5);
    double ratio = Spread.of(ratios).at(0.5);
    System.out.printf(
        Locale.ROOT,
        "%-12s %,8.0f commands/s (middle half %,.0f to %,.0f), %4.0f µs of processor each;"
            + " the engine does %.2f of it%n",
        name,
        rates.at(0.5),
        rates.at(0.25),
        rates.at(0.75),
        micros,
        ratio);
    figures.put(
        name,
        Map.of("per_second", rates.json(), "processor_micros", micros, "engine_ratio", ratio));
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

  /** The rows that the engine writes, in a file of the same schema; it goes on where it was. */
  private static Round bare(Path folder) throws SQLException {
    BareJdbc bare =
        BareJdbc.open(folder.resolve("bare.db"), folder.resolve("data/holddown.db"), RUNS);
    return () -> {
      for (int i = 0; i < COMMANDS / RUNS; i++) {
        bare.group();
      }
    };
  }

  private static void engine(Host host) throws InterruptedException {
    Semaphore inFlight = new Semaphore(RUNS);
    AtomicLong refused = new AtomicLong();
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
    if (refused.get() > 0) {
      throw new IllegalStateException(refused + " commands were refused; " + host.failure());
    }
  }

  private static void alone(EventStore store, long[] versions) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
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
  }
}
