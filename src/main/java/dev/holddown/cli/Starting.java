package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.StartAsk;
import dev.holddown.domain.playbook.Playbook;
import java.util.Map;

/**
 * A run about to be started: the playbook, where, with which inputs, by whom.
 *
 * @param override leave to go through a freeze: freeze, role, method, reason; empty for none
 */
record Starting(
    Playbook playbook,
    String environment,
    Map<String, Object> inputs,
    String starter,
    Map<String, Object> override) {
  /** Without leave to go through a freeze. */
  Starting(Playbook playbook, String environment, Map<String, Object> inputs, String starter) {
    this(playbook, environment, inputs, starter, Map.of());
  }

  /** The request, with a new id for the run. */
  Ask ask(String verb, Kit kit) {
    String run = playbook.id() + "-" + kit.passing().ids().get();
    return new StartAsk(run, environment, inputs, starter)
        .ask(verb, playbook, kit.language().codec())
        .with("override", override);
  }
}
