package dev.holddown.bench;

import dev.holddown.boot.Host;
import dev.holddown.boot.Parts;
import dev.holddown.demo.DemoWorld;
import dev.holddown.demo.Traffic;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.EventStore;
import dev.holddown.playbooks.Reading;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The demo's two releases against the real small world with 100 requests a second, and where their
 * time goes.
 *
 * <p>overhead = (from the first run's first event to the last run's last event) − the union of what
 * {@link Deliberate} finds: bakes, waits for traffic, breach windows, pauses between polls. All the
 * rest counts as overhead, though not all of it is Holddown: it is shown in four parts, each moment
 * in the first part that it belongs to: acts of the world (a version starts or ends), questions to
 * the world, the wait for the next sample of a watch after a bake is covered, and the engine
 * itself. The reference of the same run is the world: the time its own calls took.
 *
 * <p>The wait for the next sample is counted as overhead although the playbook sets its pace: a
 * bake is over with the first good sample after its time, and with {@code every: 1s} that is up to
 * a second later. It is told apart, so that the figure without it can be read too.
 */
final class DemoOverhead {
  private static final Duration TOTAL_MAX = Duration.ofSeconds(120);
  private static final Duration OVERHEAD_MAX = Duration.ofSeconds(5);
  private static final List<String> KINDS = List.of("bake", "window", "traffic", "polls");

  private DemoOverhead() {}

  /** Where the seconds of a run, or of both, went. */
  private record Account(
      Duration wall, Map<String, Duration> deliberate, Map<String, Duration> overhead) {
    Duration overheadSum() {
      return overhead.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
  }

  /** Takes nothing. */
  public static void main(String[] args) throws Exception {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "demo");
    Figures figures = new Figures("demo");
    PrintStream silent = new PrintStream(PrintStream.nullOutputStream(), false);
    Parts real = new Parts(silent, folder, Map.of());
    Recorder recorder = new Recorder(real.clock());
    Parts parts = real.with(recorder::around);
    Instant begun = parts.clock().instant();
    String text = Files.readString(Path.of("examples", "playbooks", "demo.yaml"));
    Reading reading = parts.reader().read("demo.yaml", text);
    Playbook playbook =
        reading
            .playbook()
            .orElseThrow(() -> new IllegalStateException(reading.problems().toString()));
    try (DemoWorld world = DemoWorld.start();
        Traffic traffic = world.traffic(100);
        Host host = Host.open(folder.resolve("data"), parts, Map.of())) {
      Map<String, Account> accounts = new LinkedHashMap<>();
      Instant first = release(host, playbook, world, DemoWorld.FIRST, DemoWorld.GOOD);
      release(host, playbook, world, DemoWorld.GOOD, DemoWorld.BAD);
      List<Recorder.Called> calls = recorder.calls();
      Stretches both = new Stretches();
      for (String version : List.of(DemoWorld.GOOD, DemoWorld.BAD)) {
        List<Entry> entries = entries(host, version);
        Deliberate deliberate = Deliberate.of(entries, Plan.of(playbook), calls);
        accounts.put(version, account(deliberate, entries, calls));
        both.add(deliberate.run().from(), deliberate.run().to());
        System.out.println(version + ": " + state(host, version).sentence());
      }
      Duration wall = Duration.between(first, entries(host, DemoWorld.BAD).getLast().at());
      Duration between = wall.minus(both.length());
      System.out.println(
          "before: world, host and playbook ready in "
              + text(Duration.between(begun, first))
              + "; traffic: "
              + traffic.last(100).sentence());
      report(figures, accounts, wall, between);
      figures.write();
      System.exit(0);
    }
  }

  private static Instant release(
      Host host, Playbook playbook, DemoWorld world, String from, String version) throws Exception {
    Map<String, Object> inputs = new TreeMap<>(Map.of("version", version, "from", from));
    Map<String, URI> urls =
        Map.of(
            "edge", world.urls().traffic(),
            "proxy", world.urls().proxy(),
            "deployer", world.urls().deployer());
    urls.forEach((name, url) -> inputs.put(name, url.toString()));
    RunHead head =
        new RunHead(
            "demo-" + version,
            playbook.id(),
            playbook.title(),
            playbook.subject().service(),
            "demo",
            RunHead.Mode.RELEASE,
            inputs,
            "ann",
            Optional.empty());
    Request.Reply reply =
        host.mail().post(new Request.Start(playbook, head, Actor.person("ann"))).get();
    if (!reply.accepted()) {
      throw new IllegalStateException(reply.sentence());
    }
    long until = System.nanoTime() + TOTAL_MAX.multipliedBy(2).toNanos();
    while (!state(host, version).closed()) {
      if (System.nanoTime() > until || host.failure().isPresent()) {
        throw new IllegalStateException(
            "the release of " + version + " does not end: " + entries(host, version).getLast());
      }
      Thread.sleep(20);
    }
    return entries(host, version).getFirst().at();
  }

  private static RunState state(Host host, String version) {
    return host.mail().state("demo-" + version).orElseThrow();
  }

  private static List<Entry> entries(Host host, String version) {
    return host.store().read("demo-" + version).stream().map(EventStore.Stored::entry).toList();
  }

  private static Account account(
      Deliberate deliberate, List<Entry> entries, List<Recorder.Called> calls) {
    Stretches left = new Stretches();
    left.add(deliberate.run().from(), deliberate.run().to());
    Map<String, Duration> wanted = new LinkedHashMap<>();
    for (String kind : KINDS) {
      wanted.put(kind, take(left, deliberate.of(kind)).length());
      left = left.without(deliberate.of(kind));
    }
    Stretches acts = calls(calls, true);
    Stretches asks = calls(calls, false);
    Stretches tails = tails(entries);
    Map<String, Duration> overhead = new LinkedHashMap<>();
    overhead.put("acts of the world", take(left, acts).length());
    left = left.without(acts);
    // Before the questions: in this wait the watches ask, and nobody waits for their answers only.
    overhead.put("wait for the next sample", take(left, tails).length());
    left = left.without(tails);
    overhead.put("questions to the world", take(left, asks).length());
    left = left.without(asks);
    overhead.put("engine", left.length());
    return new Account(
        Duration.between(deliberate.run().from(), deliberate.run().to()), wanted, overhead);
  }

  /** What of {@code left} is in {@code part}. */
  private static Stretches take(Stretches left, Stretches part) {
    return left.without(left.without(part));
  }

  private static Stretches calls(List<Recorder.Called> calls, boolean acts) {
    Stretches all = new Stretches();
    calls.stream().filter(c -> c.acts() == acts).forEach(c -> all.add(c.from(), c.to()));
    return all;
  }

  /** While something bakes: what is not deliberate then is the wait for the sample that ends it. */
  private static Stretches tails(List<Entry> entries) {
    Stretches all = new Stretches();
    Map<String, Instant> began = new TreeMap<>();
    for (Entry entry : entries) {
      switch (entry.event()) {
        case dev.holddown.domain.run.RunEvent.BakeBegan b -> began.put(b.key(), entry.at());
        case dev.holddown.domain.run.RunEvent.BakePassed p ->
            all.add(began.getOrDefault(p.key(), entry.at()), entry.at());
        default -> {}
      }
    }
    return all;
  }

  private static void report(
      Figures figures, Map<String, Account> accounts, Duration wall, Duration between) {
    Duration overhead = between;
    Map<String, Object> json = new LinkedHashMap<>();
    for (Map.Entry<String, Account> entry : accounts.entrySet()) {
      Account account = entry.getValue();
      System.out.println(entry.getKey() + " took " + text(account.wall()));
      account.deliberate().forEach((kind, time) -> line("wanted", kind, time));
      account.overhead().forEach((kind, time) -> line("overhead", kind, time));
      overhead = overhead.plus(account.overheadSum());
      json.put(entry.getKey(), seconds(account));
    }
    Duration world =
        sum(accounts, "acts of the world").plus(sum(accounts, "questions to the world"));
    Duration samples = sum(accounts, "wait for the next sample");
    boolean met = wall.compareTo(TOTAL_MAX) <= 0 && overhead.compareTo(OVERHEAD_MAX) <= 0;
    System.out.printf(
        Locale.ROOT,
        "together %s (goal %s), overhead %s (goal %s): %s%n",
        text(wall),
        text(TOTAL_MAX),
        text(overhead),
        text(OVERHEAD_MAX),
        met ? "met" : "NOT met");
    Duration own = overhead.minus(world).minus(samples);
    System.out.printf(
        Locale.ROOT,
        "of the overhead: reference, the world's own calls %s; waits for the next sample %s;"
            + " Holddown %s, which is %.2f of the reference%n",
        text(world),
        text(samples),
        text(own),
        own.toNanos() / (double) Math.max(1, world.toNanos()));
    figures.put("unit", "s");
    figures.put("releases", json);
    figures.put("between_runs", between.toMillis() / 1e3);
    figures.put("together", wall.toMillis() / 1e3);
    figures.put("overhead", overhead.toMillis() / 1e3);
    figures.put("overhead_of_the_world", world.toMillis() / 1e3);
    figures.put("overhead_waits_for_samples", samples.toMillis() / 1e3);
    figures.put("overhead_over_world", own.toNanos() / (double) Math.max(1, world.toNanos()));
    figures.put("met", met);
  }

  private static Duration sum(Map<String, Account> accounts, String kind) {
    return accounts.values().stream()
        .map(a -> a.overhead().getOrDefault(kind, Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Map<String, Object> seconds(Account account) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("took", account.wall().toMillis() / 1e3);
    account.deliberate().forEach((k, t) -> all.put("wanted: " + k, t.toMillis() / 1e3));
    account.overhead().forEach((k, t) -> all.put("overhead: " + k, t.toMillis() / 1e3));
    return all;
  }

  private static void line(String what, String kind, Duration time) {
    System.out.printf(Locale.ROOT, "  %-9s %-26s %10s%n", what, kind, text(time));
  }

  private static String text(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }
}
