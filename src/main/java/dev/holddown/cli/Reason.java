package dev.holddown.cli;

import picocli.CommandLine.Option;

/** Why somebody gives an order. */
final class Reason {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "Why; kept in the log.")
  String reason = "";
}
