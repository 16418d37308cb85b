package dev.holddown.bench;

import dev.holddown.boot.Host;
import dev.holddown.boot.Parts;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Request;
import dev.holddown.spi.Verb;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What many armed watches cost: runs of 100 watches each at 10 s, with windows and real conditions,
 * whose answers are given at once and are calm. Processor time of the process over the measured
 * time, without the threads that measure; and how late a sample is taken in: a watch's samples
 * should come 10 s apart, so each is late by what it lies behind its own best one. The reference of
 * the same time: how late a bare thread wakes that sleeps 10 ms again and again.
 */
final class Watches {
  private static final int PER_RUN = 100;
  private static final int FOLLOWED_MAX = 500;
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(2);

  private Watches() {}

  /**
   * {@code own|shared|alike:WATCHES} as often as wanted: each watch asks for something of its own,
   * or all runs ask the same 100 questions, or each for something of its own that one call may
   * answer for the same watch of all runs; {@code --seconds N} is the measured time of each, {@code
   * --warm N} the time before it, whose processor time is told beside that of the steady state.
   *
   * <p>{@code together|apart:WATCHES}: all watches ask a server on loopback for one metric, by a
   * label of which each has a value of its own; in a form of which one query may answer many, and
   * in one that is asked alone. The server's threads are not in the figure. {@code curve}: 1,000,
   * 10,000, 30,000 and 100,000, each for {@code own}, in under four minutes.
   */
  public static void main(String[] args) throws Exception {
    Figures figures = new Figures("watches");
    List<String> wanted = new ArrayList<>();
    Duration measured = Duration.ofSeconds(60);
    Duration warm = Duration.ofSeconds(60);
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--seconds")) {
        measured = Duration.ofSeconds(Long.parseLong(args[++i]));
      } else if (args[i].equals("--warm")) {
        warm = Duration.ofSeconds(Long.parseLong(args[++i]));
      } else {
        wanted.add(args[i]);
      }
    }
    if (wanted.remove("curve")) {
      wanted.addAll(List.of("own:1000", "own:10000", "own:30000", "own:100000"));
      warm = Duration.ofSeconds(15);
      measured = Duration.ofSeconds(25);
    }
    if (wanted.isEmpty()) {
      wanted.addAll(List.of("own:1000", "own:10000", "shared:10000", "alike:10000"));
      wanted.addAll(List.of("own:100000", "shared:100000"));
    }
    for (String one : wanted) {
      String[] words = one.split(":", -1);
      figures.put(one, measure(words, warm, measured));
    }
    figures.write();
    System.exit(0);
  }

  private static Map<String, Object> measure(String[] words, Duration warm, Duration measured)
      throws Exception {
    String how = words[0];
    int watches = Integer.parseInt(words[1]);
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "data");
    Parts real = new Parts(System.out, folder, Map.of());
    Workshop workshop = new Workshop(real.clock());
    boolean http = how.equals("together") || how.equals("apart");
    Parts parts =
        real.with(verbs -> {
          SortedMap<String, Verb> all = new TreeMap<>(http ? verbs : Map.of());
          all.putAll(workshop.verbs());
          return all;
        });
    String asks = how.equals("shared") ? "w%d" : "${run.id}/w%d";
    String text = Playbooks.armed(PER_RUN, asks);
    if (how.equals("alike")) {
      text = text.replace("bench.sample", "bench.alike");
    }
    try (Provider provider = new Provider();
        Host host = Host.open(folder.resolve("data"), parts, Map.of())) {
      Playbook playbook =
          Playbooks.read(
              parts.reader(), http ? Playbooks.over(text, provider.url(), how) : text);
      LongSupplier calls = http ? provider::calls : workshop::sampled;
      for (int run = 0; run < watches / PER_RUN; run++) {
        var head = Playbooks.head(playbook, "a" + run, "armed-" + run);
        Request.Reply reply =
            host.mail().post(new Request.Start(playbook, head, Actor.person("ann"))).get();
        if (!reply.accepted()) {
          throw new IllegalStateException(reply.sentence());
        }
      }
      armed(host, watches);
      // the first looks are over, and what is hot is compiled after it
      double warming = cores(warm);
      System.out.printf(
          Locale.ROOT, "%s %,d watches warming up: %.3f of a core%n", how, watches, warming);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("warming_cores", warming);
      row.putAll(figures(how, watches, measured, host, calls));
      return row;
    }
  }

  private static double cores(Duration during) throws InterruptedException {
    long begun = System.nanoTime();
    long cpu = cpu();
    Thread.sleep(during);
    return (cpu() - cpu) / (double) (System.nanoTime() - begun);
  }

  private static void armed(Host host, int watches) throws InterruptedException {
    String last = "a" + (watches / PER_RUN - 1);
    for (int i = 0; host.mail().lastSeen(last, "w" + (PER_RUN - 1)).isEmpty(); i++) {
      if (i > 6_000) {
        throw new IllegalStateException("the watches do not look; " + host.failure());
      }
      Thread.sleep(10);
    }
  }

  private static Map<String, Object> figures(
      String how, int watches, Duration measured, Host host, LongSupplier asked)
      throws InterruptedException {
    Follower follower = new Follower(host, watches);
    Sleeper sleeper = new Sleeper();
    Thread follows = Thread.ofPlatform().daemon(true).name("follower").start(follower);
    Thread sleeps = Thread.ofPlatform().daemon(true).name("sleeper").start(sleeper);
    long calls = asked.getAsLong();
    long begun = System.nanoTime();
    long cpu = cpu(follows, sleeps);
    Thread.sleep(measured);
    cpu = cpu(follows, sleeps) - cpu;
    double seconds = (System.nanoTime() - begun) / 1e9;
    calls = asked.getAsLong() - calls;
    follower.over = true;
    sleeper.over = true;
    follows.join();
    sleeps.join();
    Spread late = Spread.of(follower.late());
    Spread bare = Spread.of(sleeper.late);
    double cores = cpu / 1e9 / seconds;
    double perSample = cpu / 1e3 / (watches * seconds / EVERY.toSeconds());
    System.out.printf(
        Locale.ROOT,
        "%s %,d watches: %.3f of a core, %.0f µs a sample, %,.0f calls/s%n",
        how,
        watches,
        cores,
        perSample,
        calls / seconds);
    System.out.println(late.row("  late (ms)"));
    System.out.println(bare.row("  reference: a bare sleep of 10 ms"));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("cores", cores);
    row.put("micros_a_sample", perSample);
    row.put("calls_a_second", calls / seconds);
    row.put("late_ms", late.json());
    row.put("bare_sleep_late_ms", bare.json());
    return row;
  }

  /** Nanoseconds of the process without these threads. */
  private static long cpu(Thread... without) {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long all = process.getProcessCpuTime() - Provider.cpu();
    for (Thread thread : without) {
      all -= ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }
    return all;
  }

  /** Looks again and again at what some of the watches saw last. */
  private static final class Follower implements Runnable {
    private final Host host;
    private final List<String[]> followed = new ArrayList<>();
    private final List<List<Double>> arrived = new ArrayList<>();
    private volatile boolean over;

    Follower(Host host, int watches) {
      this.host = host;
      int step = Math.max(1, watches / FOLLOWED_MAX);
      for (int i = 0; i < watches; i += step) {
        // one after the other, so that those followed are of all runs and all places in a run
        String watch = "w" + (i + i / PER_RUN) % PER_RUN;
        followed.add(new String[] {"a" + i / PER_RUN, watch});
        arrived.add(new ArrayList<>());
      }
    }

    @Override
    public void run() {
      List<Optional<Instant>> last = new ArrayList<>();
      for (String[] one : followed) {
        last.add(host.mail().lastSeen(one[0], one[1]));
      }
      while (!over) {
        double now = System.nanoTime() / 1e6;
        for (int i = 0; i < followed.size(); i++) {
          Optional<Instant> seen = host.mail().lastSeen(followed.get(i)[0], followed.get(i)[1]);
          if (!seen.equals(last.get(i))) {
            last.set(i, seen);
            arrived.get(i).add(now);
          }
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }

    /** Milliseconds behind the best sample of the same watch; a lost one would show as 10 s. */
    List<Double> late() {
      List<Double> all = new ArrayList<>();
      for (List<Double> one : arrived) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < one.size(); i++) {
          best = Math.min(best, one.get(i) - i * (double) EVERY.toMillis());
        }
        for (int i = 0; i < one.size(); i++) {
          all.add(one.get(i) - i * (double) EVERY.toMillis() - best);
        }
      }
      return all;
    }
  }

  /** How late this machine wakes a thread. */
  private static final class Sleeper implements Runnable {
    private static final long NANOS = 10_000_000;
    private final List<Double> late = new ArrayList<>();
    private volatile boolean over;

    @Override
    public void run() {
      while (!over) {
        long begun = System.nanoTime();
        LockSupport.parkNanos(NANOS);
        late.add((System.nanoTime() - begun - NANOS) / 1e6);
      }
    }
  }
}
