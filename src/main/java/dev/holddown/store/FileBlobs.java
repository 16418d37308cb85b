package dev.holddown.store;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.RemovableBlobs;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Evidence as files, {@code <two hex digits>/<64 hex digits>}, 0600. A file is written under
 * another name, synced and moved into place, so one that is there is whole.
 */
public final class FileBlobs implements RemovableBlobs {
  private static final String HALF = ".half";

  private final Path folder;

  /** Nothing is removed between the look at a file and the word that it is kept. */
  private final Object removing = new Object();

  /** Uses a folder that is there, and removes what a crash left half written. */
  public FileBlobs(Path folder) {
    this.folder = folder;
    try (DirectoryStream<Path> halves = Files.newDirectoryStream(folder, "*" + HALF)) {
      for (Path half : halves) {
        Files.deleteIfExists(half);
      }
    } catch (IOException e) {
      throw new StoreException("the evidence folder %s cannot be used: %s".formatted(folder, e), e);
    }
  }

  @Override
  public Digest put(byte[] bytes) {
    BlobRules.check(bytes);
    Digest digest = Digest.of(bytes);
    Path file = file(digest);
    try {
      // A copy that no longer fits its digest is replaced by the whole one at hand.
      synchronized (removing) {
        if (!Files.exists(file) || !Digest.of(Files.readAllBytes(file)).equals(digest)) {
          write(file, bytes);
        } else {
          touch(file);
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          "evidence %s could not be kept in %s: %s; nothing cites it yet"
              .formatted(digest.brief(), folder, e),
          e);
    }
    return digest;
  }

  private void write(Path file, byte[] bytes) throws IOException {
    Path shelf = folder.resolve(file.getName(file.getNameCount() - 2));
    if (!Files.isDirectory(shelf)) {
      Files.createDirectories(shelf, DurableFiles.ownerFolder());
      DurableFiles.syncFolder(folder);
    }
    Path half = Files.createTempFile(folder, "", HALF, DurableFiles.ownerFile());
    try {
      DurableFiles.write(half, bytes);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
    DurableFiles.syncFolder(shelf);
  }

  @Override
  public Optional<byte[]> get(Digest digest) {
    Path file = file(digest);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("evidence %s cannot be read: %s".formatted(file, e), e);
    }
    return Optional.of(BlobRules.checked(digest, bytes, file.toString()));
  }

  /** By the clock of the disk, as the time of a new file is. */
  private void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, now());
  }

  private FileTime now() throws IOException {
    Path probe = Files.createTempFile(folder, "", HALF, DurableFiles.ownerFile());
    try {
      return Files.getLastModifiedTime(probe);
    } finally {
      Files.delete(probe);
    }
  }

  @Override
  public OptionalLong size(Digest digest) {
    try {
      return OptionalLong.of(Files.size(file(digest)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new StoreException("evidence %s cannot be read: %s".formatted(file(digest), e), e);
    }
  }

  @Override
  public boolean remove(Digest digest, Duration idle) {
    Path file = file(digest);
    try {
      synchronized (removing) {
        if (!Files.exists(file)) {
          return false;
        }
        Instant put = Files.getLastModifiedTime(file).toInstant();
        if (!put.isBefore(now().toInstant().minus(idle))) {
          return false;
        }
        Files.delete(file);
        return true;
      }
    } catch (IOException e) {
      throw new StoreException("evidence %s cannot be removed: %s".formatted(file, e), e);
    }
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }
}
