package dev.holddown.cli;

import picocli.CommandLine.Option;

/** Options of every verb. */
<<<<<<<< HEAD:src/main/java/dev/holddown/cli/VerbOptions.java
final class VerbOptions {
========
final class VerbOptions {
>>>>>>>> cli:src/main/java/dev/holddown/cli/VerbOptions.java
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (default: $$HOLDDOWN_DATA, else ~/.local/state/holddown).")
  String data = "";

  @Option(names = "--json", description = "Print the answer as JSON.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
