package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.domain.playbook.Playbook;
import java.util.Base64;
import java.util.Map;

/** A run about to be started: the playbook, where, with which inputs, by whom. */
record Starting(Playbook playbook, String environment, Map<String, Object> inputs, String starter) {
  /** The request, with a new id for the run. */
  Ask ask(String verb, Kit kit) {
    byte[] compiled = kit.language().codec().write(playbook);
    return Ask.of(verb)
        .with("run", playbook.id() + "-" + kit.passing().ids().get())
        .with("id", playbook.id())
        .with("title", playbook.title())
        .with("service", playbook.subject().service())
        .with("environment", environment)
        .with("inputs", inputs)
        .with("as", starter)
        .with("playbook", Base64.getEncoder().encodeToString(compiled));
  }
}
