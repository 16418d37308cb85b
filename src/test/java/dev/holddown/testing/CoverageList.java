package dev.holddown.testing;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import dev.holddown.testing.source.JavaFile;
import dev.holddown.testing.source.Offence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which requirement is named by which tests.
 *
 * @param rows what each id asks, in the order of the documents
 * @param tests the tests that name an id, such as {@code FreezeTest.a_freeze_blocks}
 * @param unknown the places that name an id which is no requirement
 */
public record CoverageList(
    Map<String, String> rows, Map<String, TreeSet<String>> tests, List<Offence> unknown) {
  private static final String ID =
      "[A-E]-\\d{2,3}|C\\d{1,2}|F-\\d{2}|X-\\d{2}|S-[A-E]\\d|[IL]\\d{2}";
  private static final Pattern ROW =
      Pattern.compile(
          "^(?:\\| *(?<cell>"
              + ID
              + ") *\\| *(?<text>(?:\\\\\\||[^|])*)\\|.*"
              + "|\\*\\*(?<scene>"
              + ID
              + ") (?<title>[^*]*)\\*\\*.*"
              + "|- (?<item>"
              + ID
              + ") (?<rest>.*))$");

  /** Reads the requirements from their texts and the {@link Covers} marks from the tests. */
  public static CoverageList of(List<String> requirements, List<JavaFile> tests) {
    Map<String, String> rows = new LinkedHashMap<>();
    requirements.forEach(text -> rows(text).forEach(rows::putIfAbsent));
    Map<String, TreeSet<String>> named = new LinkedHashMap<>();
    List<Offence> unknown = new ArrayList<>();
    for (JavaFile file : tests) {
      eachMark(
          file,
          (id, path) -> {
            if (rows.containsKey(id)) {
              named.computeIfAbsent(id, any -> new TreeSet<>()).add(testName(path));
            } else {
              unknown.add(
                  file.offence(
                      path.getLeaf(),
                      "@Covers names " + id + ", which is no requirement",
                      "correct the id, or take it out"));
            }
          });
    }
    return new CoverageList(rows, named, unknown);
  }

  /** With more tests, such as the lines of a {@link RowTable}. */
  public CoverageList and(Map<String, TreeSet<String>> more) {
    Map<String, TreeSet<String>> all = new LinkedHashMap<>();
    tests.forEach((id, names) -> all.put(id, new TreeSet<>(names)));
    more.forEach((id, names) -> all.computeIfAbsent(id, any -> new TreeSet<>()).addAll(names));
    return new CoverageList(rows, all, unknown);
  }

  /** The requirements in a text: rows of tables, headings of scenarios, items of lists. */
  public static Map<String, String> rows(String text) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        if (row.group("cell") != null) {
          rows.putIfAbsent(row.group("cell"), row.group("text").strip());
        } else if (row.group("scene") != null) {
          rows.putIfAbsent(row.group("scene"), row.group("title").strip());
        } else {
          rows.putIfAbsent(row.group("item"), row.group("rest").strip());
        }
      }
    }
    return rows;
  }

  /** The list as a page in Markdown: counts by kind, then every row with its tests. */
  public String report() {
    StringBuilder page = new StringBuilder("# Requirements and the tests that name them\n\n");
    page.append(
        "%d of %d requirements are named by a test.%n%n".formatted(tests.size(), rows.size()));
    page.append("| kind | named by a test | in all |\n|---|---|---|\n");
    Map<String, int[]> kinds = new LinkedHashMap<>();
    for (String id : rows.keySet()) {
      int[] counts = kinds.computeIfAbsent(kind(id), kind -> new int[2]);
      counts[0] += tests.containsKey(id) ? 1 : 0;
      counts[1]++;
    }
    kinds.forEach(
        (kind, counts) -> page.append("| %s | %d | %d |%n".formatted(kind, counts[0], counts[1])));
    page.append("\n| id | what it asks | tests |\n|---|---|---|\n");
    rows.forEach((id, what) -> {
      String names = String.join(", ", tests.getOrDefault(id, new TreeSet<>()));
      page.append("| %s | %s | %s|%n".formatted(id, what, names.isEmpty() ? "" : names + " "));
    });
    return page.toString();
  }

  private static String kind(String id) {
    return switch (id.charAt(0)) {
      case 'S' -> "acceptance scenarios";
      case 'F' -> "implied features";
      case 'X' -> "contradictions";
      case 'I', 'L' -> "invariants";
      default -> id.contains("-") ? "rows of document " + id.charAt(0) : "capabilities";
    };
  }

  private interface Mark {
    void at(String id, TreePath annotation);
  }

  private static void eachMark(JavaFile file, Mark mark) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
        if (annotation.getAnnotationType().toString().endsWith("Covers")) {
          TreePath here = getCurrentPath();
          for (Tree argument : annotation.getArguments()) {
            literals(argument).forEach(id -> mark.at(id, here));
          }
        }
        return super.visitAnnotation(annotation, null);
      }
    }.scan(file.unit(), null);
  }

  private static List<String> literals(Tree argument) {
    List<String> found = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitLiteral(LiteralTree literal, Void nothing) {
        found.add(String.valueOf(literal.getValue()));
        return null;
      }
    }.scan(argument, null);
    return found;
  }

  /** The class and method that carry the mark. */
  private static String testName(TreePath mark) {
    String name = "";
    for (TreePath path = mark; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree method) {
        name = "." + method.getName();
      } else if (path.getLeaf() instanceof ClassTree type) {
        return type.getSimpleName() + name;
      }
    }
    return name;
  }
}
