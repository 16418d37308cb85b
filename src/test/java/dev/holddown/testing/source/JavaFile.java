package dev.holddown.testing.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.function.Consumer;

/**
 * One Java source, parsed but not resolved.
 *
 * @param path from the root of the checkout, with {@code /} between names
 * @param text the whole file
 */
public record JavaFile(String path, String text, CompilationUnitTree unit, Trees trees) {
  /** The lines, without their ends. */
  public List<String> lines() {
    return text.lines().toList();
  }

  /** The line on which this tree begins, from 1. */
  public long line(Tree tree) {
    return lineAt(positions().getStartPosition(unit, tree));
  }

  /** The line on which this tree ends, from 1. */
  public long lastLine(Tree tree) {
    return lineAt(positions().getEndPosition(unit, tree));
  }

  private long lineAt(long position) {
    return position < 0 ? 1 : unit.getLineMap().getLineNumber(position);
  }

  /** The text of this tree as it is written. */
  public String written(Tree tree) {
    int start = Math.toIntExact(positions().getStartPosition(unit, tree));
    int end = Math.toIntExact(positions().getEndPosition(unit, tree));
    return start < 0 || end < start ? "" : text.substring(start, end);
  }

  private SourcePositions positions() {
    return trees.getSourcePositions();
  }

  /** The documentation comment of this tree, or an empty text. */
  public String doc(TreePath path) {
    String doc = trees.getDocComment(path);
    return doc == null ? "" : doc.strip();
  }

  /** Visits every type in the file, nested ones too, with the path to it. */
  public void eachType(Consumer<TreePath> visit) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree type, Void nothing) {
        visit.accept(getCurrentPath());
        return super.visitClass(type, null);
      }
    }.scan(unit, null);
  }

  /** Names an offence at this tree. */
  public Offence offence(Tree tree, String what, String cure) {
    return new Offence(path, line(tree), what, cure);
  }
}
