package dev.holddown.cli.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the engine of a data folder listens: {@code engine.sock} in it. A path that is longer than
 * a socket's address may be (sun_path: 104 to 108 bytes) is replaced by a short one in a folder of
 * its own (0700), which {@code engine.sock.path} names.
 */
final class SocketPlace {
  static final int PATH_BYTES_MAX = 100;
  private static final String NAME = "engine.sock";
  private static final String POINTER = "engine.sock.path";

  private SocketPlace() {}

  /** Where a client looks. */
  static Path find(Path folder) {
    Path direct = folder.resolve(NAME);
    if (fits(direct)) {
      return direct;
    }
    return pointed(folder).orElse(direct);
  }

  /** Makes room for a new socket. Only the owner of the folder calls it. */
  static Path make(Path folder) throws IOException {
    Path direct = folder.resolve(NAME);
    Files.deleteIfExists(direct);
    remove(folder);
    if (fits(direct)) {
      return direct;
    }
    Path room = Files.createTempDirectory("holddown-");
    Path socket = room.resolve(NAME);
    if (!fits(socket)) {
      Files.delete(room);
      throw new IOException(
          "the path " + socket + " is too long for a socket; set TMPDIR to a short one");
    }
    Path pointer = folder.resolve(POINTER);
    Path draft = folder.resolve(POINTER + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, socket + "\n");
    Files.move(
        draft,
        pointer,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return socket;
  }

  /** Removes socket and pointer. */
  static void remove(Path folder) throws IOException {
    Optional<Path> pointed = pointed(folder);
    if (pointed.isPresent()) {
      Files.deleteIfExists(pointed.get());
      Path room = pointed.get().getParent();
      if (room != null && room.getFileName().toString().startsWith("holddown-")) {
        Files.deleteIfExists(room);
      }
      Files.deleteIfExists(folder.resolve(POINTER));
    }
    Files.deleteIfExists(folder.resolve(NAME));
  }

  private static Optional<Path> pointed(Path folder) {
    Path pointer = folder.resolve(POINTER);
    try {
      if (!Files.isRegularFile(pointer) || Files.size(pointer) > PATH_BYTES_MAX + 1) {
        return Optional.empty();
      }
      Path socket = Path.of(Files.readString(pointer).strip());
      Path room = socket.getParent();
      boolean ours =
          room != null
              && Files.isDirectory(room)
              && Files.getOwner(room).equals(Files.getOwner(pointer));
      return ours ? Optional.of(socket) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX;
  }
}
