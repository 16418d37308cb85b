package dev.holddown.connectors;

import dev.holddown.connectors.support.Egress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What connectors are given from outside.
 *
 * @param time the clocks
 * @param terminal where {@code message.terminal} prints
 * @param egress which addresses may be reached
 * @param folder the workspace: programs run in it, paths of files are relative to it
 * @param environment this process's environment; children get PATH, HOME, LANG and TZ of it
 */
public record Setup(
    Time time, PrintStream terminal, Egress egress, Path folder, Map<String, String> environment) {
  /**
   * Two clocks.
   *
   * @param clock what time it is
   * @param nanos a monotonic clock in nanoseconds, for latency
   */
  public record Time(InstantSource clock, LongSupplier nanos) {}
}
