package dev.holddown.store;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.EventStore.Verification;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/**
 * The copy of a data folder, made while its owner works, and the way back. In it are the log, the
 * evidence, the rollback cards and whatever lies beside them, such as users and tokens (digests of
 * them); not in it are the secrets, which have their own keeper, and what belongs to one machine.
 * The log is copied first: what it cites is older and so in the evidence copied after it.
 */
public final class FolderBackup {
  private static final Set<String> OF_THE_MACHINE =
      Set.of("secrets", "clock", "holddown.lock", "engine.sock", "reserve.bin", "access.lock");

  private FolderBackup() {}

  /** What a good copy holds. */
  public record Made(String folder, long events, long runs, long evidence) {}

  /**
   * Makes a copy and reads all of it again.
   *
   * @param to a folder that is not there yet
   * @throws StoreException with a sentence when there is no good copy; nothing of it stays then
   */
  public static Made make(SqliteEventStore log, Path root, Path to) {
    Path half = half(to);
    try {
      Files.createDirectory(half, DurableFiles.ownerFolder());
      DurableFiles.create(half.resolve("holddown.db"));
      log.copyTo(half.resolve("holddown.db"));
      copy(root, half);
      Made made = checked(half, to);
      Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncFolder(parent(to));
      return made;
    } catch (IOException e) {
      throw new StoreException(
          "the backup %s could not be made: %s; nothing of it was kept".formatted(to, e), e);
    } finally {
      remove(half);
    }
  }

  /**
   * Makes a data folder from a copy, and reads all of it again.
   *
   * @param to a folder that is not there yet
   * @throws StoreException with a sentence when the copy is not whole; nothing is made then
   */
  public static Made restore(Path from, Path to) {
    if (!Files.isRegularFile(from.resolve("holddown.db"))) {
      throw new StoreException(
          "%s is no backup: there is no holddown.db in it; nothing was made".formatted(from));
    }
    Path half = half(to);
    try {
      checked(from, from);
      Files.createDirectory(half, DurableFiles.ownerFolder());
      DurableFiles.write(
          half.resolve("holddown.db"), Files.readAllBytes(from.resolve("holddown.db")));
      copy(from, half);
      Made made = checked(half, to);
      Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncFolder(parent(to));
      return made;
    } catch (IOException e) {
      throw new StoreException(
          "%s could not be restored to %s: %s; nothing was kept".formatted(from, to, e), e);
    } finally {
      remove(half);
    }
  }

  private static Path half(Path to) {
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(
          "%s is there already; give a folder that is not there yet".formatted(to));
    }
    Path half = to.toAbsolutePath().resolveSibling(to.getFileName() + ".half");
    remove(half);
    return half;
  }

  private static Path parent(Path file) {
    return file.toAbsolutePath().resolveSibling("");
  }

  /** All but the database and what belongs to one machine. */
  private static void copy(Path root, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path inside = root.relativize(file);
        String first = inside.getName(0).toString();
        if (first.isEmpty() || OF_THE_MACHINE.contains(first) || first.startsWith("holddown.db")) {
          continue;
        }
        Path target = to.resolve(inside.toString());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(target, DurableFiles.ownerFolder());
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !first.endsWith(".half")) {
          copyFile(file, target);
        }
      }
    }
  }

  private static void copyFile(Path file, Path target) throws IOException {
    try {
      DurableFiles.create(target);
    } catch (FileAlreadyExistsException e) {
      Files.delete(target);
      DurableFiles.create(target);
    }
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Walks the chain of the log and takes the digest of every piece of evidence. */
  private static Made checked(Path folder, Path name) throws IOException {
    Verification log;
    try (Connection connection =
        new SQLiteConfig().createConnection("jdbc:sqlite:" + folder.resolve("holddown.db"))) {
      log = LogReader.verifyFile(connection);
    } catch (SQLException e) {
      throw new StoreException(
          "the log in %s cannot be read: %s".formatted(name, Database.cause(e)), e);
    }
    if (log.firstBad().isPresent()) {
      throw new StoreException(
          "the log in %s is not whole: %s".formatted(name, log.firstBad().get()));
    }
    long evidence = 0;
    for (Path file : evidence(folder)) {
      if (!Digest.of(Files.readAllBytes(file)).hex().equals(file.getFileName().toString())) {
        throw new StoreException(
            "evidence %s in %s does not fit its digest".formatted(file.getFileName(), name));
      }
      evidence++;
    }
    return new Made(name.toString(), log.events(), log.runs(), evidence);
  }

  private static List<Path> evidence(Path folder) throws IOException {
    Path shelf = folder.resolve("evidence");
    if (!Files.isDirectory(shelf)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(shelf)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
          .toList();
    }
  }

  private static void remove(Path half) {
    if (!Files.exists(half, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(half)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.getLogger(FolderBackup.class.getName())
          .log(System.Logger.Level.WARNING, half + " could not be removed: " + e);
    }
  }
}
