package dev.holddown.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Who says it. */
final class Person {
  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Your name in the log (default: $$HOLDDOWN_USER, else your login).")
  String as = "";

  String name(Map<String, String> environment) {
    if (!as.isBlank()) {
      return as.strip();
    }
    String named = environment.getOrDefault("HOLDDOWN_USER", "").strip();
    return named.isEmpty() ? System.getProperty("user.name", "unknown") : named;
  }
}
