package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.StartAsk;
import dev.holddown.domain.playbook.Playbook;
import java.util.Map;

/** A run about to be started: the playbook, where, with which inputs, by whom. */
record Starting(Playbook playbook, String environment, Map<String, Object> inputs, String starter) {
  /** The request, with a new id for the run. */
  Ask ask(String verb, Kit kit) {
    String run = playbook.id() + "-" + kit.passing().ids().get();
    return new StartAsk(run, environment, inputs, starter)
        .ask(verb, playbook, kit.language().codec());
  }
}
