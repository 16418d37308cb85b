package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evidence}: the bytes behind a verdict. */
@Command(
    name = "evidence",
    description = "Prints a piece of evidence: what was asked, and what the world answered.",
    footer = {"", "Example:", "  holddown evidence sha256:4be7d2a1"})
final class EvidenceVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(
      index = "0",
      paramLabel = "DIGEST",
      description = "Its SHA-256 in hex, or at least the first eight characters of it.")
  String digest = "";

  EvidenceVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Answers.Evidence found;
    try (Link link = room.mustRead(common)) {
      found = link.ask(Ask.of("evidence").with("digest", digest), Answers.Evidence.class);
    }
    if (common.json) {
      room.json(found);
    } else {
      room.out().writeBytes(Base64.getDecoder().decode(found.base64()));
      room.out().flush();
    }
    return Exit.DONE;
  }
}
