package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The database as a file, looked at before SQLite touches it (offsets as in "Database File Format",
 * sqlite.org/fileformat2.html, section 1.3). A new one is made under another name and moved into
 * place when its schema is whole, so a file that is there is never half made.
 */
final class DatabaseFile {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 100;
  private static final int APPLICATION_ID = 0x484C444E; // 'HLDN', set by V1__events.sql
  private static final String CURE =
      "; nothing was changed; move it away and restore a backup, or give another data folder";

  private DatabaseFile() {}

  /** Makes the file when there is none; refuses one that is not a whole SQLite database. */
  static void prepare(Path file, Schema schema) {
    try {
      if (Files.exists(file)) {
        examine(file);
      } else {
        create(file, schema);
      }
    } catch (IOException e) {
      throw new StoreException(
          "the database %s cannot be opened: %s; nothing was changed".formatted(file, e), e);
    }
  }

  private static void create(Path file, Schema schema) throws IOException {
    Path wal = sibling(file, "-wal");
    if (Files.exists(wal) && Files.size(wal) > 0) {
      throw new StoreException(
          ("the database %s is missing but its write-ahead log %s is there: somebody "
                  + "moved or deleted the database; nothing was changed; put it back, or restore "
                  + "a backup")
              .formatted(file, wal.getFileName()));
    }
    Path made = sibling(file, ".new");
    Files.deleteIfExists(made);
    Files.deleteIfExists(sibling(file, ".new-journal"));
    DurableFiles.create(made);
    Migrations.run(made, schema);
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncFolder(
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder"));
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static void examine(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("the database %s is not a file".formatted(file) + CURE);
    }
    ByteBuffer header;
    try (InputStream in = Files.newInputStream(file)) {
      header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
    }
    if (header.limit() == 0) {
      throw new StoreException("the database %s is empty".formatted(file) + CURE);
    }
    if (header.limit() < HEADER_BYTES || !startsWithMagic(header)) {
      throw new StoreException("%s is not a SQLite database".formatted(file) + CURE);
    }
    if (header.getInt(68) != APPLICATION_ID) {
      throw new StoreException(
          ("%s is a SQLite database, but not one of Holddown; nothing was changed; give "
                  + "another data folder")
              .formatted(file));
    }
    Path wal = sibling(file, "-wal");
    // With a write-ahead log a short file is no damage: SQLite completes it from the log.
    if (Files.exists(wal) && Files.size(wal) > 0) {
      return;
    }
    long pageBytes = header.getShort(16) == 1 ? 65_536 : Short.toUnsignedInt(header.getShort(16));
    long wanted = pageBytes * Integer.toUnsignedLong(header.getInt(28));
    boolean told = header.getInt(24) == header.getInt(92);
    if (told && Files.size(file) < wanted) {
      throw new StoreException(
          "the database %s is cut off: it has %d bytes of %d"
                  .formatted(file, Files.size(file), wanted)
              + CURE);
    }
  }

  private static boolean startsWithMagic(ByteBuffer header) {
    return header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }
}
