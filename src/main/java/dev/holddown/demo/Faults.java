package dev.holddown.demo;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A fault that a story puts into the proxy's admin port, until it is taken out again.
 *
 * @param hang which path it strikes: {@code weights} (changes), {@code reads} (of the weights),
 *     {@code metrics}, or {@code none}
 * @param seconds how long an answer is held back, at most {@value #SECONDS_MAX}
 * @param status answered in place of the true answer; 0 is the true answer
 * @param lands when a change is made: {@code before} the wait, {@code after} it, or {@code never}
 */
record Faults(String hang, int seconds, int status, String lands) {
  private static final int SECONDS_MAX = 120;
  private static final Set<String> PLACES = Set.of("weights", "reads", "metrics", "none");
  private static final Set<String> LANDINGS = Set.of("before", "after", "never");
  static final Faults NONE = new Faults("none", 0, 0, "before");

  Faults {
    if (!PLACES.contains(hang) || !LANDINGS.contains(lands)) {
      throw new Wire.Refused(
          400, "hang is one of " + PLACES + " and lands one of " + LANDINGS + "; nothing was set");
    }
    if (seconds < 0 || seconds > SECONDS_MAX || (status != 0 && (status < 400 || status > 599))) {
      throw new Wire.Refused(
          400, "a fault lasts 0 to " + SECONDS_MAX + " s, with a status of 400 to 599 or 0");
    }
  }

  static Faults read(JsonNode request) {
    return new Faults(
        request.path("hang").asString("none"),
        request.path("seconds").asInt(0),
        request.path("status").asInt(0),
        request.path("lands").asString("before"));
  }

  /** This fault where it strikes, and none elsewhere. */
  Faults on(String place) {
    return hang.equals(place) ? this : NONE;
  }

  /** Holds an answer back. */
  void hold() {
    try {
      Thread.sleep(seconds * 1_000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the request with the false status, if there is one. */
  void strike() {
    if (status != 0) {
      throw new Wire.Refused(status, "a fault was put here (" + Wire.WORLD + ")");
    }
  }
}
