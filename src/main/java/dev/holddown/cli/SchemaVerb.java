package dev.holddown.cli;

import dev.holddown.playbooks.Nearest;
import dev.holddown.playbooks.grammar.Grammar;
import dev.holddown.playbooks.grammar.ReferencePage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code schema}: the language for editors. */
@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema (draft 2020-12) of a kind of document, with the connectors of this",
      "version: for editors that complete and check YAML. validate has the last word."
    },
    footer = {
      "",
      "Example:",
      "  holddown schema > holddown.schema.json",
      "and in the first line of the playbook:",
      "  # yaml-language-server: $$schema=holddown.schema.json"
    })
final class SchemaVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "playbook (default), board, freeze, people, and so on.")
  String kind = "playbook";

  @Option(names = "--page", description = "Print the reference page in Markdown instead.")
  boolean page;

  SchemaVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    if (page) {
      room.out().print(ReferencePage.text());
      return Exit.DONE;
    }
    List<String> kinds = Grammar.documents();
    if (!kinds.contains(kind)) {
      throw Stop.usage(
          "--kind "
              + kind
              + ": the kinds are "
              + String.join(", ", kinds)
              + Nearest.to(kind, kinds).map(near -> "; did you mean " + near + "?").orElse(""));
    }
    room.json(room.kit().language().reader().schema(kind));
    return Exit.DONE;
  }
}
