package dev.holddown.testing.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds and parses the files of the checkout in which the tests run. */
public final class Sources {
  /** Folders that hold no sources of ours: what is built, kept or written by a run. */
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".holddown", ".idea");

  private Sources() {}

  /** The Java files under a folder, such as {@code src/main/java}, in the order of their paths. */
  public static List<JavaFile> java(String folder) {
    List<Path> paths = files(Path.of(folder), path -> path.toString().endsWith(".java"));
    return paths.isEmpty()
        ? List.of()
        : parse(manager -> manager.getJavaFileObjectsFromPaths(paths));
  }

  /** The files under a folder that are ours and that the predicate picks, in order. */
  public static List<Path> files(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(Path::normalize)
          .filter(Sources::ours)
          .filter(wanted)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder.toAbsolutePath(), e);
    }
  }

  private static boolean ours(Path path) {
    for (Path name : path) {
      if (NOT_OURS.contains(name.toString())) {
        return false;
      }
    }
    return true;
  }

  /** The text of a file in UTF-8; bytes that are not UTF-8 come as a replacement character. */
  public static String text(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path.toAbsolutePath(), e);
    }
  }

  /** Parses a text as if it were the file at this path, for tests of the rules themselves. */
  public static JavaFile parsed(String path, String text) {
    JavaFileObject file =
        new SimpleJavaFileObject(Path.of(path).toUri(), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    return parse(manager -> List.of(file)).getFirst();
  }

  private static List<JavaFile> parse(
      Function<StandardJavaFileManager, Iterable<? extends JavaFileObject>> which) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException(
          "this Java has no compiler, so sources cannot be read; run the tests on a JDK 25");
    }
    DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(faults, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, faults, List.of("-proc:none"), null, which.apply(manager));
      Trees trees = Trees.instance(task);
      List<JavaFile> parsed = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        JavaFileObject source = unit.getSourceFile();
        String path = Path.of("").toUri().relativize(source.toUri()).getPath();
        parsed.add(new JavaFile(path, source.getCharContent(true).toString(), unit, trees));
      }
      return List.copyOf(parsed);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot parse the sources", e);
    }
  }
}
