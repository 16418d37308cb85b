package dev.holddown.store;

/**
 * How long the store waits for a PostgreSQL server.
 *
 * @param connectMillisMax for a connection
 * @param statementMillisMax for the answer to one statement; a connection that is silent for two
 *     seconds longer counts as lost
 * @param lockMillisMax for a row that another writer holds
 * @param outageMillisMax for the server as a whole, from the first failure of a call to its last
 *     try; then the store gives up and takes nothing more
 * @param readers connections for reading
 */
public record PostgresLimits(
    int connectMillisMax,
    int statementMillisMax,
    int lockMillisMax,
    int outageMillisMax,
    int readers) {
  /** A server may be away for a minute: a restart, a failover, a cable. */
  public static PostgresLimits usual() {
    return new PostgresLimits(5_000, 8_000, 5_000, 90_000, 4);
  }

  /** The same with another outage, such as 0 for a verb that only reads. */
  public PostgresLimits outage(int millisMax) {
    return new PostgresLimits(
        connectMillisMax, statementMillisMax, lockMillisMax, millisMax, readers);
  }

  /** When a silent connection counts as lost. */
  int silenceMillisMax() {
    return statementMillisMax + 2_000;
  }
}
