package dev.holddown.domain.run;

/** Which commands are only reports, and of what. */
final class Reports {
  private Reports() {}

  /** Taken even when a run has reached its limit of events. */
  static boolean reportsOnActs(RunCommand command) {
    return command instanceof RunCommand.Begin
        || command instanceof RunCommand.End
        || command instanceof RunCommand.Own
        || command instanceof RunCommand.EndChild
        || command instanceof RunCommand.LoseLock;
  }

  /** Reports of workers that come too late: taken note of, and without consequence. */
  static boolean reportsOnly(RunCommand command) {
    return switch (command) {
      case RunCommand.Tick c -> true;
      case RunCommand.Answer c -> true;
      case RunCommand.Choose c -> true;
      case RunCommand.Begin c -> true;
      case RunCommand.End c -> true;
      case RunCommand.Observe c -> true;
      case RunCommand.FreezeBaseline c -> true;
      case RunCommand.FreezeWayBack c -> true;
      case RunCommand.Own c -> true;
      case RunCommand.EndChild c -> true;
      default -> false;
    };
  }
}
