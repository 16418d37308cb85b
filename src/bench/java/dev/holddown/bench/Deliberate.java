package dev.holddown.bench;

import dev.holddown.bench.Stretches.Stretch;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Evolve;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The time of a run that its playbook asked for, from its events and from the calls of its verbs.
 *
 * <ul>
 *   <li>bake: from when a bake's clock runs, as long as the playbook says and no longer; what is
 *       left until {@code BakePassed} (the next sample is waited for) is not in it
 *   <li>traffic: from a bake's beginning, or a stop of its clock, until the clock runs: too few
 *       requests have been served by the new version to judge it
 *   <li>window: from the first sample in breach to the one that fired, by sample time
 *   <li>polls: of a check with {@code within} or {@code consecutive}, between one answer and the
 *       next question with the same arguments, while the item was open, and never more than {@code
 *       every}
 * </ul>
 */
final class Deliberate {
  private final Map<String, Stretches> byKind = new HashMap<>();
  private final Stretch run;
  private final Map<String, Instant> began = new HashMap<>();
  private final Map<String, Instant> counts = new HashMap<>();
  private final Map<String, Duration> done = new HashMap<>();
  private final Map<String, Instant> windows = new HashMap<>();

  private Deliberate(Stretch run) {
    this.run = run;
  }

  /** {@code entries} from the start of a closed run to its end. */
  static Deliberate of(List<Entry> entries, Plan plan, List<Recorder.Called> calls) {
    Stretch run = new Stretch(entries.getFirst().at(), entries.getLast().at());
    Deliberate all = new Deliberate(run);
    RunState state = Evolve.first(entries.getFirst(), plan);
    Map<String, Instant> opened = new HashMap<>();
    for (Entry entry : entries.subList(1, entries.size())) {
      state = Evolve.next(state, entry);
      all.bakes(state, entry);
      all.windows(entry);
      if (entry.event() instanceof RunEvent.Opened open) {
        opened.put(open.key(), entry.at());
      }
      if (entry.event() instanceof RunEvent.Turned turned && turned.status().ended()) {
        Instant from = opened.getOrDefault(turned.key(), run.from());
        Node node = plan.node(turned.key()).orElseThrow();
        probe(node).ifPresent(p -> all.polls(p, calls, new Stretch(from, entry.at())));
      }
    }
    return all;
  }

  Stretch run() {
    return run;
  }

  Stretches of(String kind) {
    return byKind.getOrDefault(kind, new Stretches()).within(run);
  }

  private void add(String kind, Instant from, Instant to) {
    byKind.computeIfAbsent(kind, k -> new Stretches()).add(from, to);
  }

  /** Follows each bake's clock: it stands, it runs, it stands again, it is over. */
  private void bakes(RunState state, Entry entry) {
    if (entry.event() instanceof RunEvent.BakeBegan begun) {
      began.put(begun.key(), entry.at());
      done.put(begun.key(), Duration.ZERO);
      counts.remove(begun.key());
    }
    for (String key : List.copyOf(began.keySet())) {
      boolean baking = state.item(key).baking() && state.rollbackCause().isEmpty();
      boolean counting = baking && state.item(key).counting();
      Instant since = counts.get(key);
      if (since == null && (counting || !baking)) {
        add("traffic", began.getOrDefault(key, entry.at()), entry.at());
        counts.put(key, entry.at());
      } else if (since != null && !counting) {
        bake(state, key, since, entry);
      }
      if (!baking) {
        began.remove(key);
      }
    }
  }

  private void bake(RunState state, String key, Instant since, Entry entry) {
    int step = entry.event() instanceof RunEvent.BakePassed p ? p.step() : state.item(key).step();
    Duration before = done.getOrDefault(key, Duration.ZERO);
    Duration left = needed(state, key, step).minus(before);
    Instant full = since.plus(left.isNegative() ? Duration.ZERO : left);
    Instant to = full.isBefore(entry.at()) ? full : entry.at();
    add("bake", since, to);
    done.put(key, before.plus(Duration.between(since, to)));
    counts.remove(key);
    began.put(key, entry.at());
  }

  private static Duration needed(RunState state, String key, int step) {
    return switch (state.plan().node(key).orElseThrow().item()) {
      case Item.Rollout rollout -> rollout.steps().get(step).bake();
      case Item.Hold hold -> hold.lasts();
      default -> Duration.ZERO;
    };
  }

  private void windows(Entry entry) {
    switch (entry.event()) {
      case RunEvent.WindowStarted w -> windows.put(w.watch() + "|" + w.level(), w.sampleAt());
      case RunEvent.WindowCleared w -> window(w.watch() + "|" + w.level(), w.sampleAt());
      case RunEvent.Fired f -> window(f.watch() + "|" + f.level(), f.sampleAt());
      default -> {}
    }
  }

  private void window(String key, Instant to) {
    Instant from = windows.remove(key);
    if (from != null) {
      add("window", from, to);
    }
  }

  private static Optional<Probe> probe(Node node) {
    return switch (node.item()) {
      case Item.Check check -> check.probe();
      case Item.Step step -> step.verify();
      default -> Optional.empty();
    };
  }

  private void polls(Probe probe, List<Recorder.Called> calls, Stretch open) {
    Probe.Polling polling = probe.polling();
    if (polling.within().isZero() && polling.consecutive() == 1) {
      return;
    }
    List<Recorder.Called> asked = new ArrayList<>();
    for (Recorder.Called call : calls) {
      boolean inside = !call.from().isBefore(open.from()) && !call.to().isAfter(open.to());
      if (inside && call.verb().equals(probe.call().action())) {
        asked.add(call);
      }
    }
    for (int i = 1; i < asked.size(); i++) {
      Recorder.Called one = asked.get(i - 1);
      Recorder.Called next = asked.get(i);
      Instant full = one.to().plus(polling.every());
      if (one.args().equals(next.args())) {
        add("polls", one.to(), full.isBefore(next.from()) ? full : next.from());
      }
    }
  }
}
