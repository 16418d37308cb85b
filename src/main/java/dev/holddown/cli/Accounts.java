package dev.holddown.cli;

import dev.holddown.access.AccessLog;
import dev.holddown.access.AccessScope;
import dev.holddown.access.Invitations;
import dev.holddown.access.LocalUsers;
import dev.holddown.access.Sessions;
import dev.holddown.playbooks.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;

/** What the verbs about users share: the files of a data folder, and who changed them. */
final class Accounts {
  private static final int LINE_CHARACTERS_MAX = 1_000;

  private final Room room;
  private final Path folder;

  private Accounts(Room room, Path folder) {
    this.room = room;
    this.folder = folder;
  }

  /** Those of the data folder, which is made if need be. */
  static Accounts of(Room room, VerbOptions common) {
    if (room.server(common).isPresent()) {
      throw Stop.usage(
          "users are kept beside the server: leave out --server, and use --data there");
    }
    Path folder = room.folder(common);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "the folder " + folder + " cannot be made: " + e.getMessage());
    }
    return new Accounts(room, folder);
  }

  private InstantSource clock() {
    return room.kit().passing().clock();
  }

  LocalUsers users() {
    return LocalUsers.in(folder, clock());
  }

  Sessions sessions() {
    return Sessions.in(folder, users(), clock());
  }

  /** A code by which a person sets a password, as the end of a link. */
  String invite(String person) {
    String code =
        Invitations.in(folder, clock()).add(Optional.of(person), () -> room.kit().secret());
    return "/welcome?code=" + code;
  }

  /** Says in the access log what was done to an account, and by whom. */
  void note(String kind, String what) {
    String who = new Person().name(room.environment());
    AccessLog.in(folder, clock())
        .add(kind, new AccessLog.Deed(who, "", what, "done on the server's machine"));
  }

  static AccessScope scope(String word) {
    return AccessScope.of(word)
        .orElseThrow(() ->
            Stop.usage(
                "--scope "
                    + word
                    + ": it is read, brake, work or admin"
                    + Nearest.to(word, AccessScope.words())
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")));
  }

  /** The first line of standard input. */
  String typed() {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(room.kit().outside().in(), StandardCharsets.UTF_8));
      String line = in.readLine();
      if (line == null || line.isEmpty() || line.length() > LINE_CHARACTERS_MAX) {
        throw Stop.usage("--password-stdin reads the password from the first line; there is none");
      }
      return line;
    } catch (IOException e) {
      throw new Stop(Exit.FAILED, "standard input cannot be read: " + e.getMessage());
    }
  }
}
