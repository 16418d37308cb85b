package dev.holddown.bench;

import dev.holddown.boot.Host;
import dev.holddown.boot.Parts;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import dev.holddown.spi.Verb;
import dev.holddown.store.SqliteEventStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a kill costs. A process with 1,000 active runs is killed, each with a watch at 10 s and a
 * check that is asked anew every 20 s; three seconds later another one begins on its data. How long
 * is it from the start of its JVM until it has answered a command, and how late are the timers that
 * came due? And what do 1,000 runs that wait for a person take of the heap?
 */
final class Recovery {
  private static final int RUNS = 1_000;
  private static final Duration FRESH = Duration.ofSeconds(20);
  private static final Duration WATCHED = Duration.ofSeconds(50);
  private static final String FILLED = "filled";
  private static final String SERVED = "served after ms: ";
  private static final String DONE = "done";

  private Recovery() {}

  /** Without arguments the whole; {@code fill DIR} and {@code serve DIR} are its children. */
  public static void main(String[] args) throws Exception {
    switch (args.length == 0 ? "" : args[0]) {
      case "fill" -> fill(Path.of(args[1]));
      case "serve" -> serve(Path.of(args[1]));
      default -> measure();
    }
  }

  private static void measure() throws Exception {
    Figures figures = new Figures("recovery");
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    waitingRuns(folder.resolve("waiting"), figures);
    Path data = folder.resolve("killed");
    child(data, "fill", FILLED);
    Thread.sleep(Duration.ofSeconds(3));
    Instant begun = Instant.now();
    double served = Double.parseDouble(child(data, "serve", DONE).substring(SERVED.length()));
    System.out.printf(
        Locale.ROOT, "served after %.0f ms of a new JVM, with %d active runs%n", served, RUNS);
    figures.put("unit", "ms");
    figures.put("served", served);
    timers(data, begun, figures);
    figures.write();
    System.exit(0);
  }

  // --- the processes ---

  private static Parts parts(Path data) {
    Parts parts = new Parts(System.out, data.toAbsolutePath(), Map.of());
    return parts.with(verbs -> {
      SortedMap<String, Verb> all = new TreeMap<>(verbs);
      all.putAll(new Workshop(parts.clock()).verbs());
      return all;
    });
  }

  private static void fill(Path data) throws Exception {
    Parts with = parts(data);
    Playbook playbook = Playbooks.read(with.reader(), Playbooks.fresh(FRESH));
    try (Host host = Host.open(data, with, Map.of())) {
      for (int i = 0; i < RUNS; i++) {
        start(host, playbook, "r" + i);
      }
      Thread.sleep(Duration.ofSeconds(12));
      System.out.println(FILLED);
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  private static void start(Host host, Playbook playbook, String run) throws Exception {
    var head = Playbooks.head(playbook, run, "service-" + run);
    Request.Reply reply =
        host.mail().post(new Request.Start(playbook, head, Actor.person("ann"))).get();
    if (!reply.accepted()) {
      throw new IllegalStateException(reply.sentence());
    }
  }

  private static void serve(Path data) throws Exception {
    try (Host host = Host.open(data, parts(data), Map.of())) {
      Request hold =
          new Request.ForRun(
              "r" + RUNS / 2, new RunCommand.Hold("recovery"), Actor.person("ann"));
      Request.Reply reply = host.mail().post(hold).get();
      long millis =
          System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
      if (!reply.accepted()) {
        throw new IllegalStateException(reply.sentence());
      }
      System.out.println(SERVED + millis);
      Thread.sleep(WATCHED);
      System.out.println(DONE);
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  /** Runs a process until it says the word, then kills it; gives the line before. */
  private static String child(Path data, String what, String word) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Recovery.class.getName(), what, data.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    String before = "";
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals(word)) {
          return before;
        }
        said.append(line).append('\n');
        before = line;
      }
      throw new IllegalStateException("a process of the benchmark failed:\n" + said);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  // --- what came of it ---

  private static void timers(Path data, Instant begun, Figures figures) {
    List<Double> first = new ArrayList<>();
    List<Double> later = new ArrayList<>();
    List<Double> looks = new ArrayList<>();
    try (EventStore store = SqliteEventStore.open(data.resolve("holddown.db"), "bench")) {
      for (int i = 0; i < RUNS; i++) {
        String run = "r" + i;
        if (i != RUNS / 2) {
          timers(asked(store, run), begun, first, later);
        }
        store.samples(run, "w", begun).stream()
            .findFirst()
            .ifPresent(s -> looks.add(millis(begun, s.reading().at())));
      }
    }
    System.out.println(Spread.of(looks).row("first sample after the start, ms"));
    System.out.println(Spread.of(first).row("first due timer, lateness ms"));
    System.out.println(Spread.of(later).row("timers after it, lateness ms"));
    figures.put("first_sample", Spread.of(looks).json());
    figures.put("first_due_timer_lateness", Spread.of(first).json());
    figures.put("later_timer_lateness", Spread.of(later).json());
  }

  /** A check falls due so long after it was asked before, but not before the process began. */
  private static void timers(
      List<Instant> asked, Instant begun, List<Double> first, List<Double> later) {
    for (int i = 1; i < asked.size(); i++) {
      Instant due = asked.get(i - 1).plus(FRESH);
      boolean firstAfter = asked.get(i - 1).isBefore(begun) && !asked.get(i).isBefore(begun);
      if (firstAfter) {
        first.add(millis(due.isBefore(begun) ? begun : due, asked.get(i)));
      } else if (asked.get(i - 1).isAfter(begun)) {
        later.add(millis(due, asked.get(i)));
      }
    }
    if (asked.isEmpty() || asked.getLast().isBefore(begun)) {
      throw new IllegalStateException("a run's timer never fired after the kill: " + asked);
    }
  }

  private static List<Instant> asked(EventStore store, String run) {
    return store.read(run).stream()
        .map(EventStore.Stored::entry)
        .filter(e -> e.event() instanceof RunEvent.Asked a && a.key().equals("looked"))
        .map(e -> e.at())
        .toList();
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  // --- memory ---

  private static void waitingRuns(Path data, Figures figures) throws Exception {
    Parts parts = new Parts(System.out, data.toAbsolutePath(), Map.of());
    Playbook playbook = Playbooks.read(parts.reader(), Playbooks.waiting());
    try (Host host = Host.open(data, parts, Map.of())) {
      for (int i = 0; i < 200; i++) {
        start(host, playbook, "before" + i);
      }
      double before = heapKibibytes();
      for (int i = 0; i < RUNS; i++) {
        start(host, playbook, "waits" + i);
      }
      double after = heapKibibytes();
      System.out.printf(
          Locale.ROOT,
          "heap after a collection: %.0f KiB with 200 runs that wait for a person, %.0f KiB with"
              + " %d more (%.2f KiB each); %d runs in memory%n",
          before,
          after,
          RUNS,
          (after - before) / RUNS,
          host.states().size());
      figures.put("heap_kib_with_200_waiting", before);
      figures.put("heap_kib_with_1000_more", after);
      figures.put("runs_in_memory", host.states().size());
    }
  }

  private static double heapKibibytes() throws InterruptedException {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(300);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, (runtime.totalMemory() - runtime.freeMemory()) / 1024.0);
    }
    return least;
  }
}
