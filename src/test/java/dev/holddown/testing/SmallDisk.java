package dev.holddown.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A real file system of its own, in memory. Only root may have one. */
public final class SmallDisk implements AutoCloseable {
  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Mounts it over a new folder; empty where that is not allowed. */
  public static Optional<SmallDisk> at(Path folder, int mebibytes) throws IOException {
    Path root = Files.createDirectory(folder);
    String options = "size=" + mebibytes + "m,mode=0700";
    return done("mount", "-t", "tmpfs", "-o", options, "none", root.toString())
        ? Optional.of(new SmallDisk(root))
        : Optional.empty();
  }

  public Path root() {
    return root;
  }

  /** From now on nothing can be written. */
  public void readOnly() {
    if (!done("mount", "-o", "remount,ro", root.toString())) {
      throw new IllegalStateException(root + " cannot be made read-only");
    }
  }

  private static boolean done(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (!done("umount", root.toString())) {
      throw new IllegalStateException(root + " is still in use");
    }
  }
}
