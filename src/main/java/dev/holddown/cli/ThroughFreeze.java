package dev.holddown.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Leave to start in a freeze. */
final class ThroughFreeze {
  @Option(
      names = "--override-freeze",
      paramLabel = "NAME",
      description = "Start in this freeze; who may is said by the freeze.")
  String freeze = "";

  @Option(
      names = "--override-role",
      paramLabel = "R",
      description = "In which role you override it.")
  String role = "";

  @Option(
      names = "--override-method",
      paramLabel = "HOW",
      description = "How you were asked, such as phone or chat.")
  String method = "";

  @Option(
      names = "--override-reason",
      paramLabel = "WHY",
      description = "Why; kept in the log before anything is done.")
  String reason = "";

  /** As the request has it; empty when no freeze is named. */
  Map<String, Object> values() {
    if (freeze.isBlank()) {
      return Map.of();
    }
    if (role.isBlank() || method.isBlank()) {
      throw Stop.usage("--override-freeze needs --override-role and --override-method");
    }
    return Map.of("freeze", freeze, "role", role, "method", method, "reason", reason);
  }
}
