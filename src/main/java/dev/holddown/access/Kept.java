package dev.holddown.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A value in a private file (0600) that several processes share: JSON, written whole and forced to
 * disk before it replaces the old one. A reader sees what others changed at its next look.
 *
 * @param <T> a record that Jackson reads and writes
 */
final class Kept<T> {
  private static final long FILE_BYTES_MAX = 4L * 1024 * 1024;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path file;
  private final String noun;
  private final Class<T> type;
  private final T empty;
  private String readAs = "";
  private T known;

  /** {@code noun}: what it holds, in the plural, for messages. */
  Kept(Path file, String noun, Class<T> type, T empty) {
    this.file = file;
    this.noun = noun;
    this.type = type;
    this.empty = empty;
    this.known = empty;
  }

  /** What the file says now. */
  synchronized T get() {
    try {
      if (!Files.exists(file)) {
        return empty;
      }
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      String as = now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
      if (!as.equals(readAs)) {
        known = read(now.size());
        readAs = as;
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException("the " + noun + " in " + file + " cannot be read: " + e, e);
    }
  }

  private T read(long bytes) throws IOException {
    if (bytes > FILE_BYTES_MAX) {
      throw new IOException("it has more than " + FILE_BYTES_MAX + " bytes");
    }
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    if (!mode.endsWith("------")) {
      throw new IOException("others may use it (" + mode + "); make it private: chmod 600 " + file);
    }
    try {
      return MAPPER.readValue(Files.readString(file), type);
    } catch (JacksonException e) {
      throw new IOException("it is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /** One change at a time among all processes. What {@code change} throws leaves it as it was. */
  void change(UnaryOperator<T> change) {
    synchronized (Kept.class) {
      Path lock = file.resolveSibling(stem() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        write(change.apply(held.isValid() ? get() : empty));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the " + noun + " in " + file + " cannot be changed: " + e, e);
      }
    }
  }

  private String stem() {
    return file.getFileName().toString().replaceFirst("\\.json$", "");
  }

  private void write(T value) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, MAPPER.writeValueAsString(value) + "\n");
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
