package dev.holddown.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The freezes of the workspace, as verbs see them. */
public interface Freezes {
  /** Those that hold now for a service in an environment. */
  List<Holding> at(String service, String environment);

  /**
   * Those that hold now for the place of a run, with what lets the run through. A way back knows
   * none.
   *
   * @throws IllegalStateException with a sentence when no engine of this process works on the run
   */
  List<Holding> of(String run);

  /**
   * A freeze that holds.
   *
   * @param owner the role or person who declared it
   * @param until its end; empty when it has to be ended
   * @param told which freeze, until when and who may override it, as a sentence
   * @param overrides by which the run goes on; empty while it is stopped
   */
  record Holding(
      String id, String owner, Optional<Instant> until, String told, List<Leave> overrides) {}

  /** Leave to go on: who, as which role, asked by which method, why, and for how long. */
  record Leave(String person, String role, String method, String reason, Instant until) {}

  /** Where no engine runs, such as while a playbook is only read. */
  static Freezes away() {
    return new Freezes() {
      @Override
      public List<Holding> at(String service, String environment) {
        throw new IllegalStateException("freezes are known to a running engine only");
      }

      @Override
      public List<Holding> of(String run) {
        return at("", "");
      }
    };
  }
}
