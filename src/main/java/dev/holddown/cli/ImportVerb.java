package dev.holddown.cli;

import dev.holddown.playbooks.Limits;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.markdown.ImportReport;
import dev.holddown.playbooks.markdown.Paper;
import dev.holddown.playbooks.markdown.PeopleWriter;
import dev.holddown.playbooks.markdown.PlaybookWriter;
import dev.holddown.playbooks.markdown.Reimport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: a checklist on paper becomes a playbook. */
@Command(
    name = "import",
    description = {
      "Reads a checklist in Markdown or plain text and writes the playbook that comes of it:"
          + " boxes,",
      "tables, numbered steps, limits and commands, each with its line. Nothing is run. Ticks on",
      "paper prove nothing; each item is signed by a person until you bind it to an action."
    },
    footer = {
      "",
      "Examples:",
      "  holddown import CHECKLIST.md -o playbook.yaml",
      "  holddown import CHECKLIST.md --explain",
      "  holddown import CHECKLIST.md --onto playbook.yaml -o playbook.yaml --force"
    })
final class ImportVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "FILE", description = "The checklist.")
  Path file = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PLAYBOOK",
      description = "Where to write the playbook.")
  String output = "";

  @Option(
      names = "--people",
      paramLabel = "FILE",
      description =
          "Where to write the roles, severities, escalations and contacts of the page: a document"
              + " of kind people.")
  String people = "";

  @Option(names = "--force", description = "Write over a file that is there.")
  boolean force;

  @Option(names = "--explain", description = "Print what became of each line; write nothing.")
  boolean explain;

  @Option(
      names = "--suggest",
      description = "Print the actions that would prove items instead of ticking them.")
  boolean suggest;

  @Option(
      names = "--onto",
      paramLabel = "PLAYBOOK",
      description =
          "An earlier playbook of the same checklist: print what changed, and keep what was added"
              + " to it by hand.")
  String onto = "";

  @Option(names = "--service", paramLabel = "NAME", description = "What is released.")
  String service = "";

  @Option(names = "--env", paramLabel = "E", description = "Where to (default: default).")
  String environment = Checklists.ENVIRONMENT;

  ImportVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    for (String name : List.of(service, environment)) {
      if (!name.isEmpty() && !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
        throw Stop.usage("`" + name + "` may hold only letters, digits and . _ -");
      }
    }
    Checklists checklists = new Checklists(room);
    Paper paper = explain || common.json ? checklists.paper(file) : checklists.checklist(file);
    if (common.json) {
      room.json(ImportReport.json(paper));
    } else if (explain) {
      room.print(ImportReport.explained(paper));
    } else if (suggest) {
      room.print(ImportReport.suggested(paper));
    }
    boolean printed = common.json || explain || suggest;
    Checklists.fits(file, paper);
    if (!people.isEmpty()) {
      people(paper, printed);
    }
    if (paper.items().isEmpty() || (printed && output.isEmpty())) {
      return Exit.DONE;
    }
    return written(paper, printed);
  }

  private void people(Paper paper, boolean printed) {
    String yaml = PeopleWriter.write(paper);
    Reading reading =
        room.kit().language().reader().read(people, yaml.getBytes(StandardCharsets.UTF_8));
    if (!reading.sound()) {
      new PlaybookFiles(room, common).report(Path.of(people), List.of(reading));
      throw new Stop(
          Exit.NO,
          "the people that come of " + file + " have the problems above; nothing was written");
    }
    save(people, yaml);
    if (!printed && !output.isEmpty()) {
      room.out().println("people written to " + people + "; their roles have no members yet");
    }
  }

  private int written(Paper paper, boolean printed) {
    PlaybookWriter.Subject subject = new PlaybookWriter.Subject(service, environment);
    String yaml;
    if (onto.isEmpty()) {
      yaml = PlaybookWriter.write(paper, subject);
    } else {
      Reimport again = Reimport.of(paper, onto, bytes(Path.of(onto)));
      if (!again.readable()) {
        throw new Stop(
            Exit.NO,
            "the playbook "
                + onto
                + " holds no item that could be kept: it must be YAML with each key on a line of"
                + " its own; nothing was written");
      }
      yaml = again.write(subject);
      if (!printed) {
        room.print(again.differences());
      }
    }
    fits(yaml);
    Reading reading =
        room.kit()
            .language()
            .reader()
            .read(
                output.isEmpty() ? file.toString() : output, yaml.getBytes(StandardCharsets.UTF_8));
    if (!reading.sound()) {
      new PlaybookFiles(room, common).report(file, List.of(reading));
      throw new Stop(
          Exit.NO,
          "the playbook that comes of " + file + " has the problems above; nothing was written");
    }
    if (output.isEmpty()) {
      if (onto.isEmpty()) {
        room.out().print(yaml);
      }
      return Exit.DONE;
    }
    save(output, yaml);
    if (!printed) {
      room.print(ImportReport.taken(paper));
      room.out().println("written to " + output + "; next: holddown validate " + output);
    }
    return Exit.DONE;
  }

  private void fits(String yaml) {
    int bytes = yaml.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Limits.FILE_BYTES_MAX) {
      throw new Stop(
          Exit.NO,
          String.format(
              Locale.ROOT,
              "the playbook that comes of %s would have %,d bytes, and at most %,d are read: split"
                  + " it into several checklists; nothing was written, and the file is as it was",
              file,
              bytes,
              Limits.FILE_BYTES_MAX));
    }
  }

  private byte[] bytes(Path playbook) {
    try {
      return Files.readAllBytes(playbook);
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the playbook " + playbook + " cannot be read: " + e.getMessage());
    }
  }

  private void save(String to, String yaml) {
    StandardOpenOption[] how =
        force
            ? new StandardOpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new StandardOpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      Files.writeString(Path.of(to), yaml, how);
    } catch (FileAlreadyExistsException e) {
      throw new Stop(
          Exit.NO,
          "there is a file "
              + to
              + " already, and it was left as it is; write elsewhere, add --onto "
              + to
              + " --force to keep what was added to it, or --force to write over it");
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the file " + to + " cannot be written: " + e.getMessage());
    }
  }
}
