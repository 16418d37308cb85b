package dev.holddown.domain.run;

import java.time.Instant;
import java.util.List;

/** Whether an item waits for an answer of this purpose now. */
final class ItemWorkAsks {
  private ItemWorkAsks() {}

  static boolean awaits(RunState s, String key, Purpose purpose, Instant at) {
    List<Walk.Working> working = Owed.isKey(key) ? Owed.working(s, at) : Walk.working(s, at);
    return working.stream()
        .filter(w -> w.node().key().equals(key))
        .anyMatch(w -> w.next() instanceof Next.Ask ask && ask.purpose() == purpose);
  }
}
