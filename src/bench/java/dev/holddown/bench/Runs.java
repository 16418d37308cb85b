package dev.holddown.bench;

import dev.holddown.boot.Host;
import dev.holddown.boot.Parts;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Whole runs a second: each has two steps with an act and the question whether it worked, on a
 * service of its own; an act and an answer cost nothing themselves. Runs are started so that a
 * fixed number is open at any time; counted are those that SUCCEEDED, each with all its events
 * durable. The reference, in turns with it: a bare JDBC loop that writes as many events and index
 * rows as those runs had, in groups of 64.
 */
final class Runs {
  private static final int OPEN_MAX = 256;
  private static final int RUNS = 1_000;
  private static final int WARM = 4;
  private static final int GROUP = 64;
  private static final long SECONDS_MAX = 300;

  private Runs() {}

  /** Takes the number of rounds. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Parts real = new Parts(System.out, folder, Map.of());
    Workshop workshop = new Workshop(real.clock());
    Parts parts = real.with(verbs -> workshop.verbs());
    Playbook playbook = Playbooks.read(parts.reader(), Playbooks.twoSteps());
    List<Double> rates = new ArrayList<>();
    List<Double> micros = new ArrayList<>();
    List<Double> bares = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (Host host = Host.open(folder.resolve("data"), parts, Map.of())) {
      Started started = new Started(host, playbook);
      started.round();
      long events = host.store().read(started.last()).size();
      BareJdbc bare =
          BareJdbc.open(folder.resolve("bare.db"), folder.resolve("data/holddown.db"), GROUP);
      for (int round = -WARM; round < rounds; round++) {
        long cpu = cpu();
        long begun = System.nanoTime();
        started.round();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double each = (cpu() - cpu) / 1e3 / RUNS;
        begun = System.nanoTime();
        for (int i = 0; i < RUNS * events / GROUP; i++) {
          bare.group();
        }
        double written = (System.nanoTime() - begun) / 1e9;
        if (round >= 0) {
          rates.add(RUNS / seconds);
          micros.add(each);
          bares.add(RUNS / written);
          ratios.add(written / seconds);
        }
      }
      show(events, rates, micros, bares, ratios);
      System.exit(0);
    }
  }

  private static void show(
      long events,
      List<Double> rates,
      List<Double> micros,
      List<Double> bares,
      List<Double> ratios)
      throws java.io.IOException {
    Spread rate = Spread.of(rates);
    System.out.printf(
        Locale.ROOT,
        "%,.0f runs/s (middle half %,.0f to %,.0f) of two steps and %d events, %,.0f µs of"
            + " processor each%nreference: bare JDBC writes the events of %,.0f runs/s; the engine"
            + " does %.2f of it%n",
        rate.at(0.5),
        rate.at(0.25),
        rate.at(0.75),
        events,
        Spread.of(micros).at(0.5),
        Spread.of(bares).at(0.5),
        Spread.of(ratios).at(0.5));
    Figures figures = new Figures("runs");
    figures.put("runs_per_second", rate.json());
    figures.put("events_per_run", events);
    figures.put("processor_micros_per_run", Spread.of(micros).at(0.5));
    figures.put("bare_jdbc_runs_per_second", Spread.of(bares).json());
    figures.put("ratio_to_bare_jdbc", Spread.of(ratios).at(0.5));
    figures.write();
  }

  private static long cpu() {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return process.getProcessCpuTime();
  }

  /** Starts runs and waits for their ends. */
  private static final class Started {
    private final Host host;
    private final Playbook playbook;
    private int next;

    Started(Host host, Playbook playbook) {
      this.host = host;
      this.playbook = playbook;
    }

    String last() {
      return "r" + (next - 1);
    }

    void round() throws Exception {
      Queue<String> open = new ArrayDeque<>();
      int end = next + RUNS;
      long until = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
      while (next < end || !open.isEmpty()) {
        while (next < end && open.size() < OPEN_MAX) {
          String run = "r" + next;
          var head = Playbooks.head(playbook, run, "service-" + next++);
          host.mail().post(new Request.Start(playbook, head, Actor.person("ann")));
          open.add(run);
        }
        if (open.removeIf(this::closed)) {
          continue;
        }
        Thread.sleep(1);
        if (System.nanoTime() > until) {
          throw new IllegalStateException("runs do not close: " + open + "; " + host.failure());
        }
      }
    }

    /** The last few that closed are told from memory, the others from the store. */
    private boolean closed(String run) {
      Optional<RunState> state = host.mail().state(run);
      String outcome =
          state.isPresent()
              ? state.get().outcome().map(Enum::name).orElse("")
              : host.store().find(run).map(EventStore.IndexRow::outcome).orElse("");
      if (!outcome.isEmpty() && !outcome.equals("SUCCEEDED")) {
        throw new IllegalStateException(run + " ended as " + outcome);
      }
      return !outcome.isEmpty();
    }
  }
}
