package dev.holddown.bench;

import dev.holddown.boot.Host;
import dev.holddown.boot.Parts;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the sample that decides (the moment its answer is handed to the engine) to
 * the first act of the rollback (the moment its verb is entered, its intent durable).
 *
 * <p>The real host on a real folder; only verbs are fakes. Each trial is a new run with 200 watches
 * at 1 s, all of which a hold looks at; ten of them are on a provider that hangs until its
 * time-out. Once every other watch has seen a sample, and at a random moment after that, the
 * deciding watch breaches. Every other trial all watches answer at once, so that the deciding
 * sample arrives amid 200; in the rest each answer takes a random time up to 0.9 s. On the way the
 * answer's proof is kept, the rollback decided, its first step asked whether it is done already,
 * its intent written: at least three transactions and one file, each with an fsync.
 */
final class Reaction {
  private static final int GOAL_MILLIS = 250;
  private static final int GOAL_OVER_FSYNC_MILLIS = 100;
  private static final int WATCHES = 200;
  private static final int HANGING = 10;

  private final Host host;
  private final Parts parts;
  private final Workshop workshop;
  private final Disk disk;
  private final Random random = new Random(42);
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private final int soakSeconds;
  private int trials;

  private Reaction(Host host, Parts parts, Workshop workshop, Disk disk, int soakSeconds) {
    this.host = host;
    this.parts = parts;
    this.workshop = workshop;
    this.disk = disk;
    this.soakSeconds = soakSeconds;
  }

  /** {@code --trials 200 --window-trials 30 --soak 0 --load}; soak: seconds before each breach. */
  public static void main(String[] args) throws Exception {
    List<String> given = List.of(args);
    int trials = number(given, "--trials", 200);
    int windowTrials = number(given, "--window-trials", 30);
    int soakSeconds = number(given, "--soak", 0);
    boolean load = given.contains("--load");
    if (load) {
      Thread.ofPlatform().daemon().name("load").start(Reaction::burn);
    }
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Figures figures = new Figures(load ? "reaction-load" : "reaction");
    Parts real = new Parts(System.out, folder, Map.of());
    Workshop workshop = new Workshop(real.clock());
    Parts parts = real.with(verbs -> workshop.verbs());
    try (Disk disk = new Disk(folder);
        Host host = Host.open(folder.resolve("data"), parts, Map.of())) {
      Reaction reaction = new Reaction(host, parts, workshop, disk, soakSeconds);
      reaction.measure("at once", "0s", trials);
      reaction.measure("after 2 s of breach", "2s", windowTrials);
      reaction.report(figures);
      System.exit(0);
    }
  }

  private static int number(List<String> args, String name, int otherwise) {
    int at = args.indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(args.get(at + 1));
  }

  private static void burn() {
    double x = 1;
    while (x > 0) {
      x = Math.sqrt(x + 1);
    }
  }

  private void measure(String name, String sustained, int times) throws Exception {
    Playbook playbook =
        Playbooks.read(parts.reader(), Playbooks.watched(WATCHES, HANGING, sustained));
    for (int i = 0; i < times; i++) {
      boolean herd = i % 2 == 0;
      trial(playbook, name, herd ? 0 : 900);
      disk.measure(5);
      if ((i + 1) % 50 == 0) {
        System.out.println(Spread.of(millis.getOrDefault(name, List.of())).row("… " + name));
      }
    }
  }

  private void trial(Playbook playbook, String name, int delayMillisMax) throws Exception {
    String run = "t" + trials++;
    Workshop.Trial trial = new Workshop.Trial(delayMillisMax);
    workshop.begin(trial);
    Actor ann = Actor.person("ann");
    var head = Playbooks.head(playbook, run, "reaction");
    host.mail().post(new Request.Start(playbook, head, ann)).get();
    await(run, "every watch that answers has seen a sample", Reaction::seen);
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(soakSeconds * 1_000L + random.nextInt(1_000)));
    trial.breach = true;
    if (!trial.begun.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no rollback within 60 s: " + host.failure());
    }
    await(run, "it is closed", RunState::closed);
    List<EventStore.Stored> events = host.store().read(run);
    RunEvent.Fired fired = fired(events);
    Instant answered = trial.answered.get(fired.sampleAt());
    if (answered == null) {
      throw new IllegalStateException("the sample that decided is not known: " + fired);
    }
    add(name, answered, trial.actAt);
    String how = delayMillisMax == 0 ? ", amid 200 samples" : ", samples spread";
    add(name + how, answered, trial.actAt);
    if (trials == 1) {
      add("the first of the process", answered, trial.actAt);
      System.out.println(Cold.line(Duration.between(answered, trial.actAt).toNanos() / 1e6));
    }
    Instant decided = at(events, e -> e instanceof RunEvent.RollbackDecided);
    Instant asked = at(events, e -> e instanceof RunEvent.Asked a && a.purpose() == Purpose.BEFORE);
    Instant intended = at(events, e -> e instanceof RunEvent.Intended);
    if (Duration.between(answered, trial.actAt).toMillis() > GOAL_MILLIS) {
      System.out.printf(
          "slow: %s%s: decided after %s, done-already told after %s, intended after %s, begun after"
              + " %s; load %s%n",
          name,
          how,
          Duration.between(answered, decided),
          Duration.between(decided, asked),
          Duration.between(asked, intended),
          Duration.between(intended, trial.actAt),
          Figures.load());
    }
    add("part: answer to decision", answered, decided);
    add("part: decision to done-already", decided, asked);
    add("part: done-already to intent", asked, intended);
    add("part: intent to act", intended, trial.actAt);
  }

  private void add(String name, Instant from, Instant to) {
    millis
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(Duration.between(from, to).toNanos() / 1e6);
  }

  private static boolean seen(RunState state) {
    long sighted =
        state.plan().watches().keySet().stream().filter(k -> state.watch(k).sighted()).count();
    return sighted == WATCHES - HANGING;
  }

  private static RunEvent.Fired fired(List<EventStore.Stored> events) {
    String decider = "w" + (WATCHES - 1);
    return events.stream()
        .map(e -> e.entry().event())
        .filter(e -> e instanceof RunEvent.Fired f && f.watch().equals(decider))
        .map(RunEvent.Fired.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Instant at(
      List<EventStore.Stored> events, java.util.function.Predicate<RunEvent> which) {
    return events.stream()
        .filter(e -> which.test(e.entry().event()))
        .map(e -> e.entry().at())
        .findFirst()
        .orElseThrow();
  }

  private void await(String run, String what, java.util.function.Predicate<RunState> holds)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (host.mail().state(run).filter(holds).isEmpty()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "run " + run + ": not within 60 s: " + what + "; " + host.failure());
      }
      Thread.sleep(20);
    }
  }

  private void report(Figures figures) throws Exception {
    double fsync = disk.fsyncs().at(0.99);
    double goal = Math.max(GOAL_MILLIS, fsync + GOAL_OVER_FSYNC_MILLIS);
    double p99 = Spread.of(millis.getOrDefault("at once", List.of())).at(0.99);
    System.out.println("milliseconds");
    millis.forEach((name, values) -> System.out.println(Spread.of(values).row(name)));
    System.out.println(disk.fsyncs().row("reference: bare fsync of 4 KiB"));
    System.out.println(disk.commits().row("reference: bare SQLite commit"));
    System.out.printf(
        Locale.ROOT,
        "p99 %.1f ms, goal %.1f ms: %s; %.1f times the bare fsync's p50 and %.1f times its p99%n",
        p99,
        goal,
        p99 <= goal ? "met" : "NOT met",
        p99 / disk.fsyncs().at(0.5),
        p99 / fsync);
    Map<String, Object> all = new LinkedHashMap<>();
    millis.forEach((name, values) -> all.put(name, Spread.of(values).json()));
    figures.put("unit", "ms");
    figures.put("reaction", all);
    figures.put("bare_fsync", disk.fsyncs().json());
    figures.put("bare_commit", disk.commits().json());
    figures.put("goal_p99", goal);
    figures.put("met", p99 <= goal);
    figures.put("p99_over_fsync_p50", p99 / disk.fsyncs().at(0.5));
    figures.write();
  }
}
