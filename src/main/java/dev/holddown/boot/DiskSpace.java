package dev.holddown.boot;

import dev.holddown.engine.port.Space;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Watches the disk of a data folder and keeps a file on it whose room a rollback may have. */
final class DiskSpace implements Space {
  /** Room that only a rollback may use. */
  static final long RESERVE_BYTES = 32L * 1024 * 1024;

  /** Below this, samples and forward work stop. */
  static final long LOW_BYTES = 64L * 1024 * 1024;

  private final Path reserve;
  private final FileStore disk;

  private DiskSpace(Path reserve, FileStore disk) {
    this.reserve = reserve;
    this.disk = disk;
  }

  /** Makes the reserve if there is room for it; without room, forward work does not start. */
  static DiskSpace of(Path folder) throws IOException {
    Path reserve = folder.resolve("reserve.bin");
    DiskSpace space = new DiskSpace(reserve, Files.getFileStore(folder));
    boolean made = Files.exists(reserve) && Files.size(reserve) >= RESERVE_BYTES;
    if (!made && space.disk.getUsableSpace() > RESERVE_BYTES + LOW_BYTES) {
      space.fill();
    }
    return space;
  }

  /** Really written: a sparse file would reserve nothing. */
  private void fill() throws IOException {
    byte[] block = new byte[1024 * 1024];
    try (RandomAccessFile file = new RandomAccessFile(reserve.toFile(), "rw")) {
      for (long written = 0; written < RESERVE_BYTES; written += block.length) {
        file.write(block);
      }
    }
  }

  @Override
  public boolean low() {
    try {
      return disk.getUsableSpace() < LOW_BYTES;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public String left() {
    try {
      return disk.getUsableSpace() / (1024 * 1024) + " MiB";
    } catch (IOException e) {
      return "an unknown amount";
    }
  }

  @Override
  public void release() {
    try {
      Files.deleteIfExists(reserve);
    } catch (IOException e) {
      System.getLogger(DiskSpace.class.getName())
          .log(
              System.Logger.Level.ERROR, "the reserve " + reserve + " could not be released: " + e);
    }
  }
}
