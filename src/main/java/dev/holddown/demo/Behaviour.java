package dev.holddown.demo;

import java.util.random.RandomGenerator;

/**
 * How a version of the demo service behaves under traffic. Health checks and the first {@code
 * healthyRequests} requests are always answered well: the fault is one that only real traffic
 * shows.
 *
 * @param failing whether it goes wrong at all
 * @param healthyRequests requests answered well before the fault shows
 * @param failShare from 0 to 1: how many of the later requests are answered with 500
 */
public record Behaviour(boolean failing, int healthyRequests, double failShare) {
  private static final int LATENCY_MILLIS_MIN = 2;
  private static final double JITTER_MILLIS = 1.5;
  private static final int TAIL_MILLIS = 15;
  private static final double TAIL_SHARE = 0.01;
  private static final int ILL_MILLIS = 60;

  public Behaviour {
    if (healthyRequests < 0 || !(failShare >= 0 && failShare <= 1)) {
      throw new IllegalArgumentException(
          "a behaviour needs healthy requests ≥ 0 and a share from 0 to 1, not "
              + healthyRequests
              + " and "
              + failShare);
    }
  }

  /** Answers everything, in a few milliseconds. */
  public static Behaviour good() {
    return new Behaviour(false, 0, 0);
  }

  /** Sixty good answers, then 30 % errors and slower ones. */
  public static Behaviour fails() {
    return new Behaviour(true, 60, 0.3);
  }

  /** An answer before it is given: the status, and how long the service takes over it. */
  record Reply(int status, long latencyMillis) {}

  /** What the {@code number}-th request (from 1) gets. */
  Reply reply(long number, RandomGenerator random) {
    double jitter = Math.abs(random.nextGaussian()) * JITTER_MILLIS;
    long latency = LATENCY_MILLIS_MIN + Math.round(jitter);
    if (random.nextDouble() < TAIL_SHARE) {
      latency += TAIL_MILLIS;
    }
    if (!failing || number <= healthyRequests) {
      return new Reply(200, latency);
    }
    return new Reply(random.nextDouble() < failShare ? 500 : 200, latency + ILL_MILLIS);
  }

  /** Reads {@code good}, or {@code failing:<healthy requests>:<share>}, as {@link #toString}. */
  static Behaviour parse(String text) {
    if (text.equals("good")) {
      return good();
    }
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || !parts[0].equals("failing")) {
      throw new IllegalArgumentException(
          "a behaviour is good or failing:<healthy requests>:<share>, not " + text);
    }
    return new Behaviour(true, Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
  }

  @Override
  public String toString() {
    return failing ? "failing:" + healthyRequests + ":" + failShare : "good";
  }
}
