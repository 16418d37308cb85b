package dev.holddown.domain.run;

import java.time.Duration;

/** How long to wait before the next try: doubling from half a second to a minute. */
final class Backoff {
  static final Duration LONGEST = Duration.ofSeconds(60);

  private Backoff() {}

  static Duration after(int tries) {
    long millis = 500L << Math.min(tries, 10);
    return millis > LONGEST.toMillis() ? LONGEST : Duration.ofMillis(millis);
  }
}
