package dev.holddown.connectors;

import dev.holddown.connectors.support.Egress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What connectors are given from outside.
 *
 * @param nanos a monotonic clock in nanoseconds, for latency
 * @param terminal where {@code message.terminal} prints
 * @param egress which addresses may be reached
 * @param folder the workspace: programs run in it, paths of files are relative to it
 * @param environment this process's environment; children get PATH, HOME, LANG and TZ of it
 */
public record Setup(
    LongSupplier nanos,
    PrintStream terminal,
    Egress egress,
    Path folder,
    Map<String, String> environment) {}
