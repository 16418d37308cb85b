package dev.holddown.cli.link;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.port.PlaybookCodec;
import java.util.Base64;
import java.util.Map;

/**
 * A run that somebody wants started, whichever door they came through.
 *
 * @param run its id, which must be free
 * @param inputs read against what the playbook declares
 */
public record StartAsk(String run, String environment, Map<String, Object> inputs, String starter) {
  /** The request; {@code verb} is one that reads a run's head, such as {@code start}. */
  public Ask ask(String verb, Playbook playbook, PlaybookCodec codec) {
    return Ask.of(verb)
        .with("run", run)
        .with("id", playbook.id())
        .with("title", playbook.title())
        .with("service", playbook.subject().service())
        .with("environment", environment)
        .with("inputs", inputs)
        .with("as", starter)
        .with("playbook", Base64.getEncoder().encodeToString(codec.write(playbook)));
  }
}
