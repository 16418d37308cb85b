package dev.holddown.boot;

import dev.holddown.engine.port.Space;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Watches the disk of a data folder and keeps a file on it whose room a rollback may have. Safe for
 * use by many threads.
 */
final class DiskSpace implements Space {
  /** Room that only a rollback may use. */
  static final long RESERVE_BYTES = 32L * 1024 * 1024;

  /** Below this, samples and forward work stop. */
  static final long LOW_BYTES = 64L * 1024 * 1024;

  /** Below this the reserve is given free for whatever has to be written. */
  static final long EXHAUSTED_BYTES = 4L * 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(DiskSpace.class.getName());

  private final Path reserve;
  private final Disk disk;
  private volatile boolean reserved;

  /** What is known of a disk. */
  interface Disk {
    /** Bytes that this user can still write. */
    long usableBytes() throws IOException;
  }

  private DiskSpace(Path reserve, Disk disk) {
    this.reserve = reserve;
    this.disk = disk;
  }

  /** Makes the reserve if there is room for it; without room, forward work does not start. */
  static DiskSpace of(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return of(folder, store::getUsableSpace);
  }

  /** The same on a disk of which a test tells. */
  static DiskSpace of(Path folder, Disk disk) throws IOException {
    DiskSpace space = new DiskSpace(folder.resolve("reserve.bin"), disk);
    space.reserved = Files.exists(space.reserve) && Files.size(space.reserve) >= RESERVE_BYTES;
    if (space.exhausted()) {
      space.release(); // else not even the start could be written
    }
    space.low();
    return space;
  }

  /** Really written: a sparse file would reserve nothing. */
  private synchronized void fill() throws IOException {
    if (reserved) {
      return;
    }
    byte[] block = new byte[1024 * 1024];
    try (RandomAccessFile file = new RandomAccessFile(reserve.toFile(), "rw")) {
      for (long written = 0; written < RESERVE_BYTES; written += block.length) {
        file.write(block);
      }
    }
    reserved = true;
  }

  /** Makes the reserve anew when there is room again. */
  @Override
  public boolean low() {
    try {
      long usable = disk.usableBytes();
      if (!reserved && usable >= RESERVE_BYTES + LOW_BYTES) {
        fill();
      }
      return !reserved || usable < LOW_BYTES;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public boolean exhausted() {
    try {
      return reserved && disk.usableBytes() < EXHAUSTED_BYTES;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public String left() {
    try {
      return disk.usableBytes() / (1024 * 1024) + " MiB";
    } catch (IOException e) {
      return "an unknown amount";
    }
  }

  @Override
  public synchronized void release() {
    try {
      if (Files.deleteIfExists(reserve)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the disk of {0} is nearly full: the {1} MiB that were kept there for a rollback are"
                + " given free now; nothing goes forward until there is room again",
            reserve.getParent(),
            RESERVE_BYTES / (1024 * 1024));
      }
      reserved = false;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "the reserve " + reserve + " could not be released: " + e);
    }
  }
}
