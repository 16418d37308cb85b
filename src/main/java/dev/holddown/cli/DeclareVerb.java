package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code declare}: a person saw it. */
@Command(
    name = "declare",
    description = "Pulls a watch that is pulled by a person.",
    footer = {
      "",
      "Example:",
      "  holddown declare corruption --role devops_lead --reason 'rows are missing'"
    })
final class DeclareVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(
      arity = "1..2",
      paramLabel = "[RUN] WATCH",
      description = "The watch, after its run when several are open.")
  List<String> words = new ArrayList<>();

  @Option(names = "--role", required = true, paramLabel = "ROLE", description = "In which role.")
  String role = "";

  @Mixin Reason why = new Reason();

  DeclareVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("declare").with("role", role).with("reason", why.reason);
    return new Orders(room, common, person).forItem(words, ask, "declared");
  }
}
