package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which everything durable lies, owned by one process at a time:
 *
 * <pre>
 * holddown.db     the log (with -wal and -shm beside it)
 * evidence/       bytes by their digest
 * secrets/        one file for each secret, 0600
 * cards/          the printable rollback card of each run
 * engine.sock     where the owner listens
 * clock           how the clocks of its owners went since the machine was booted
 * holddown.lock   locked by the owner, holds its process id
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  /**
   * Folders owned by this process. POSIX drops a process's lock on a file when the process closes
   * any handle of that file, so a folder in here must not have its lock file opened again.
   */
  private static final Set<Path> OWNED = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder if need be (0700) and becomes its owner.
   *
   * @throws StoreException when another process owns it, others may write to it, or it cannot be
   *     made
   */
  public static DataFolder own(Path path) {
    try {
      Path root = make(path);
      if (!OWNED.add(root)) {
        throw owned(ProcessHandle.current().pid() + ", this process", root);
      }
      DataFolder folder = null;
      try {
        folder = lock(root);
        return folder;
      } finally {
        if (folder == null) {
          OWNED.remove(root);
        }
      }
    } catch (ReadOnlyFileSystemException e) {
      throw readOnly(path, e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Read-only file system")) {
        throw readOnly(path, e);
      }
      throw new StoreException(
          "the data folder %s cannot be used: %s; give another one with --data"
              .formatted(path.toAbsolutePath(), e),
          e);
    }
  }

  private static StoreException readOnly(Path path, Exception cause) {
    return new StoreException(
        ("the data folder %s can only be read: nothing was changed, and nothing can be run from"
                + " here; make its disk writable, or give another folder with --data")
            .formatted(path.toAbsolutePath()),
        cause);
  }

  /** Root could use the folder of anybody, and would leave files there that its owner cannot. */
  private static void ofThisUser(Path root) throws IOException {
    String owner = Files.getOwner(root).getName();
    String user = System.getProperty("user.name", owner);
    if (!owner.equals(user)) {
      throw new StoreException(
          ("the data folder %s belongs to %s and you are %s; nothing was changed; run Holddown"
                  + " as %s, or give another folder with --data")
              .formatted(root, owner, user, owner));
    }
  }

  private static Path make(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new StoreException(
          "the data folder %s is a file; give a folder".formatted(path.toAbsolutePath()));
    }
    if (!Files.exists(path)) {
      Files.createDirectories(path, DurableFiles.ownerFolder());
    }
    Path root = path.toRealPath();
    if (DurableFiles.posix()) {
      ofThisUser(root);
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(root);
      if (mode.contains(PosixFilePermission.GROUP_WRITE)
          || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new StoreException(
            ("others may write to the data folder %s, so nothing in it can be trusted; "
                    + "run: chmod 700 %s")
                .formatted(root, root));
      }
    }
    for (String name : new String[] {"evidence", "secrets", "cards"}) {
      if (!Files.isDirectory(root.resolve(name))) {
        Files.createDirectory(root.resolve(name), DurableFiles.ownerFolder());
      }
    }
    DurableFiles.syncFolder(root);
    return root;
  }

  private static DataFolder lock(Path root) throws IOException {
    Path file = root.resolve("holddown.lock");
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            DurableFiles.ownerFile());
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
      if (lock == null) {
        throw owned(owner(channel), root);
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0); // over what is there: that needs no room on the disk
      channel.truncate(pid.length);
      return new DataFolder(root, channel, lock);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(20);
    int read = channel.read(buffer, 0);
    String pid =
        new String(buffer.array(), 0, Math.max(read, 0), StandardCharsets.US_ASCII).strip();
    return pid.matches("[0-9]+") ? pid : "unknown";
  }

  private static StoreException owned(String pid, Path root) {
    return new StoreException.Owned(
        "another Holddown (pid %s) owns %s; use its socket %s"
            .formatted(pid, root, root.resolve("engine.sock")));
  }

  /** The folder itself, without links. */
  public Path root() {
    return root;
  }

  /** The database file. */
  public Path database() {
    return root.resolve("holddown.db");
  }

  /** Evidence, for {@link FileBlobs}. */
  public Path evidence() {
    return root.resolve("evidence");
  }

  /** Secrets, for {@link FileSecrets}. */
  public Path secrets() {
    return root.resolve("secrets");
  }

  /** The printable rollback cards. */
  public Path cards() {
    return root.resolve("cards");
  }

  /** Where the owner's socket belongs; whoever listens makes and removes it. */
  public Path socket() {
    return root.resolve("engine.sock");
  }

  /** Gives the folder up. Close the store first. The lock file stays, as its name is the lock. */
  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new StoreException("the data folder %s could not be given up".formatted(root), e);
    } finally {
      OWNED.remove(root);
    }
  }
}
