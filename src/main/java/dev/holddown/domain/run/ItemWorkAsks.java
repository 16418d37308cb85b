package dev.holddown.domain.run;

import java.time.Instant;

/** Whether an item waits for an answer of this purpose now. */
final class ItemWorkAsks {
  private ItemWorkAsks() {}

  static boolean awaits(RunState s, String key, Purpose purpose, Instant at) {
    return Walk.working(s, at).stream()
        .filter(w -> w.node().key().equals(key))
        .anyMatch(w -> w.next() instanceof Next.Ask ask && ask.purpose() == purpose);
  }
}
