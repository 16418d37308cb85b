package dev.holddown.sim;

import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All that can be seen of a run, as text that can be compared. */
final class Snapshot {
  private Snapshot() {}

  static String of(RunState s, Instant at, boolean todo) {
    List<String> lines = new ArrayList<>();
    lines.add(
        s.version()
            + " "
            + s.phase()
            + " "
            + s.held()
            + " "
            + s.token()
            + " "
            + s.lockHeld()
            + " "
            + s.outcome()
            + " "
            + s.sentence()
            + " "
            + s.rollbackCause()
            + " "
            + s.rollbackAt()
            + " "
            + s.proposal()
            + " "
            + s.queuedBehind()
            + " "
            + s.lastAt());
    lines.add(s.saved() + " " + s.wayBack());
    s.plan().baselines().keySet().forEach(key -> lines.add(key + " " + s.baseline(key)));
    s.plan().playbook().stages().forEach(st -> lines.add(st.id() + " " + s.place(st.id())));
    s.plan().rollbackPhases().forEach(p -> lines.add(p.id() + " " + s.place(p.id())));
    s.plan().playbook().stages().stream()
        .flatMap(st -> s.plan().stage(st.id()).stream())
        .flatMap(n -> n.all())
        .forEach(n -> lines.add(n.key() + " " + item(s.item(n.key()), at)));
    s.plan().rollbackPhases().stream()
        .flatMap(p -> s.plan().phase(p.id()).stream())
        .forEach(n -> lines.add(n.key() + " " + item(s.item(n.key()), at)));
    s.plan().undo().forEach(n -> lines.add(n.key() + " " + item(s.item(n.key()), at)));
    s.plan().watches().keySet().forEach(key -> lines.add(key + " " + watch(s.watch(key))));
    if (todo) {
      lines.add(Run.todo(s, at).stream().map(Job::id).toList().toString());
    }
    return String.join("\n", lines);
  }

  private static String item(ItemState i, Instant at) {
    StringBuilder text = new StringBuilder();
    text.append(i.status()).append(' ').append(i.attempt()).append(' ').append(i.reason());
    text.append(' ').append(i.openedAt()).append(i.endedAt()).append(i.retryAt());
    text.append(' ').append(i.act()).append(i.chosen()).append(i.signatures());
    text.append(' ').append(i.step()).append(i.baking()).append(i.counting());
    text.append(' ').append(i.covered(at));
    for (Purpose purpose : Purpose.values()) {
      text.append(i.finding(purpose));
    }
    return text.toString();
  }

  private static String watch(WatchState w) {
    return w.armed()
        + " "
        + w.over()
        + " "
        + w.armedAt()
        + " "
        + w.sighted()
        + " "
        + w.blindSince()
        + " "
        + w.blindWhy()
        + " "
        + w.windows()
        + " "
        + w.fired();
  }
}
