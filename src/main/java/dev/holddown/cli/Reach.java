package dev.holddown.cli;

import picocli.CommandLine.Option;

/** What a freeze or an incident is about, in words with commas between them; empty is all. */
final class Reach {
  @Option(
      names = "--service",
      paramLabel = "S",
      description = "Which services, with commas (default: all).")
  String services = "";

  @Option(
      names = "--env",
      paramLabel = "E",
      description = "Which environments, with commas (default: all).")
  String environments = "";
}
