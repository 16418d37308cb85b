package dev.holddown.boot;

import dev.holddown.cli.Cli;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs a verb; the exit code is that of the verb. */
  public static void main(String[] args) {
    System.exit(Cli.run(new MachineKit(System.getenv()), args));
  }
}
