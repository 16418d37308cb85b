package dev.holddown.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table of {@code src/test/resources/coverage/NNN.rows}: what the lines of a document's playbooks
 * do in the document's world. {@code story.DocumentRowsTest} plays every line, and the page of
 * coverage reads its ids here, so an id in it was played.
 *
 * <p>{@code = FILE} names the playbook of the lines below. A line is {@code ids | item | change |
 * verdict | sentence}: the rows that it proves; the item by its id or by how its title begins, with
 * items that must stand before it, separated by {@code " + "}; what is otherwise in the world
 * (lines of its script, separated by {@code " ;; "}); how it must end; and what its reason must
 * say.
 */
public record RowTable(String document, List<Line> lines) {
  private static final Path FOLDER = Path.of("src/test/resources/coverage");

  /** One line. {@code number}: where it stands in its file, from 1. */
  public record Line(String file, int number, List<String> ids, String item, Expected expected) {
    /** What the coverage page calls it. */
    public String place() {
      return file.replaceFirst("^(\\d{3})[^/]*/", "$1/").replace(".yaml", "") + " · " + item;
    }
  }

  /** The world, and what is to come of it. */
  public record Expected(String change, String verdict, String sentence) {}

  /** The table of a document, such as {@code 001}. */
  public static RowTable of(String document) {
    Path path = FOLDER.resolve(document + ".rows");
    try {
      return parsed(document, Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RowTable parsed(String document, List<String> text) {
    List<Line> lines = new ArrayList<>();
    String file = "";
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i);
      if (line.startsWith("= ")) {
        file = line.substring(2).strip();
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] cells = line.split(" \\|(?= |$)", -1);
        if (cells.length != 5) {
          throw new IllegalArgumentException(
              "%s.rows:%d has %d cells, not 5".formatted(document, i + 1, cells.length));
        }
        List<String> ids =
            Arrays.stream(cells[0].split(", *"))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
        lines.add(
            new Line(
                file,
                i + 1,
                ids,
                cells[1].strip(),
                new Expected(
                    cells[2].strip().replace(" ;; ", "\n"), cells[3].strip(), cells[4].strip())));
      }
    }
    return new RowTable(document, List.copyOf(lines));
  }

  /** The ids of all tables. */
  public static Set<String> named() {
    return tests().keySet();
  }

  /** By which lines each id is proved, such as {@code DocumentRowsTest[001/production · smoke]}. */
  public static Map<String, TreeSet<String>> tests() {
    Map<String, TreeSet<String>> tests = new TreeMap<>();
    for (String document : documents()) {
      for (Line line : of(document).lines()) {
        line.ids()
            .forEach(id ->
                tests
                    .computeIfAbsent(id, any -> new TreeSet<>())
                    .add("DocumentRowsTest[" + line.place() + "]"));
      }
    }
    return tests;
  }

  /** The documents that have a table. */
  public static List<String> documents() {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".rows"))
          .map(name -> name.replace(".rows", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
