package dev.holddown.testing.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** What things are called and what is said about them: each rule gives what breaks it. */
public final class WordRules {
  private static final Pattern WORDS_OF_A_NAME = Pattern.compile("[A-Z][a-z0-9]*|[a-z0-9]+");
  private static final Pattern SENTENCE_NAME = Pattern.compile("[A-Za-z0-9]+(_[A-Za-z0-9]+)+");
  private static final Pattern UNFINISHED =
      Pattern.compile("(?://|/\\*|^\\s*\\*|#|--).*\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
  private static final Pattern DEVELOPERS_PATH =
      Pattern.compile("(?<![\\w.~}/-])/(?:work|home|root)/[\\w.]*");

  private static final Map<String, String> BANNED_WORDS =
      new TreeMap<>(
          Map.of(
              "Util", "name it after what it holds, such as Durations",
              "Utils", "name it after what it holds, such as Durations",
              "Manager", "say what it does, such as Worker, Watcher or Outbox",
              "Helper", "put the method on the type that it helps",
              "Impl", "say what kind it is, such as SqliteEventStore",
              "Abstract", "name the idea, or pass in the part that differs",
              "Common", "move each piece to the package that owns it"));

  private WordRules() {}

  /** Types whose name says nothing. */
  public static List<Offence> emptyNames(JavaFile file) {
    List<Offence> found = new ArrayList<>();
    file.eachType(path -> {
      ClassTree type = (ClassTree) path.getLeaf();
      Matcher words = WORDS_OF_A_NAME.matcher(type.getSimpleName());
      while (words.find()) {
        String cure = BANNED_WORDS.get(words.group());
        if (cure != null) {
          found.add(
              file.offence(type, type.getSimpleName() + " has the word " + words.group(), cure));
        }
      }
    });
    return found;
  }

  /** Public types at the top of a file that do not say what they are. */
  public static List<Offence> undescribedTypes(JavaFile file) {
    List<Offence> found = new ArrayList<>();
    for (Tree declared : file.unit().getTypeDecls()) {
      if (declared instanceof ClassTree type
          && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        String doc = file.doc(new TreePath(new TreePath(file.unit()), type));
        if (!startsWithSentence(doc)) {
          found.add(
              file.offence(
                  type,
                  type.getSimpleName() + " is public and no sentence says what it is",
                  "write a /** … */ comment whose first sentence defines it, with a full stop"));
        }
      }
    }
    return found;
  }

  /** A package-info that does not say what the package is for. */
  public static List<Offence> undescribedPackage(JavaFile file) {
    TreePath path = new TreePath(new TreePath(file.unit()), file.unit().getPackage());
    return startsWithSentence(file.doc(path))
        ? List.of()
        : List.of(
            new Offence(
                file.path(),
                1,
                "no sentence says what the package holds",
                "write it in a /** … */ comment above the annotation, with a full stop"));
  }

  private static boolean startsWithSentence(String doc) {
    return doc.matches("(?s).{8,}?[.:?]([\\s<)].*|$)");
  }

  /** Tests whose name is not a sentence. */
  public static List<Offence> testsWithoutSentence(JavaFile file) {
    List<Offence> found = new ArrayList<>();
    eachAnnotation(
        file,
        path -> {
          String name = simpleName((AnnotationTree) path.getLeaf());
          boolean test = name.equals("Test") || name.equals("ParameterizedTest");
          if (test
              && path.getParentPath().getLeaf() instanceof ModifiersTree
              && path.getParentPath().getParentPath().getLeaf() instanceof MethodTree method
              && !SENTENCE_NAME.matcher(method.getName()).matches()) {
            found.add(
                file.offence(
                    method,
                    "the test " + method.getName() + " is not named by a sentence",
                    "say what holds, in_words_like_this"));
          }
        });
    return found;
  }

  /** Tests that are switched off. */
  public static List<Offence> disabledTests(JavaFile file) {
    List<Offence> found = new ArrayList<>();
    eachAnnotation(
        file,
        path -> {
          AnnotationTree annotation = (AnnotationTree) path.getLeaf();
          if (simpleName(annotation).startsWith("Disabled")) {
            found.add(
                file.offence(
                    annotation,
                    "a test is switched off",
                    "mend it or delete it; where a tool may be missing use Assumptions"));
          }
        });
    return found;
  }

  private static void eachAnnotation(JavaFile file, Consumer<TreePath> visit) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
        visit.accept(getCurrentPath());
        return super.visitAnnotation(annotation, null);
      }
    }.scan(file.unit(), null);
  }

  private static String simpleName(AnnotationTree annotation) {
    String name = annotation.getAnnotationType().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Comments that promise work for another day. */
  public static List<Offence> unfinishedWork(String path, String text) {
    return lines(path, text, UNFINISHED, "the comment says %s", "do it now, or delete the comment");
  }

  /** Paths that exist on one developer's machine only. */
  public static List<Offence> developersPaths(String path, String text) {
    return lines(
        path,
        text,
        DEVELOPERS_PATH,
        "%s is a path of one machine",
        "write it from the root of the checkout, or take it as a setting");
  }

  private static List<Offence> lines(
      String path, String text, Pattern pattern, String what, String cure) {
    List<Offence> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher match = pattern.matcher(lines.get(i));
      if (match.find()) {
        String hit = match.group(match.groupCount());
        found.add(new Offence(path, i + 1L, what.formatted(hit), cure));
      }
    }
    return found;
  }
}
