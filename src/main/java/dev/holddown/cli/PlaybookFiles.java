package dev.holddown.cli;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.PlaybookProblem;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.playbooks.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads playbooks from files and says what is wrong with them. */
final class PlaybookFiles {
  private static final int FILE_BYTES_MAX = 2 * 1024 * 1024;

  private final Room room;
  private final VerbOptions common;

  PlaybookFiles(Room room, VerbOptions common) {
    this.room = room;
    this.common = common;
  }

  Reading read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return room.kit().language().reader().read(file.toString(), in.readNBytes(FILE_BYTES_MAX));
    } catch (NoSuchFileException e) {
      throw new Stop(Exit.NO, "there is no file " + file);
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the file " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** A playbook that is sound, or the end with all its problems. */
  Playbook sound(Path file) {
    Reading reading = read(file);
    if (reading.playbook().isEmpty()) {
      report(file, reading);
      throw new Stop(Exit.NO, count(reading.problems().size()) + "; nothing was started");
    }
    return reading.playbook().get();
  }

  void report(Path file, Reading reading) {
    if (common.json) {
      room.json(
          Map.of(
              "valid",
              reading.playbook().isPresent(),
              "problems",
              reading.problems().stream().map(PlaybookFiles::plain).toList()));
      return;
    }
    if (reading.playbook().isPresent()) {
      room.out().println(file + " is sound: " + summary(reading.playbook().get()));
      return;
    }
    for (PlaybookProblem problem : reading.problems()) {
      room.out().println(problem.place() + ": " + problem.what());
      if (!problem.cure().isEmpty()) {
        room.out().println("    " + problem.cure());
      }
    }
    room.out().println(count(reading.problems().size()));
  }

  private static Map<String, Object> plain(PlaybookProblem problem) {
    return Map.of(
        "file", problem.place().file(),
        "line", problem.place().line(),
        "column", problem.place().column(),
        "what", problem.what(),
        "cure", problem.cure());
  }

  private static String count(int problems) {
    return problems == 1 ? "1 problem" : problems + " problems";
  }

  private static String summary(Playbook playbook) {
    List<Stage> stages = playbook.stages();
    int items = stages.stream().mapToInt(stage -> stage.items().size()).sum();
    String back =
        playbook
            .rollback()
            .map(plan -> ", a rollback in " + plan.phases().size() + " phases")
            .orElse(", no rollback");
    return stages.size()
        + " stages, "
        + items
        + " items, "
        + playbook.watches().size()
        + " watches"
        + back;
  }
}
