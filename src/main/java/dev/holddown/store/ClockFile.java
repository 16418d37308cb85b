package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** One line about clocks, kept in a file of the data folder. What cannot be read is not known. */
public final class ClockFile {
  private static final int BYTES_MAX = 1_000;

  private final Path folder;
  private final Path file;

  /** The file of this name in a folder that is there. */
  public ClockFile(Path folder, String name) {
    this.folder = folder;
    this.file = folder.resolve(name);
  }

  /** The line; empty when there is none, or none that could be this. */
  public Optional<String> read() {
    try {
      return Files.exists(file) && Files.size(file) <= BYTES_MAX
          ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Puts another line in its place, durable when it returns. When that fails, the old line is taken
   * away: nothing known is safe, something wrong is not.
   *
   * @throws StoreException when not even that can be done
   */
  public void replace(String line) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.deleteIfExists(next);
      DurableFiles.create(next);
      DurableFiles.write(next, line.getBytes(StandardCharsets.ISO_8859_1));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      DurableFiles.syncFolder(folder);
    } catch (IOException e) {
      remove(next, e);
    }
  }

  private void remove(Path next, IOException why) {
    try {
      Files.deleteIfExists(next);
      Files.deleteIfExists(file);
      DurableFiles.syncFolder(folder);
    } catch (IOException e) {
      e.addSuppressed(why);
      throw new StoreException(
          ("%s can neither be written nor removed (%s), so how long an act of before may still"
                  + " land is not known; nothing was changed; make its disk writable, or remove"
                  + " the file")
              .formatted(file, why),
          e);
    }
  }
}
