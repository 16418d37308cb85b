package dev.holddown.store;

import java.sql.SQLException;
import java.util.function.LongSupplier;

/**
 * How often and how long a call is tried again. Waits a little longer before each try.
 *
 * @param nanos a stopwatch
 * @param pause waits for so many milliseconds
 */
record PostgresOutage(LongSupplier nanos, Pause pause, int outageMillisMax) {
  private static final System.Logger LOG = System.getLogger(PostgresOutage.class.getName());
  private static final int AGAIN_MAX = 20;
  private static final long PAUSE_MILLIS_MAX = 1_000;

  /** Waits; {@link Thread#sleep(long)} is one. */
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  /** One call that may be tried again. */
  Call begin() {
    return new Call();
  }

  /** The tries of one call. */
  final class Call {
    private long firstFailure;
    private int failures;

    /** Waits before the next try; throws the failure when there is to be none. */
    void failed(SQLException e) throws SQLException {
      PostgresProblem problem = PostgresProblem.of(e);
      long now = nanos.getAsLong();
      if (failures++ == 0) {
        firstFailure = now;
      }
      long millis = (now - firstFailure) / 1_000_000;
      boolean again =
          switch (problem) {
            case AGAIN -> failures < AGAIN_MAX || millis < outageMillisMax;
            case BUSY, LOST -> millis < outageMillisMax;
            case FINAL -> false;
          };
      if (!again) {
        throw e;
      }
      if (failures == 2 && problem != PostgresProblem.AGAIN) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the database does not answer ("
                + PostgresProblem.cause(e)
                + "); trying again for up to "
                + outageMillisMax / 1_000
                + " s");
      }
      rest(Math.min(PAUSE_MILLIS_MAX, problem == PostgresProblem.AGAIN ? 1 : 25L * failures));
    }

    /** An interrupt does not end the wait: the answer would be lost, not the work. */
    private void rest(long millis) {
      try {
        pause.millis(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
