package dev.holddown.testing.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** How large a thing may be: each rule takes one file and gives what breaks it. */
public final class ShapeRules {
  /** Longest method, first line to last. */
  public static final int METHOD_LINES_MAX = 70;

  /** Longest Java file. */
  public static final int FILE_LINES_MAX = 400;

  /** Longest line. */
  public static final int LINE_CHARACTERS_MAX = 100;

  /** Most arguments of a constructor, and most components of a record. */
  public static final int CONSTRUCTOR_ARGUMENTS_MAX = 5;

  private ShapeRules() {}

  /** Methods and constructors that do not fit on a screen. */
  public static List<Offence> longMethods(JavaFile file) {
    List<Offence> found = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void nothing) {
        long lines = file.lastLine(method) - file.line(method) + 1;
        if (lines > METHOD_LINES_MAX) {
          found.add(
              file.offence(
                  method,
                  method.getName() + " has " + lines + " lines",
                  "split it: a method has at most " + METHOD_LINES_MAX));
        }
        return super.visitMethod(method, null);
      }
    }.scan(file.unit(), null);
    return found;
  }

  /** A file that says more than one thing. */
  public static List<Offence> longFile(JavaFile file) {
    int lines = file.lines().size();
    return lines <= FILE_LINES_MAX
        ? List.of()
        : List.of(
            new Offence(
                file.path(),
                lines,
                "the file has " + lines + " lines",
                "move a noun of it into a file of its own: at most " + FILE_LINES_MAX));
  }

  /** Lines too long to read; imports, addresses and text blocks may be. */
  public static List<Offence> longLines(JavaFile file) {
    Set<Long> inTextBlocks = linesOfTextBlocks(file);
    List<Offence> found = new ArrayList<>();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      long number = i + 1L;
      int length = line.codePointCount(0, line.length());
      boolean excused =
          line.startsWith("import ") || line.contains("://") || inTextBlocks.contains(number);
      if (length > LINE_CHARACTERS_MAX && !excused) {
        found.add(
            new Offence(
                file.path(),
                number,
                "the line has " + length + " characters",
                "break it: at most " + LINE_CHARACTERS_MAX));
      }
    }
    return found;
  }

  private static Set<Long> linesOfTextBlocks(JavaFile file) {
    Set<Long> lines = new HashSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitLiteral(LiteralTree literal, Void nothing) {
        if (file.written(literal).startsWith("\"\"\"")) {
          for (long n = file.line(literal); n <= file.lastLine(literal); n++) {
            lines.add(n);
          }
        }
        return super.visitLiteral(literal, null);
      }
    }.scan(file.unit(), null);
    return lines;
  }

  /**
   * Constructors and records with too many arguments.
   *
   * @param wider the records that may have more: its name, such as {@code Item.Step}, and the
   *     reason
   */
  public static List<Offence> wideConstructors(JavaFile file, Map<String, String> wider) {
    List<Offence> found = new ArrayList<>();
    file.eachType(path -> {
      ClassTree type = (ClassTree) path.getLeaf();
      String name = nestedName(path);
      if (wider.containsKey(name)) {
        return;
      }
      if (type.getKind() == Tree.Kind.RECORD) {
        report(file, type, name + " has %d components", components(type), found);
      }
      for (Tree member : type.getMembers()) {
        if (member instanceof MethodTree method && method.getName().contentEquals("<init>")) {
          int arguments = method.getParameters().size();
          report(file, method, name + " is built from %d arguments", arguments, found);
        }
      }
    });
    return found;
  }

  /** The name of a type below its file, such as {@code Item.Step}. */
  private static String nestedName(TreePath path) {
    String name = ((ClassTree) path.getLeaf()).getSimpleName().toString();
    for (TreePath above = path.getParentPath();
        above != null && above.getLeaf() instanceof ClassTree outer;
        above = above.getParentPath()) {
      name = outer.getSimpleName() + "." + name;
    }
    return name;
  }

  private static void report(JavaFile file, Tree at, String what, int count, List<Offence> found) {
    if (count > CONSTRUCTOR_ARGUMENTS_MAX) {
      found.add(
          file.offence(
              at,
              what.formatted(count),
              "group what belongs together into a record: at most " + CONSTRUCTOR_ARGUMENTS_MAX));
    }
  }

  /** The components of a record: in a record every field that is not static is one. */
  private static int components(ClassTree type) {
    int count = 0;
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree field
          && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
        count++;
      }
    }
    return count;
  }
}
