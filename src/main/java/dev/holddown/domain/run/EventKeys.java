package dev.holddown.domain.run;

import java.util.Optional;

/** Which item, gate or run an event is about; its version is the newest of them. */
public final class EventKeys {
  private EventKeys() {}

  /** Empty for an event that is about the run, a watch, a stage or the lock. */
  public static Optional<String> of(RunEvent event) {
    String key =
        switch (event) {
          case RunEvent.Opened e -> e.key();
          case RunEvent.Late e -> e.key();
          case RunEvent.Owing e -> e.key();
          case RunEvent.Reminded e -> e.key();
          case RunEvent.Asked e -> e.key();
          case RunEvent.Chosen e -> e.key();
          case RunEvent.Intended e -> e.key();
          case RunEvent.Begun e -> e.key();
          case RunEvent.Ended e -> e.key();
          case RunEvent.StopIntended e -> e.key();
          case RunEvent.Settled e -> e.key();
          case RunEvent.RetryPlanned e -> e.key();
          case RunEvent.Turned e -> e.key();
          case RunEvent.Reopened e -> e.key();
          case RunEvent.Signed e -> e.key();
          case RunEvent.SignatureVoided e -> e.key();
          case RunEvent.Declined e -> e.key();
          case RunEvent.BakeBegan e -> e.key();
          case RunEvent.BakeRestarted e -> e.key();
          case RunEvent.BakePassed e -> e.key();
          case RunEvent.StepPassed e -> e.key();
          case RunEvent.ChildIntended e -> e.key();
          case RunEvent.ChildStarted e -> e.key();
          case RunEvent.ChildEnded e -> e.key();
          case RunEvent.Filled e -> e.key();
          case RunEvent.Commented e -> e.key();
          case RunEvent.Attached e -> e.key();
          case PermitEvent.WaiverAsked e -> e.key();
          case PermitEvent.WaiverApproved e -> e.key();
          case PermitEvent.WaiverRefused e -> e.key();
          case PermitEvent.WaiverEnded e -> e.key();
          case PermitEvent.DelegationUsed e -> e.key();
          default -> "";
        };
    return Optional.of(key).filter(name -> !name.isEmpty());
  }
}
