package dev.holddown.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rare points without which a green run would prove little; each must be reached. */
final class Sometimes {
  private static final List<String> RARE =
      List.of(
          "a Go was taken back",
          "a closed run was taken back",
          "a clock jumped",
          "a clock was set on while an act was in flight",
          "a forward act landed after the rollback was decided",
          "a gap was filled from the provider's history",
          "a log entry was closed",
          "a long act",
          "a long act was asked to stop",
          "a message came twice",
          "a run went through a freeze",
          "a run that a run started succeeded",
          "a step stood on a waiver",
          "a stopped act did not land",
          "a stranger changed the target",
          "a way back was gone in a freeze",
          "a version was replaced by a newer one",
          "a weight was raised",
          "an act landed after its run was overtaken",
          "an act of unknown outcome was repeated",
          "an act was not begun, its time was over",
          "an old token was refused",
          "an operation came twice and was done once",
          "crash after a message",
          "crash after a request",
          "crash after commit",
          "crash before a request",
          "crash before a response",
          "crash before commit",
          "crash in the middle of a batch",
          "crash start of a job",
          "event BakeRestarted",
          "event Begun",
          "event Chosen",
          "event Declined",
          "event Filled",
          "event FreezeMet",
          "event GateDecided",
          "event LockLost",
          "event Overtook",
          "event PhaseOverdue",
          "event Proposed",
          "event Queued",
          "event ReproofBegan",
          "event Settled",
          "event SignatureVoided",
          "event StopIntended",
          "event WatchingBegan",
          "event WindowGapped",
          "outcome ABORTED",
          "outcome GAVE_UP",
          "outcome ROLLED_BACK",
          "outcome SUCCEEDED",
          "outcome TAKEN_BACK",
          "the wall clock was behind the log");

  private Sometimes() {}

  /** What was never reached; every kind of fault counts too. */
  static List<String> missed(Map<String, Long> reached) {
    List<String> wanted = new ArrayList<>(RARE);
    Arrays.stream(Faults.Kind.values())
        .filter(kind -> !kind.name().startsWith("CLOCK") && kind != Faults.Kind.CRASH)
        .forEach(kind -> wanted.add(kind.name()));
    wanted.removeIf(reached::containsKey);
    return wanted;
  }
}
