package dev.holddown.connectors.support;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a program by absolute path, or by bare name on the PATH; never relative to a folder. */
final class Programs {
  private Programs() {}

  /**
   * The absolute path of the program.
   *
   * @param path the PATH to look on; its relative and empty entries are passed over
   */
  static Path resolve(String program, String path) throws CallRefused {
    if (program.isBlank() || program.chars().anyMatch(c -> c < ' ')) {
      throw new CallRefused("the program's name is empty or holds a control character");
    }
    if (program.startsWith("/")) {
      Path file = Path.of(program);
      if (!runs(file)) {
        throw new CallRefused("no program " + program + ", or it may not be executed");
      }
      return file;
    }
    if (program.indexOf('/') >= 0) {
      throw new CallRefused(
          "the program "
              + program
              + " is a relative path; give a bare name on the PATH or an absolute path");
    }
    return onPath(program, path)
        .orElseThrow(
            () -> new CallRefused("no program `" + program + "` on the PATH (" + path + ")"));
  }

  static Optional<Path> onPath(String name, String path) {
    for (String folder : path.split(":", -1)) {
      if (folder.startsWith("/")) {
        try {
          Path file = Path.of(folder, name);
          if (runs(file)) {
            return Optional.of(file);
          }
        } catch (InvalidPathException e) {
          // A folder that cannot exist holds no program.
        }
      }
    }
    return Optional.empty();
  }

  private static boolean runs(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
