package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.PermitCommand;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunHead;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of the engine. */
public sealed interface Request {
  /** A command for a run. */
  record ForRun(String run, RunCommand command, Actor actor) implements Request {}

  /** A new run of this compiled playbook. */
  record Start(
      Playbook playbook, RunHead head, Actor actor, List<PermitCommand.OverrideFreeze> overrides)
      implements Request {
    /** Without leave to go through a freeze. */
    public Start(Playbook playbook, RunHead head, Actor actor) {
      this(playbook, head, actor, List.of());
    }
  }

  /** A decision that is about no single run. */
  record Govern(GovernanceCommand command, Actor actor) implements Request {}

  /** A run that takes back a closed one, with its frozen way back. */
  record TakeBack(String run, String reason, Actor actor) implements Request {}

  /** The run that a run intends to start, and that a crash must not start twice. */
  record StartChild(String parent, String key, String run) implements Request {}

  /** Adopts a version as known good, without a run of it. */
  record Adopt(RunHead head, Playbook playbook, String reason, Actor actor) implements Request {}

  /**
   * The reply to a request: a run, or a sentence why not.
   *
   * @param why the same for programs: a {@code code} and its details; empty for most
   */
  record Reply(
      boolean accepted, String run, String sentence, long events, Map<String, String> why) {
    public Reply(boolean accepted, String run, String sentence, long events) {
      this(accepted, run, sentence, events, Map.of());
    }

    static Reply no(String run, String sentence) {
      return new Reply(false, run, sentence, 0);
    }
  }

  /** What a forward run leaves to the run that takes it back. */
  record Inheritance(Map<String, Object> to, Map<String, Object> saved, Optional<String> from) {}
}
