package dev.holddown.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * People tick the lines of five runs at once, each with a short pause between two: from the click
 * to the answer, which comes when the tick is durable. The reference: a bare append with fsync.
 */
final class Ticks {
  private static final int RUNS = 5;
  private static final int ITEMS = 300;
  private static final long PAUSE_MILLIS_MAX = 400;
  private Ticks() {}

  /** Takes the number of people. */
  public static void main(String[] args) throws Exception {
    int people = args.length > 0 ? Integer.parseInt(args[0]) : 50;
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Figures figures = new Figures("ticks");
    try (Disk disk = new Disk(folder);
        Served server = Served.start(ITEMS, 2 * RUNS);
        ExecutorService each = Executors.newFixedThreadPool(people)) {
      disk.measure(100);
      // a server that has just been started compiles while it answers; both are told
      Spread first = round(server, each, people, 0);
      System.out.println(first.row(people + " people, the first 1,500 ticks of a server (ms)"));
      Spread spread = round(server, each, people, RUNS);
      disk.measure(100);
      System.out.println(spread.row(people + " people, tick durable (ms)"));
      System.out.println(disk.fsyncs().row("reference: append and fsync (ms)"));
      System.out.printf(
          Locale.ROOT, "  goal p99 100 ms: %s%n", spread.at(0.99) <= 100 ? "met" : "MISSED");
      figures.put("people", people);
      figures.put("first_ms", first.json());
      figures.put("tick_ms", spread.json());
      figures.put("fsync_ms", disk.fsyncs().json());
    }
    figures.write();
  }

  /** Every line of five runs, the first of them of this service. */
  private static Spread round(Served server, ExecutorService each, int people, int service)
      throws Exception {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(server.run(service + i));
    }
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> ticking = new ArrayList<>();
    for (int person = 0; person < people; person++) {
      int mine = person;
      ticking.add(
          each.submit(() -> {
            Random random = new Random(mine);
            for (int tick = mine; tick < ITEMS * RUNS; tick += people) {
              String run = runs.get(tick % RUNS);
              TimeUnit.MILLISECONDS.sleep(random.nextLong(PAUSE_MILLIS_MAX));
              String path = "/api/v1/runs/" + run + "/items/i" + tick / RUNS + "/sign";
              long begun = System.nanoTime();
              server.post(path, "person" + mine, "{\"role\": \"operator\"}");
              millis.add((System.nanoTime() - begun) / 1e6);
            }
            return null;
          }));
    }
    for (Future<?> one : ticking) {
      one.get(5, TimeUnit.MINUTES);
    }
    return Spread.of(millis);
  }
}
