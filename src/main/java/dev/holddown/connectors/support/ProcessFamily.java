package dev.holddown.connectors.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A started program and all that it started, to be killed and proven dead. With {@code setsid} the
 * program leads a session and group of its own; a descendant that left both is found by its
 * environment, which carries the operation id.
 *
 * @param grouped whether the program leads a process group of its own
 * @param mark {@code NAME=value} in the environment of all that belongs to it
 */
record ProcessFamily(Process leader, boolean grouped, Optional<String> mark) {
  private static final Path PROC = Path.of("/proc");
  private static final boolean SCANS = Files.isReadable(PROC.resolve("self/stat"));
  private static final int ROUNDS_MAX = 200;
  private static final long ROUND_NANOS = 20_000_000;

  /** Whose processes are ended. */
  enum Reach {
    /** The session and group: what was left in the background. */
    GROUP,
    /** Those that left it on purpose too. */
    MARKED
  }

  /** Kills, and looks until nothing is left or four seconds are over. True: proven dead. */
  boolean end(Reach reach) {
    List<ProcessHandle> known =
        new ArrayList<>(leader.isAlive() ? leader.descendants().toList() : List.of());
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<ProcessHandle> found = found(reach);
      // The number of an empty group may already be somebody else's.
      if (grouped && (leader.isAlive() || !found.isEmpty() || !SCANS)) {
        Signals.killGroup(leader.pid());
      }
      leader.destroyForcibly();
      known.addAll(found);
      known.removeIf(p -> !p.isAlive() || isZombie(p.pid()));
      if (known.isEmpty() && !leader.isAlive() && groupIsGone()) {
        return true;
      }
      known.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(ROUND_NANOS);
    }
    return false;
  }

  private boolean groupIsGone() {
    return !grouped
        || SCANS // every living member would have been found
        || !Signals.groupExists(leader.pid()).orElse(false);
  }

  private List<ProcessHandle> found(Reach reach) {
    List<ProcessHandle> members = new ArrayList<>();
    if (!SCANS) {
      return members;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (pid != ProcessHandle.current().pid() && belongs(entry, pid, reach)) {
          ProcessHandle.of(pid).ifPresent(members::add);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return members;
    }
    return members;
  }

  private boolean belongs(Path entry, long pid, Reach reach) {
    List<String> stat = stat(entry);
    if (stat.size() < 4 || stat.getFirst().matches("[ZX]")) {
      return false;
    }
    String own = Long.toString(leader.pid());
    boolean member = grouped && (stat.get(2).equals(own) || stat.get(3).equals(own));
    return member
        || pid == leader.pid()
        || (reach == Reach.MARKED && mark.isPresent() && carries(entry, mark.orElseThrow()));
  }

  private static boolean isZombie(long pid) {
    List<String> stat = stat(PROC.resolve(Long.toString(pid)));
    return !stat.isEmpty() && stat.getFirst().matches("[ZX]");
  }

  /** State, parent, group, session: proc(5); the program's name before them may hold anything. */
  private static List<String> stat(Path entry) {
    try {
      String text = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
      return List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", 5));
    } catch (IOException | IndexOutOfBoundsException e) {
      return List.of();
    }
  }

  private static boolean carries(Path entry, String mark) {
    try {
      String text = Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
      return List.of(text.split("\0")).contains(mark);
    } catch (IOException e) {
      return false;
    }
  }
}
