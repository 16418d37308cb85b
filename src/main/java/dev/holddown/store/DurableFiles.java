package dev.holddown.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner can read, and that are there after a power cut. */
final class DurableFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private DurableFiles() {}

  /** Whether files here have an owner, a group and others. */
  static boolean posix() {
    return POSIX;
  }

  /** An attribute for files (0600); none where the file system knows no such thing. */
  static FileAttribute<?>[] ownerFile() {
    return attributes("rw-------");
  }

  /** An attribute for folders (0700); none where the file system knows no such thing. */
  static FileAttribute<?>[] ownerFolder() {
    return attributes("rwx------");
  }

  private static FileAttribute<?>[] attributes(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** A new empty file, 0600. */
  static void create(Path file) throws IOException {
    Files.createFile(file, ownerFile());
  }

  /** Writes all bytes and waits for the disk. Not broken off by an interrupt of the thread. */
  static void write(Path file, byte[] bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(bytes);
      out.getFD().sync();
    }
  }

  /** Makes names that were created or moved in a folder durable. */
  static void syncFolder(Path folder) throws IOException {
    if (!POSIX) {
      return; // such systems cannot open a folder, and order their journal themselves
    }
    // A channel fails when its thread has been interrupted; durability does not depend on that.
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
