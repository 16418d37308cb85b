package dev.holddown.story;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchState;
import dev.holddown.engine.port.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Five runs, left in the middle by a version of Holddown whose process was killed. Written once for
 * each version that changes a stored form, by hand: give the path of a folder to make. What is
 * under {@code golden} is never made anew.
 */
final class GoldenRuns {
  /** Rolls out, with a signature that has to be given twice. */
  static final String CANARY =
      """
      kind: playbook
      id: canary_release
      title: Canary release
      subject: {service: SERVICE, environment: prod}
      metrics:
        errors: {world.metric: {name: errors}, unit: ratio, min-samples: 100}
      stages:
        - stage: Before
          id: before
          gate: all
          items:
            - check: The image that was built
              id: image
              world.deployed: {}
              expect: result.version.startsWith("sha256:")
              save: {digest: result.version}
            - signoff: Approval
              id: approval
              sign: {role: approver, count: 2, not: [starter], covers: [saved.digest]}
        - stage: Canary
          items:
            - step: Point the alias at it
              id: alias
              world.set_alias: {version: "${saved.digest}"}
              timeout: 30s
              done: {world.alias: {}, expect: result.version == saved.digest}
            - rollout: Ramp
              id: ramp
              router: {world.shift: {}}
              steps: [{weight: 10, bake: 10m}, {weight: 100}]
              watch: [errors]
      watches:
        - watch: Errors
          id: errors
          metric: errors
          armed: ramp .. end
          breach: result.value > percent(1)
          for: 2m
          then: rollback
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Traffic back
            id: traffic
            time-box: 5m
            items:
              - step: No traffic for the canary
                id: no_traffic
                world.shift: {weight: 0}
                done: {world.weights: {}, expect: result.weight == 0}
          - phase: Alias back
            id: alias_back
            time-box: 5m
            items:
              - step: Old version
                id: old_version
                world.set_alias: {version: "${rollback.to.version}"}
                timeout: 30s
                done: {world.alias: {}, expect: result.version == rollback.to.version}
      """;

  /** Its one call hangs, although the target has done it; then it waits half an hour. */
  private static final String HANGING =
      """
      kind: playbook
      id: stop_deployment
      title: Stop the deployment
      subject: {service: search, environment: prod}
      metrics:
        load: {world.metric: {name: load}, unit: ratio, min-samples: 100}
      stages:
        - stage: Stop
          items:
            - step: Stop it
              id: stop
              world.stop_deployment: {status: stopped}
              timeout: 30s
              done: {world.deployment: {}, expect: result.status == 'stopped'}
            - {hold: Half an hour, id: quiet, for: 30m, watch: [load], on-breach: restart}
      watches:
        - {watch: Load, id: load, metric: load, armed: quiet .. end, breach: result.value > 0.9, for: 1m, then: [{notify: [terminal]}]}
      """;

  private static final String D3 = "sha256:" + "3".repeat(64);
  static final String D4 = "sha256:" + "4".repeat(64);

  /** The runs of the folder. */
  static final List<String> RUNS = List.of("run1", "run2", "run3", "run4", "run5");

  /** When the process was killed. */
  static final String KILLED = "10:05:10";

  private GoldenRuns() {}

  static String canary(String service) {
    return CANARY.replace("SERVICE", service);
  }

  /** What the world is like when the process is killed. */
  static void around(World world) {
    world.target("version").is(D4);
    world.target("alias").is(D4);
    world.target("weight").is(10L);
    world.target("deployment").is("stopped");
    world.metric("load").was(0.2);
    world.metric("errors").on(5_000).was(0.05);
  }

  /** Runs 1 to 5: aborted, baking in a breach, half signed, unsettled, queued. */
  private static void play(World world) {
    world.target("version").is(D3);
    world.target("alias").is("1.0.0");
    world.target("weight").is(0L);
    world.target("deployment").takesCalls(Target.Mood.CHANGES_AND_HANGS);
    world.metric("load").was(0.2);
    world.metric("errors").on(5_000).was(0.001);
    String aborted = world.start(canary("mail"));
    said(world.says("bob", aborted, new RunCommand.Decline("approval", "approver", "not now")));
    said(world.says("ann", aborted, new RunCommand.Abort("another day")));
    String baking = world.start(canary("checkout"));
    String half = world.start(canary("cart"));
    sign(world, "bob", baking, half);
    world.advance(Duration.ofSeconds(10));
    world.target("version").is(D4);
    for (String run : List.of(baking, half)) {
      said(world.says("ann", run, new RunCommand.Recheck("image", "built anew")));
    }
    sign(world, "cid", baking, half);
    sign(world, "bob", baking);
    world.goOnTo("10:04:05");
    world.metric("errors").is(0.05);
    world.goOnTo("10:05:00");
    world.start(HANGING);
    world.start(canary("checkout"));
    world.goOnTo(KILLED);
  }

  private static void sign(World world, String person, String... runs) {
    for (String run : runs) {
      said(world.says(person, run, new RunCommand.Sign("approval", "approver", "looked at it")));
      world.advance(Duration.ofSeconds(1));
    }
  }

  private static void said(String refusal) {
    if (!refusal.isEmpty()) {
      throw new IllegalStateException(refusal);
    }
  }

  /** All that a newer version must find as it was, one fact a line. */
  static String facts(RunState s) {
    Instant at = s.lastAt();
    List<String> lines = new ArrayList<>();
    String run = s.head().run() + " ";
    lines.add(run + "phase " + s.phase() + ", outcome " + s.outcome() + ", version " + s.version());
    lines.add(run + "token " + s.token() + ", lock held " + s.lockHeld() + ", last " + at);
    lines.add(run + "behind " + s.queuedBehind() + ", held " + s.held() + ", " + s.sentence());
    lines.add(run + "saved " + new TreeMap<>(s.saved()) + ", back " + new TreeMap<>(s.wayBack()));
    s.plan().playbook().stages().forEach(st -> lines.add(run + place(s, st.id())));
    s.plan().rollbackPhases().forEach(p -> lines.add(run + place(s, p.id())));
    for (String key :
        List.of(
            "image", "approval", "alias", "ramp", "no_traffic", "old_version", "stop", "quiet")) {
      if (s.plan().node(key).isPresent()) {
        lines.add(run + key + " " + item(s.item(key), at));
      }
    }
    s.plan().watches().keySet().stream().sorted().forEach(k -> lines.add(run + watch(s, k)));
    Run.todo(s, at).stream()
        .map(job -> job.id() + " " + job.lane() + job.notBefore().map(t -> " from " + t).orElse(""))
        .sorted()
        .forEach(job -> lines.add(run + "todo " + job));
    return String.join("\n", lines);
  }

  private static String place(RunState s, String id) {
    RunState.PlaceState p = s.place(id);
    return id + " opened " + p.openedAt() + ", closed " + p.closedAt() + ", go " + p.go();
  }

  private static String item(ItemState i, Instant at) {
    String act =
        i.act()
            .map(a -> a.status() + " " + a.act().op() + " until " + a.act().landsUntil())
            .orElse("none");
    List<String> signed =
        i.signatures().stream()
            .map(g -> g.person() + " as " + g.role() + " at " + g.at() + " to " + g.content())
            .toList();
    return "%s, attempt %d, %s, act %s, signed %s, step %d, baking %s, counting %s, covered %s"
        .formatted(
            i.status(),
            i.attempt(),
            i.reason(),
            act,
            signed,
            i.step(),
            i.baking(),
            i.counting(),
            i.covered(at));
  }

  private static String watch(RunState s, String key) {
    WatchState w = s.watch(key);
    TreeMap<String, String> windows = new TreeMap<>();
    w.windows().forEach((level, window) -> windows.put(level, window.start() + window.reason()));
    return "watch %s armed %s, over %s, blind since %s, windows %s, fired %s"
        .formatted(key, w.armed(), w.over(), w.blindSince(), windows, new TreeMap<>(w.fired()));
  }

  /** The facts of all runs of a store. */
  static String facts(World world) {
    return RUNS.stream().map(run -> facts(world.state(run))).collect(Collectors.joining("\n"));
  }

  /** The facts as they were when the process was killed, folded anew from the log. */
  static String factsBefore(EventStore store, Function<String, RunState> states) {
    Instant killed = World.at(KILLED);
    return RUNS.stream()
        .map(run -> {
          List<Entry> entries =
              store.read(run).stream()
                  .map(EventStore.Stored::entry)
                  .filter(e -> e.at().isBefore(killed))
                  .toList();
          return facts(Run.fold(entries, states.apply(run).plan()));
        })
        .collect(Collectors.joining("\n"));
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectory(Path.of(args[0]));
    try (World world = World.onDisk(folder)) {
      play(world);
      Files.writeString(
          folder.resolve("facts.txt"), facts(world) + "\n", StandardOpenOption.CREATE_NEW);
    }
  }
}
