package dev.holddown.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The files that SQLite has open, by what they are and not by their names. A file that was moved or
 * deleted takes every write and every fsync, and loses all of it.
 */
final class OpenFiles {
  private final Map<Path, Object> keys = new LinkedHashMap<>();

  private OpenFiles() {}

  /** As they are now: the database and its write-ahead log. */
  static OpenFiles of(Path database) throws IOException {
    OpenFiles files = new OpenFiles();
    for (Path file :
        new Path[] {database, database.resolveSibling(database.getFileName() + "-wal")}) {
      files.keys.put(file, key(file));
    }
    return files;
  }

  /** A file system without such keys tells at least whether there is a file. */
  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return Objects.requireNonNullElse(key, file);
  }

  /** The first that is no longer where it was. */
  Optional<Path> gone() {
    for (Map.Entry<Path, Object> file : keys.entrySet()) {
      try {
        if (!key(file.getKey()).equals(file.getValue())) {
          return Optional.of(file.getKey());
        }
      } catch (IOException e) {
        return Optional.of(file.getKey());
      }
    }
    return Optional.empty();
  }
}
