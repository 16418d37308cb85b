package dev.holddown.store;

import java.sql.SQLException;
import java.util.function.LongSupplier;

/**
 * How often and how long a call is tried again. Waits a little longer before each try.
 *
 * @param nanos a stopwatch
 * @param pause waits for so many milliseconds
 */
record PostgresOutage(LongSupplier nanos, PostgresEventStore.Pause pause, int outageMillisMax) {
  private static final System.Logger LOG = System.getLogger(PostgresOutage.class.getName());
  private static final int AGAIN_MAX = 20;
  private static final long PAUSE_MILLIS_MAX = 1_000;

  /** One call that may be tried again. */
  Call begin() {
    return new Call();
  }

  /** The tries of one call. */
  final class Call implements AutoCloseable {
    /** An interrupt does not end a call: its answer would be lost, not its work. Kept till then. */
    private boolean interrupted = Thread.interrupted();

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

    private void rest(long millis) {
      interrupted |= Thread.interrupted();
      try {
        pause.millis(millis);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }

    @Override
    public void close() {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
