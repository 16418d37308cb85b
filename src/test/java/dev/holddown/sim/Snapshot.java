package dev.holddown.sim;

import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that can be seen of a run, part by part; equal when the parts are. It becomes text only when
 * somebody is to read where two differ.
 */
record Snapshot(List<Object> parts) {
  private static final List<Purpose> PURPOSES = List.of(Purpose.values());

  static Snapshot of(RunState s, Instant at, boolean todo) {
    List<Object> parts = new ArrayList<>();
    add(parts, s.version(), s.phase(), s.held(), s.token(), s.lockHeld(), s.outcome());
    add(parts, s.sentence(), s.rollbackCause(), s.rollbackAt(), s.proposal());
    add(parts, s.queuedBehind(), s.lastAt(), s.saved(), s.wayBack());
    s.plan().baselines().keySet().forEach(key -> add(parts, key, s.baseline(key)));
    s.plan().playbook().stages().forEach(st -> add(parts, st.id(), s.place(st.id())));
    s.plan().rollbackPhases().forEach(p -> add(parts, p.id(), s.place(p.id())));
    s.plan().playbook().stages().stream()
        .flatMap(st -> s.plan().stage(st.id()).stream())
        .flatMap(Node::all)
        .forEach(n -> item(parts, n.key(), s.item(n.key()), at));
    Stream.concat(
            s.plan().rollbackPhases().stream().flatMap(p -> s.plan().phase(p.id()).stream()),
            s.plan().undo().stream())
        .forEach(n -> item(parts, n.key(), s.item(n.key()), at));
    s.plan().watches().keySet().forEach(key -> watch(parts, key, s.watch(key)));
    if (todo) {
      Run.todo(s, at).stream().map(Job::id).forEach(parts::add);
    }
    return new Snapshot(parts);
  }

  private static void add(List<Object> parts, Object... more) {
    parts.addAll(List.of(more));
  }

  private static void item(List<Object> parts, String key, ItemState i, Instant at) {
    add(parts, key, i.status(), i.attempt(), i.reason(), i.openedAt(), i.endedAt(), i.retryAt());
    add(parts, i.act(), i.chosen(), i.signatures(), i.step(), i.baking(), i.counting());
    parts.add(i.covered(at));
    for (Purpose purpose : PURPOSES) {
      parts.add(i.finding(purpose));
    }
  }

  private static void watch(List<Object> parts, String key, WatchState w) {
    add(parts, key, w.armed(), w.over(), w.armedAt(), w.sighted(), w.blindSince(), w.blindWhy());
    add(parts, w.windows(), w.fired());
  }

  @Override
  public String toString() {
    return String.join("\n", parts.stream().map(String::valueOf).toList());
  }
}
