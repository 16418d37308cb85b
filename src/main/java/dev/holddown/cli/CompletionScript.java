package dev.holddown.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Scripts for shells, made of the verbs and options that there are. */
final class CompletionScript {
  private final Map<String, CommandSpec> verbs = new LinkedHashMap<>();

  CompletionScript(CommandSpec top) {
    for (CommandLine verb : top.subcommands().values()) {
      verbs.put(verb.getCommandSpec().name(), verb.getCommandSpec());
    }
  }

  String bash() {
    List<String> lines = new ArrayList<>();
    lines.add("# bash completion of holddown");
    lines.add("_holddown() {");
    lines.add("  local cur=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]:-} words=");
    lines.add("  COMPREPLY=()");
    lines.add("  if [ \"$COMP_CWORD\" -eq 1 ]; then");
    lines.add(
        "    COMPREPLY=($(compgen -W \"" + String.join(" ", verbs.keySet()) + "\" -- \"$cur\"))");
    lines.add("    return");
    lines.add("  fi");
    lines.add("  case $verb in");
    verbs.forEach((name, verb) -> {
      lines.add("    " + name + ")");
      lines.add("      words='" + String.join(" ", words(verb)) + "'");
      if (takes(verb, "PLAYBOOK")) {
        lines.add("      COMPREPLY+=($(compgen -f -X '!*.yaml' -- \"$cur\"))");
        lines.add("      COMPREPLY+=($(compgen -f -X '!*.yml' -- \"$cur\"))");
        lines.add("      COMPREPLY+=($(compgen -d -S / -- \"$cur\"))");
      }
      if (takes(verb, "RUN")) {
        lines.add("      [ \"${cur#-}\" = \"$cur\" ] &&");
        lines.add("        words=\"$words $(\"${COMP_WORDS[0]}\" completion runs 2>/dev/null)\"");
      }
      lines.add("      ;;");
    });
    lines.add("  esac");
    lines.add("  COMPREPLY+=($(compgen -W \"$words\" -- \"$cur\"))");
    lines.add("}");
    lines.add("complete -o bashdefault -F _holddown holddown ./holddown");
    return String.join("\n", lines) + "\n";
  }

  String zsh() {
    return "#compdef holddown\nautoload -U +X bashcompinit && bashcompinit\n" + bash();
  }

  String fish() {
    List<String> lines = new ArrayList<>();
    lines.add("# fish completion of holddown");
    lines.add("complete -c holddown -f");
    verbs.forEach((name, verb) -> {
      String[] about = verb.usageMessage().description();
      lines.add(
          "complete -c holddown -n __fish_use_subcommand -a "
              + name
              + " -d "
              + quoted(about.length == 0 ? name : about[0]));
      String seen = "complete -c holddown -n '__fish_seen_subcommand_from " + name + "'";
      for (OptionSpec option : verb.options()) {
        lines.add(seen + names(option) + " -d " + quoted(first(option.description())));
      }
      if (!plain(verb).isEmpty()) {
        lines.add(seen + " -a '" + String.join(" ", plain(verb)) + "'");
      }
      if (takes(verb, "PLAYBOOK")) {
        lines.add(seen + " -k -a '(__fish_complete_suffix .yaml)'");
      }
      if (takes(verb, "RUN")) {
        lines.add(seen + " -a '(holddown completion runs 2>/dev/null)'");
      }
    });
    return String.join("\n", lines) + "\n";
  }

  private static String names(OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return names + (option.arity().max() > 0 ? " -r" : "");
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0].replace("$$", "$");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static boolean takes(CommandSpec verb, String label) {
    return Stream.concat(verb.positionalParameters().stream(), below(verb))
        .anyMatch(parameter -> parameter.paramLabel().replaceAll("[\\[\\]]", "").startsWith(label));
  }

  private static Stream<CommandLine.Model.PositionalParamSpec> below(CommandSpec verb) {
    return verb.subcommands().values().stream()
        .flatMap(under -> under.getCommandSpec().positionalParameters().stream());
  }

  /** Words that are no options: subcommands, and shells. */
  private static List<String> plain(CommandSpec verb) {
    List<String> words = new ArrayList<>(verb.subcommands().keySet());
    if (takes(verb, "SHELL")) {
      words.addAll(CompletionVerb.SHELLS.subList(0, 3));
    }
    return words;
  }

  private static List<String> words(CommandSpec verb) {
    List<String> words = new ArrayList<>(plain(verb));
    verb.options().forEach(option -> words.addAll(List.of(option.names())));
    verb.subcommands()
        .values()
        .forEach(under ->
            under.getCommandSpec().options().forEach(o -> words.addAll(List.of(o.names()))));
    return words.stream().distinct().toList();
  }
}
