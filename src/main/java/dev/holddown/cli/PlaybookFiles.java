package dev.holddown.cli;

import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.domain.playbook.NotYet;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.PlaybookProblem;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.playbooks.WorkspaceContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads playbooks from files and says what is wrong with them. */
final class PlaybookFiles {
  private static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

  private final Room room;
  private final VerbOptions common;

  PlaybookFiles(Room room, VerbOptions common) {
    this.room = room;
    this.common = common;
  }

  private byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new Stop(
            Exit.NO,
            String.format(
                Locale.ROOT,
                "the file %s has more than %,d bytes, which is the most that is read; split it into"
                    + " several playbooks",
                file,
                FILE_BYTES_MAX));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new Stop(Exit.NO, "there is no file " + file);
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the file " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** Every document of the file. */
  List<Reading> pack(Path file) {
    if (Checklists.is(file)) {
      return List.of(new Checklists(room).reading(file));
    }
    return room.kit()
        .language()
        .reader()
        .readPack(file.toString(), bytes(file), SiblingFiles.beside(file));
  }

  /** Every document of every file of a folder, read together. */
  List<Reading> workspace(Path folder) {
    return WorkspaceContent.read(room.kit().language().reader(), WorkspaceKeeper.files(folder))
        .readings()
        .values()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** A playbook that can be run, or the end with everything that is in its way. */
  Playbook sound(Path file) {
    Reading reading =
        Checklists.is(file)
            ? new Checklists(room).reading(file)
            : room.kit()
                .language()
                .reader()
                .read(file.toString(), bytes(file), SiblingFiles.beside(file));
    if (!reading.sound()) {
      report(file, List.of(reading));
      throw new Stop(Exit.NO, count(reading.problems().size()) + "; nothing was started");
    }
    if (reading.playbook().isEmpty() && reading.later().isEmpty()) {
      throw new Stop(
          Exit.NO,
          file
              + " is a document of kind "
              + reading.kind()
              + " and no playbook; it belongs into a workspace: holddown serve --workspace DIR");
    }
    if (reading.playbook().isEmpty()) {
      refuse(reading.later());
      int keys = reading.later().size();
      throw new Stop(
          Exit.NO,
          (keys == 1 ? "1 thing is" : keys + " things are")
              + " not run by this version; nothing was started");
    }
    return reading.playbook().get();
  }

  private void refuse(List<NotYet> later) {
    if (common.json) {
      room.json(Map.of("valid", true, "notRun", later.stream().map(PlaybookFiles::plain).toList()));
      return;
    }
    for (NotYet one : later) {
      say(one.place(), one.refusal(), one.instead());
    }
  }

  private void say(Place place, String what, String cure) {
    room.out().println(place + ": " + what);
    if (!cure.isEmpty()) {
      room.out().println("    " + cure);
    }
  }

  void report(Path file, List<Reading> readings) {
    List<PlaybookProblem> problems =
        readings.stream().flatMap(reading -> reading.problems().stream()).toList();
    List<NotYet> later = readings.stream().flatMap(reading -> reading.later().stream()).toList();
    if (common.json) {
      room.json(
          Map.of(
              "valid",
              problems.isEmpty(),
              "problems",
              problems.stream().map(PlaybookFiles::plain).toList(),
              "notRun",
              later.stream().map(PlaybookFiles::plain).toList()));
      return;
    }
    problems.forEach(problem -> say(problem.place(), problem.what(), problem.cure()));
    if (!problems.isEmpty()) {
      room.out().println(count(problems.size()));
      return;
    }
    room.out().println(file + " is sound: " + summary(readings));
    later.forEach(one -> say(one.place(), one.note(), ""));
    boolean starts = readings.size() == 1 && readings.getFirst().kind().equals("playbook");
    if (starts && !later.isEmpty()) {
      room.out().println("run refuses it until then");
    }
  }

  private static Map<String, Object> plain(PlaybookProblem problem) {
    return plain(problem.place(), problem.what(), problem.cure());
  }

  private static Map<String, Object> plain(NotYet one) {
    return plain(one.place(), one.refusal(), one.instead());
  }

  private static Map<String, Object> plain(Place place, String what, String cure) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("file", place.file());
    plain.put("line", place.line());
    plain.put("column", place.column());
    plain.put("what", what);
    plain.put("cure", cure);
    return plain;
  }

  private static String count(int problems) {
    return problems == 1 ? "1 problem" : problems + " problems";
  }

  private static String summary(List<Reading> readings) {
    if (readings.size() > 1) {
      return readings.size() + " documents";
    }
    Reading only = readings.getFirst();
    return only.playbook().map(PlaybookFiles::summary).orElse("a document of kind " + only.kind());
  }

  private static String summary(Playbook playbook) {
    List<Stage> stages = playbook.stages();
    int items = stages.stream().mapToInt(stage -> stage.items().size()).sum();
    String back =
        playbook
            .rollback()
            .map(plan -> ", a rollback in " + counted(plan.phases().size(), "phase"))
            .orElse(", no rollback");
    return counted(stages.size(), "stage")
        + ", "
        + counted(items, "item")
        + ", "
        + counted(playbook.watches().size(), "watch", "watches")
        + back;
  }

  private static String counted(int count, String one) {
    return counted(count, one, one + "s");
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
