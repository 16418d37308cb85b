package dev.holddown.store;

import static dev.holddown.store.Given.append;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.IndexRow;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the store, by hand. Give a folder on the disk in question. Prints appends (one event and
 * its index row each) per second by group size, beside a bare JDBC loop that writes the same rows
 * in the same groups; then opening, reading and verifying 100,000 events. With a file's name as a
 * second argument it only opens that file.
 */
final class StoreBench {
  private static final int RUNS = 50;

  private StoreBench() {}

  private static long now() {
    return RealTime.nanos().getAsLong();
  }

  public static void main(String[] args) throws Exception {
    long start = now();
    if (args.length > 1) {
      SqliteEventStore.open(Path.of(args[0], args[1]), "bench").close();
      System.out.printf("open, first in the process: %d ms%n", millis(start));
      return;
    }
    Path folder = Files.createTempDirectory(Path.of(args[0]), "bench");
    start = now();
    SqliteEventStore.open(folder.resolve("warm-up.db"), "bench").close();
    System.out.printf("open, new file, first in the process: %d ms%n", millis(start));
    start = now();
    SqliteEventStore.open(folder.resolve("second.db"), "bench").close();
    System.out.printf("open, new file, again: %d ms%n", millis(start));
    start = now();
    SqliteEventStore.open(folder.resolve("second.db"), "bench").close();
    System.out.printf("open, file is current: %d ms%n", millis(start));

    for (int pass = 0; pass < 3; pass++) {
      for (int group : new int[] {1, 8, 64}) {
        int groups = group == 1 ? 4_000 : 16_000 / group;
        double store = store(folder.resolve("s" + pass + group), group, groups);
        double bare = bare(folder.resolve("b" + pass + group), group, groups);
        double memory = rate(new MemoryEventStore(), group, groups);
        System.out.printf(
            "pass %d, %2d appends a transaction: store %,.0f/s, bare JDBC %,.0f/s (%.2f), memory"
                + " %,.0f/s%n",
            pass, group, store, bare, store / bare, memory);
      }
    }
    hundredThousand(folder.resolve("100k.db"));
  }

  private static double store(Path file, int group, int groups) {
    try (EventStore store = SqliteEventStore.open(file, "bench")) {
      return rate(store, group, groups);
    }
  }

  private static double rate(EventStore store, int group, int groups) {
    long[] versions = new long[RUNS];
    int next = 0;
    long start = now();
    for (int i = 0; i < groups; i++) {
      List<Append> batch = new ArrayList<>();
      for (int j = 0; j < group; j++) {
        int run = next++ % RUNS;
        batch.add(append("r-" + run, versions[run]++, asked()));
      }
      store.commit(batch);
    }
    return (double) group * groups * 1e9 / (now() - start);
  }

  private static RunEvent asked() {
    return new RunEvent.Asked(
        "canary/scan",
        Purpose.CHECK,
        1,
        new Finding(
            Verdict.PASSED,
            "result.value < 0.01 is true: result.value = 0.004",
            "",
            Map.of("value", 0.004),
            Optional.of("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            60));
  }

  /** The same rows of the same size, without codec, conditions, chain or head. */
  private static double bare(Path file, int group, int groups) throws SQLException {
    SqliteEventStore.open(file, "bench").close();
    byte[] payload = EventCodec.current().encode(asked()).payload();
    byte[] hash = new byte[32];
    IndexRow row = Given.row("r", "ACTIVE", Given.T, 1);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement pragma = connection.createStatement()) {
      pragma.execute("PRAGMA journal_mode = WAL");
      pragma.execute("PRAGMA synchronous = FULL");
      connection.setAutoCommit(false);
      try (PreparedStatement event =
              connection.prepareStatement(
                  "INSERT INTO events VALUES (?, ?, ?, ?, 1, ?, 'PERSON', 'ada', ?, ?)");
          PreparedStatement index =
              connection.prepareStatement(
                  "INSERT INTO runs VALUES (?, ?, ?, ?, ?, '', ?, ?, NULL, ?) ON CONFLICT (run)"
                      + " DO UPDATE SET playbook = excluded.playbook, title = excluded.title,"
                      + " lock = excluded.lock, state = excluded.state,"
                      + " started_at = excluded.started_at, changed_at = excluded.changed_at,"
                      + " version = excluded.version")) {
        long start = now();
        long position = 0;
        String at = SortableTime.text(Given.T);
        for (int i = 0; i < groups; i++) {
          for (int j = 0; j < group; j++) {
            long version = position / RUNS + 1;
            String run = "r-" + position % RUNS;
            position++;
            event.setLong(1, position);
            event.setString(2, run);
            event.setLong(3, version);
            event.setString(4, "item.asked");
            event.setString(5, at);
            event.setBytes(6, payload);
            event.setBytes(7, hash);
            event.executeUpdate();
            index.setString(1, run);
            index.setString(2, row.playbook());
            index.setString(3, row.title());
            index.setString(4, row.lock());
            index.setString(5, row.state());
            index.setString(6, at);
            index.setString(7, at);
            index.setLong(8, version);
            index.executeUpdate();
          }
          connection.commit();
        }
        return (double) group * groups * 1e9 / (now() - start);
      }
    }
  }

  private static void hundredThousand(Path file) throws IOException {
    try (EventStore store = SqliteEventStore.open(file, "bench")) {
      for (int batch = 0; batch < 100; batch++) {
        List<Append> appends = new ArrayList<>();
        for (int run = 0; run < 100; run++) {
          RunEvent[] events = new RunEvent[10];
          Arrays.fill(events, asked());
          appends.add(append("r-" + run, batch * 10L, events));
        }
        store.commit(appends);
      }
    }
    System.out.printf("100,000 events: %,d KiB%n", Files.size(file) / 1024);
    long start = now();
    try (EventStore store = SqliteEventStore.open(file, "bench")) {
      System.out.printf("open, 100,000 events: %d ms%n", millis(start));
      for (int i = 0; i < 3; i++) {
        start = now();
        EventStore.Verification verification = store.verify();
        System.out.printf("verify %s: %d ms%n", verification, millis(start));
        start = now();
        int events = store.read("r-42").size();
        System.out.printf("read a run of %d events: %d ms%n", events, millis(start));
      }
    }
  }

  private static long millis(long start) {
    return (now() - start) / 1_000_000;
  }
}
