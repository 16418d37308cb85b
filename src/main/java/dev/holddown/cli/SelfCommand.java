package dev.holddown.cli;

import java.util.ArrayList;
import java.util.List;

/** The command by which this very program can be started again. */
final class SelfCommand {
  private SelfCommand() {}

  /** The launcher when it said who it is, else this Java with the same class path. */
  static List<String> ofThisProcess() {
    String launcher = System.getProperty("holddown.launcher", "");
    if (!launcher.isEmpty()) {
      return List.of(launcher);
    }
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElse(System.getProperty("java.home") + "/bin/java");
    List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.holddown.boot.Main");
    return List.copyOf(command);
  }
}
