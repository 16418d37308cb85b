package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.view.StatusView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: what the shell needs to complete verbs, options, playbooks and runs. */
@Command(
    name = "completion",
    description = {
      "Prints a script that lets your shell complete verbs, options, playbooks and open runs.",
      "With `runs` it prints the ids of open runs, one a line: the scripts ask for them."
    },
    footer = {
      "",
      "Examples:",
      "  source <(holddown completion bash)",
      "  holddown completion zsh > ~/.zfunc/_holddown",
      "  holddown completion fish > ~/.config/fish/completions/holddown.fish"
    })
final class CompletionVerb implements Callable<Integer> {
  static final List<String> SHELLS = List.of("bash", "zsh", "fish", "runs");

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh, fish, or runs.")
  String shell = "";

  CompletionVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    CompletionScript script = new CompletionScript(spec.root());
    switch (shell) {
      case "bash" -> room.out().print(script.bash());
      case "zsh" -> room.out().print(script.zsh());
      case "fish" -> room.out().print(script.fish());
      case "runs" -> runs().forEach(room.out()::println);
      default -> throw Stop.usage("completion " + shell + ": the shells are bash, zsh and fish");
    }
    return Exit.DONE;
  }

  /** A shell that completes must not start an engine. */
  private List<String> runs() {
    Optional<Link> link = room.reading(common);
    if (link.isEmpty()) {
      return List.of();
    }
    try (Link open = link.get()) {
      return open.ask(Ask.of("status"), StatusView.class).runs().stream()
          .filter(line -> line.tail().open())
          .map(StatusView.Line::run)
          .toList();
    }
  }
}
