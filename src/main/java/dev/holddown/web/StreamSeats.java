package dev.holddown.web;

import java.util.HashMap;
import java.util.Map;

/**
 * How many streams go out: at most so many of the whole server, and of one caller, so that nobody
 * takes the place of the others. Whoever finds no place is told when to come again.
 */
final class StreamSeats {
  static final int OF_CALLER_MAX = 100;
  private static final String AGAIN_SECONDS = "5";

  private final int max;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  /** {@code max}: of the whole server. */
  StreamSeats(int max) {
    this.max = max;
  }

  /** A place, until it is closed; closing it twice gives it back once. */
  final class Seat implements AutoCloseable {
    private final String caller;
    private boolean left;

    private Seat(String caller) {
      this.caller = caller;
    }

    @Override
    public void close() {
      synchronized (StreamSeats.this) {
        if (!left) {
          left = true;
          all--;
          taken.computeIfPresent(caller, (key, count) -> count > 1 ? count - 1 : null);
        }
      }
    }
  }

  /** A place for a caller, or a {@link Problem}. */
  synchronized Seat take(Caller caller) {
    if (all >= max) {
      throw full(
          max
              + " clients follow events on this server, which is the most; what you see stands"
              + " still until one of them leaves");
    }
    int of = taken.getOrDefault(caller.key(), 0);
    if (of >= OF_CALLER_MAX) {
      throw full(
          caller.person()
              + " follows events "
              + of
              + " times already with this token or session, which is the most; close some of these"
              + " windows or programs");
    }
    all++;
    taken.put(caller.key(), of + 1);
    return new Seat(caller.key());
  }

  private static Problem full(String sentence) {
    return Problem.of(503, "streams", sentence).header("Retry-After", AGAIN_SECONDS);
  }
}
