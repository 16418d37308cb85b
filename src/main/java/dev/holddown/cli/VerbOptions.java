package dev.holddown.cli;

import picocli.CommandLine.Option;

/** Options of every verb. */
final class VerbOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (default: $$HOLDDOWN_DATA, else ~/.local/state/holddown).")
  String data = "";

  @Option(
      names = "--db",
      paramLabel = "URL",
      description =
          "A PostgreSQL database, postgresql://USER@HOST/DATABASE (default: $$HOLDDOWN_DB, else the"
              + " embedded one in the data folder).")
  String database = "";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "A server to ask instead of the data folder (default: $$HOLDDOWN_SERVER); the access"
              + " token is taken from $$HOLDDOWN_TOKEN.")
  String server = "";

  @Option(
      names = "--migrate",
      hidden = true,
      description = "Bring an older PostgreSQL database to the tables of this version.")
  boolean migrate;

  @Option(names = "--json", description = "Print the answer as JSON.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
