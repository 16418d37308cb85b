package dev.holddown.cli;

import picocli.CommandLine.Parameters;

/** Which run a verb is about. */
final class RunWord {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run (default: the only open one).")
  String run = "";
}
