package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.LogDesk;
import dev.holddown.view.log.LogFiles;
import dev.holddown.view.log.LogTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which lines of a book are wanted, and in which form. */
final class BookOptions {
  @Option(
      names = "--search",
      paramLabel = "WORDS",
      description = "Words in the line; also a digest, a version, an input of the run.")
  String words = "";

  @Option(names = "--person", paramLabel = "NAME", description = "Only what this person did.")
  String person = "";

  @Option(names = "--run", paramLabel = "RUN", description = "Only of this run.")
  String run = "";

  @Option(names = "--service", paramLabel = "NAME", description = "Only of this service.")
  String service = "";

  @Option(names = "--env", paramLabel = "NAME", description = "Only in this environment.")
  String environment = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From then on, such as 2026-01-31 (UTC).")
  String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Before then (UTC).")
  String to = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many lines, 1 to 500 (default: ${DEFAULT-VALUE}).")
  int limit = LogDesk.LINES_USUAL;

  @Option(
      names = "--before",
      paramLabel = "N",
      description = "Goes on where the lines before ended.")
  long before;

  @ArgGroup Form form = new Form();

  /** In which form; one of them. */
  static final class Form {
    @Option(names = "--markdown", description = "Prints a table in Markdown.")
    boolean markdown;

    @Option(names = "--csv", description = "Prints CSV, without formulas.")
    boolean csv;

    @Option(names = "--html", description = "Prints a page of its own.")
    boolean html;
  }

  /** The request for it. */
  Ask ask(String verb) {
    if (limit < 1 || limit > LogDesk.LINES_MAX) {
      throw Stop.usage("--limit is 1 to " + LogDesk.LINES_MAX);
    }
    return Ask.of(verb)
        .with("q", words)
        .with("person", person)
        .with("run", run)
        .with("service", service)
        .with("environment", environment)
        .with("from", from)
        .with("to", to)
        .with("limit", limit)
        .with("before", before);
  }

  /** The lines in the form that is wanted. */
  List<String> lines(LogTable table) {
    if (form.markdown) {
      return LogFiles.markdown(table).lines().toList();
    }
    if (form.csv) {
      return LogFiles.csv(table).lines().toList();
    }
    if (form.html) {
      return LogFiles.html(table).lines().toList();
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : table.rows()) {
      lines.add(
          String.join("  ", row.stream().filter(cell -> !cell.isEmpty()).toList())
              .replace('\n', ' '));
    }
    if (table.rows().isEmpty()) {
      lines.add("Nothing.");
    }
    if (!table.note().isEmpty()) {
      lines.add(table.note().replace("ask before=", "see them with --before "));
    }
    return lines;
  }
}
