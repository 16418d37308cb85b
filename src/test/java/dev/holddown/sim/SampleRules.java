package dev.holddown.sim;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchState;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Windows and bakes of one run, worked out anew from what the provider really told. The truth of
 * each sample is known here even where a planted bug told the engine something else.
 */
final class SampleRules {
  private final World world;
  private final Map<String, List<Reading>> told = new HashMap<>();
  private final Map<String, Instant> windows = new HashMap<>();
  private final Map<String, Instant> bakes = new HashMap<>();
  private final Map<String, Long> bakesSince = new HashMap<>();
  private final Map<String, Instant> newest = new HashMap<>();
  private final Map<String, Instant> judged = new HashMap<>();
  private final List<Instant> restarts = new ArrayList<>();
  private final Set<Reading> forgotten = Collections.newSetFromMap(new IdentityHashMap<>());

  SampleRules(World world) {
    this.world = world;
  }

  void delivered(String watch, Reading truth) {
    told.computeIfAbsent(watch, w -> new ArrayList<>()).add(truth);
  }

  /** A new process: of the samples that were not kept, only that somebody looked is known. */
  void restarted(Instant at) {
    restarts.add(at);
    // what was heard of a time that has yet to come by this clock was never written down
    told.values().stream()
        .flatMap(List::stream)
        .filter(r -> r.at().isAfter(at))
        .forEach(forgotten::add);
  }

  /** From process to process time goes on by the wall clock, so that it is as right as that. */
  void starting() {
    bakesSince.clear();
  }

  /** The events of one decision are over. */
  void decided() {
    newest.putAll(judged);
    judged.clear();
  }

  /** No sample is judged again, nor one that is older. */
  private void judges(String watch, Instant sampleAt) {
    if (!sampleAt.isAfter(newest.getOrDefault(watch, Instant.MIN))) {
      throw new Alarm("I29", watch + " judges the sample of " + sampleAt + " again");
    }
    judged.merge(watch, sampleAt, (a, b) -> a.isAfter(b) ? a : b);
  }

  private Duration counted(Instant from, Instant to) {
    Duration gap = Duration.between(from, to);
    boolean near = gap.compareTo(Book.MAX_GAP) <= 0;
    boolean restarted = restarts.stream().anyMatch(r -> r.isAfter(from) && !r.isAfter(to));
    return near ? gap : restarted ? Book.MAX_GAP : Duration.ZERO;
  }

  // --- windows ---

  void before(RunState s, RunEvent event) {
    switch (event) {
      case RunEvent.WindowStarted e -> {
        if (windows.containsKey(e.watch() + "|" + e.level())) {
          throw new Alarm("I24", e.watch() + " starts a window while one is open");
        }
        boolean silence = policy(s, e.watch()).breach();
        if (!silence) {
          judges(e.watch(), e.sampleAt());
        }
        require(
            "I26",
            e.watch(),
            e.sampleAt(),
            r -> r.breached().contains(e.level()) || (silence && r.kind() == Reading.Kind.NO_DATA));
        windows.put(e.watch() + "|" + e.level(), e.sampleAt());
      }
      case RunEvent.WindowCleared e -> {
        windows.remove(e.watch() + "|" + e.level());
        judges(e.watch(), e.sampleAt());
        require(
            "I25",
            e.watch(),
            e.sampleAt(),
            r -> r.kind() == Reading.Kind.SEEN && !r.breached().contains(e.level()));
      }
      case RunEvent.Disarmed e -> windows.keySet().removeIf(k -> k.startsWith(e.watch() + "|"));
      case RunEvent.Fired e -> fired(s, e);
      default -> {}
    }
  }

  private static Watch.Policy policy(RunState s, String watch) {
    return s.plan().watch(watch).watch().pace().noData();
  }

  private void require(
      String unseen, String watch, Instant at, java.util.function.Predicate<Reading> sample) {
    boolean there =
        told.getOrDefault(watch, List.of()).stream()
            .anyMatch(r -> r.at().equals(at) && sample.test(r));
    if (!there) {
      boolean error =
          told.getOrDefault(watch, List.of()).stream()
              .anyMatch(r -> r.at().equals(at) && r.kind() != Reading.Kind.SEEN);
      throw new Alarm(error ? unseen : "I24", "no such sample of " + watch + " at " + at);
    }
  }

  private void fired(RunState s, RunEvent.Fired e) {
    boolean byPerson = s.plan().watch(e.watch()).watch().source() instanceof Watch.Source.Declared;
    if (byPerson || e.level().equals("blind") || e.level().contains("+")) {
      return;
    }
    if (e.level().equals("unseen")) {
      if (policy(s, e.watch()).holdMax().isZero()) {
        throw new Alarm("I26", e.watch() + " fires because of an outage that it should hold");
      }
      return;
    }
    Instant start = windows.get(e.watch() + "|" + e.level());
    if (start == null || !start.equals(e.windowStart())) {
      throw new Alarm("I24", e.watch() + " fires for " + e.windowStart() + ", not " + start);
    }
    Watch.Level level =
        s.plan().watch(e.watch()).watch().levels().stream()
            .filter(l -> l.name().equals(e.level()))
            .findFirst()
            .orElseThrow();
    Duration longest = breached(s, e.watch(), level, start);
    if (longest.compareTo(level.sustained()) < 0) {
      throw new Alarm("I24", e.watch() + " fires after " + longest + " of " + level.sustained());
    }
  }

  /**
   * The longest that the breach can have counted: between samples no further apart than allowed.
   */
  private Duration breached(RunState s, String watch, Watch.Level level, Instant start) {
    boolean silence = policy(s, watch).breach();
    Duration sum = Duration.ZERO;
    Instant before = start;
    for (Reading r : told.getOrDefault(watch, List.of())) {
      boolean counts =
          r.breached().contains(level.name()) || (silence && r.kind() == Reading.Kind.NO_DATA);
      if (counts && r.at().isAfter(before)) {
        // where silence is a breach, the domain counts all of it, from its beginning
        sum = sum.plus(silence ? Duration.between(before, r.at()) : counted(before, r.at()));
        before = r.at();
      }
    }
    return sum;
  }

  /** What memory says of windows must be what the log says. */
  void turned(RunState state) {
    for (String watch : state.plan().watches().keySet()) {
      WatchState w = state.watch(watch);
      for (Watch.Level level : state.plan().watch(watch).watch().levels()) {
        boolean logged = windows.containsKey(watch + "|" + level.name());
        if (w.windows().containsKey(level.name()) != logged) {
          throw new Alarm("I24", watch + " forgot its window " + windows);
        }
      }
    }
  }

  // --- bakes ---

  void bakeBegan(String key, Instant at, long millis) {
    bakes.put(key, at);
    bakesSince.put(key, millis);
  }

  void bakePassed(RunState s, RunEvent.BakePassed e) {
    Instant began = bakes.getOrDefault(e.key(), Instant.MAX);
    Item item = s.plan().node(e.key()).orElseThrow().item();
    List<String> watches =
        item instanceof Item.Rollout rollout ? rollout.watch() : ((Item.Hold) item).watch();
    Duration needed =
        item instanceof Item.Rollout rollout
            ? rollout.steps().get(e.step()).bake()
            : ((Item.Hold) item).lasts();
    Long since = bakesSince.get(e.key());
    // a clock may run 1 % fast, and no more
    if (since != null && world.time.nowMillis() - since < needed.toMillis() * 98 / 100) {
      throw new Alarm("I32", e.key() + " bakes " + needed + " in less time than that");
    }
    for (String watch : watches) {
      boolean silence = policy(s, watch).breach();
      Duration covered = s.watch(watch).armed() ? covered(watch, began, silence) : needed;
      if (covered.compareTo(needed) < 0) {
        throw new Alarm(
            "I25", e.key() + " bakes " + needed + " with " + covered + " covered by " + watch);
      }
    }
  }

  /** The most that good samples can have covered: each until the next one, if that is near. */
  private Duration covered(String watch, Instant since, boolean silence) {
    TreeMap<Instant, Reading> known = new TreeMap<>();
    for (Reading r : told.getOrDefault(watch, List.of())) {
      if (!world.cluster.several() && forgotten.contains(r)) {
        continue; // its time came again, and other samples with it
      }
      if (r.kind() == Reading.Kind.SEEN) {
        known.merge(r.at(), r, (a, b) -> a.kind() == Reading.Kind.SEEN ? a : b);
      } else if (silence && r.kind() == Reading.Kind.NO_DATA) {
        known.putIfAbsent(r.at(), r);
      }
    }
    Duration sum = Duration.ZERO;
    Reading before = null;
    for (Reading r : known.values()) {
      if (before != null && good(before) && r.at().isAfter(since)) {
        Duration gap = counted(before.at(), r.at());
        Duration early =
            before.at().isBefore(since) ? Duration.between(before.at(), since) : Duration.ZERO;
        sum = gap.compareTo(early) > 0 ? sum.plus(gap).minus(early) : sum;
      }
      before = r;
    }
    return sum;
  }

  private static boolean good(Reading reading) {
    return reading.kind() == Reading.Kind.SEEN && reading.breached().isEmpty();
  }

  /** No weight is raised unless the last that was heard of the watch is good. */
  void calmNow(String watch, String key) {
    Instant newest = Instant.EPOCH;
    boolean good = false;
    for (Reading r : told.getOrDefault(watch, List.of())) {
      boolean seen = r.kind() == Reading.Kind.SEEN;
      if (forgotten.contains(r)) {
        continue;
      }
      if (!seen || r.at().isAfter(newest)) { // an old sample told again says nothing
        good = good(r);
        newest = seen ? r.at() : newest;
      }
    }
    if (!good) {
      throw new Alarm("I25", key + " raises the weight while " + watch + " is not good");
    }
    world.history.sometimes("a weight was raised");
  }
}
