package dev.holddown.sim;

import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import java.util.HashMap;
import java.util.Map;

/** Who holds which lock by the log, and the highest token that was given out for it. */
final class Locks {
  private final Map<String, String> holders = new HashMap<>();
  private final Map<String, Token> highest = new HashMap<>();
  private final Map<String, Long> epochs = new HashMap<>();
  private final Map<String, Long> replaced = new HashMap<>();
  private long taken;

  /** How many times any lock was taken. */
  long taken() {
    return taken;
  }

  private void rises(String lock, String run, long epoch) {
    Long before = epochs.put(lock, epoch);
    replaced.put(lock, before == null ? 0 : before);
    if (before != null && epoch <= before) {
      throw new Alarm(
          "I13", run + " owns " + lock + " at epoch " + epoch + " after epoch " + before);
    }
  }

  /** A decision begins. */
  void decides() {
    replaced.clear();
  }

  /** What is owned and let go in one decision was never owned. */
  private void freed(String lock, String run) {
    if (holders.remove(lock, run) && replaced.containsKey(lock)) {
      epochs.put(lock, replaced.get(lock));
    }
  }

  void before(RunState s, RunEvent event) {
    String lock = s.head().lock();
    String run = s.head().run();
    switch (event) {
      case RunEvent.Owned e -> rises(lock, run, e.epoch());
      case RunEvent.LockTaken e -> {
        String holder = holders.put(lock, run);
        taken++;
        if (holder != null) {
          throw new Alarm("I12", run + " takes " + lock + ", which " + holder + " holds");
        }
        rises(lock, run, e.epoch());
      }
      case RunEvent.LockLost e -> freed(lock, run);
      case RunEvent.WatchingBegan e -> freed(lock, run);
      case RunEvent.Closed e -> freed(lock, run);
      case RunEvent.Intended e -> {
        if (!run.equals(holders.get(lock))) {
          throw new Alarm("I12", run + " acts without " + lock);
        }
        Token token = e.act().token();
        if (token.compareTo(highest.getOrDefault(lock, new Token(0, 0))) <= 0) {
          throw new Alarm("I05", run + " intends with " + token + " after " + highest.get(lock));
        }
        highest.put(lock, token);
      }
      default -> {}
    }
  }
}
