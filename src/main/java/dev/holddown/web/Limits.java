package dev.holddown.web;

/**
 * The limits of the server.
 *
 * @param bodyBytesMax of a request's body
 * @param bodySecondsMax until a body must have come whole
 * @param idleMillisMax a connection on which nothing moves for so long is closed
 * @param heartbeatMillis between two signs of life in a stream
 * @param streamsMax clients that follow events at once
 */
public record Limits(
    int bodyBytesMax,
    int bodySecondsMax,
    long idleMillisMax,
    long heartbeatMillis,
    int streamsMax) {
  static final int CONNECTIONS_MAX = 12_000;
  static final int HEADER_BYTES_MAX = 8 * 1024;

  /** What the kernel keeps for one client that does not read; by itself it would take megabytes. */
  static final int SEND_BUFFER_BYTES = 64 * 1024;

  /** Those of a server that is not tested. */
  public static Limits usual() {
    return new Limits(1024 * 1024, 10, 30_000, 15_000, 10_000);
  }
}
