package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.Ids;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a page leaves open in its messages and commands: inputs of the playbook. */
final class Blanks {
  private static final int INPUTS_MAX = 300;

  /** A value that the page leaves open. */
  private record Input(String words, String help) {}

  private final Paper paper;
  private final CommandBlanks commands;
  private final Map<String, Input> inputs = new LinkedHashMap<>();

  Blanks(Paper paper) {
    this.paper = paper;
    this.commands =
        new CommandBlanks(
            paper.items().stream().flatMap(i -> i.details().commands().stream()).toList());
  }

  /** The messages of the page, their blanks as inputs. */
  Yaml templates() {
    Yaml templates = new Yaml();
    if (paper.page().templates().isEmpty()) {
      return templates;
    }
    templates.line(0, "templates:");
    Set<String> names = new HashSet<>();
    for (Paper.Template template : paper.page().templates()) {
      String base = Ids.from(template.name());
      String name = base;
      for (int n = 2; !names.add(name); n++) {
        name = base + "_" + n;
      }
      templates.line(2, name + ":");
      templates.text(4, "text", PlaybookWriter.text(filled(template), template.name()));
    }
    return templates;
  }

  /** What is asked for at the start; call it after the templates. */
  Yaml inputs() {
    for (PaperItem item : paper.items()) {
      String line = " in the command of line " + item.place().lines().first();
      for (String command : item.details().commands()) {
        commands
            .of(command)
            .forEach((name, blank) ->
                input(
                    name, "(" + name.replace('_', ' ') + ")", "stands as " + shown(blank) + line));
      }
    }
    Yaml yaml = new Yaml();
    if (!inputs.isEmpty()) {
      yaml.line(0, "inputs:");
    }
    inputs.forEach((name, input) ->
        yaml.line(
            2,
            name
                + ": {type: string, default: "
                + Yaml.quoted(input.words())
                + ", help: "
                + Yaml.quoted(input.help())
                + "}"));
    return yaml;
  }

  /** Into a text of help no value may be put, so it may not look as if. */
  private static String shown(String blank) {
    return Rx.all(blank, "^\\$\\{(\\w+)\\}$", "\\$$1");
  }

  /** What a person puts into this command: the blanks by the names of their inputs. */
  Map<String, String> of(String command) {
    return commands.of(command);
  }

  private void input(String name, String words, String help) {
    if (inputs.size() < INPUTS_MAX) {
      inputs.putIfAbsent(name, new Input(words, help));
    }
  }

  /** The words of a message, its blanks as inputs. */
  private String filled(Paper.Template template) {
    String text = template.text().replace("${", "$${");
    for (String blank : template.blanks()) {
      String words = Rx.all(blank, "[^\\p{L}\\p{N} ]", " ").strip();
      String name = "blank_" + Ids.from(words.isEmpty() ? "text" : words);
      name = name.length() > 58 ? name.substring(0, 58) : name;
      input(name, "(" + (words.isEmpty() ? "…" : words) + ")", "a blank of a message");
      if (!inputs.containsKey(name)) {
        continue;
      }
      text = text.replace(blank.replace("${", "$${"), "${inputs." + name + "}");
    }
    return Rx.all(text, "<(?=[A-Za-z])", "‹")
        .replaceAll("\\[(?=[A-Z])", "‹")
        .replaceAll("(?i)YOUR(?=[/_-])", "your ");
  }
}
