package dev.holddown.cli.link;

import dev.holddown.domain.board.Board;
import dev.holddown.playbooks.Document;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Boards in files of their own. A file that changed is read again, and what it says comes into
 * force when it is sound; until then the board stays as it was.
 */
public final class BoardFiles implements Supplier<List<Board>> {
  private final List<Path> files;
  private final PlaybookReader reader;
  private final Consumer<String> log;
  private final Map<Path, Kept> kept = new HashMap<>();

  private record Kept(FileTime changed, List<Board> boards) {}

  private BoardFiles(List<Path> files, PlaybookReader reader, Consumer<String> log) {
    this.files = files;
    this.reader = reader;
    this.log = log;
  }

  /**
   * Reads them.
   *
   * @param log takes a line when a file that changed is not sound
   * @throws Refused with every problem, when one of them is not sound or holds no board
   */
  public static BoardFiles of(List<Path> files, PlaybookReader reader, Consumer<String> log) {
    BoardFiles boards = new BoardFiles(List.copyOf(files), reader, log);
    for (Path file : files) {
      boards.kept.put(file, boards.read(file));
    }
    return boards;
  }

  /** What the files say now; called by one thread at a time. */
  @Override
  public List<Board> get() {
    List<Board> all = new ArrayList<>();
    for (Path file : files) {
      Kept known = kept.getOrDefault(file, new Kept(FileTime.fromMillis(0), List.of()));
      try {
        FileTime changed = Files.getLastModifiedTime(file);
        if (!changed.equals(known.changed())) {
          kept.put(file, new Kept(changed, known.boards()));
          known = read(file);
          kept.put(file, known);
        }
      } catch (IOException | Refused e) {
        log.accept("the board stays as it was: " + e.getMessage());
      }
      all.addAll(known.boards());
    }
    return List.copyOf(all);
  }

  private Kept read(Path file) {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      List<Board> boards = new ArrayList<>();
      for (Reading reading : reader.readPack(file.toString(), Files.readAllBytes(file))) {
        if (!reading.problems().isEmpty()) {
          throw new Refused(
              String.join("\n", reading.problems().stream().map(String::valueOf).toList()));
        }
        reading
            .document()
            .filter(Document.OfBoard.class::isInstance)
            .map(document -> ((Document.OfBoard) document).board())
            .ifPresent(boards::add);
      }
      if (boards.isEmpty()) {
        throw new Refused(file + " holds no board; a board begins with kind: board");
      }
      return new Kept(changed, boards);
    } catch (IOException e) {
      throw new Refused(file + " cannot be read: " + e.getMessage());
    }
  }
}
