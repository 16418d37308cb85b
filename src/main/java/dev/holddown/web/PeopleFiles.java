package dev.holddown.web;

import dev.holddown.domain.people.People;
import dev.holddown.playbooks.PlaybookReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The people documents of the workspace, read anew within a second of a change. One that is not
 * sound changes nothing: what was there before goes on to count, and the log says why.
 */
final class PeopleFiles {
  private static final int FILES_MAX = 500;
  private static final long FILE_BYTES_MAX = 4L * 1024 * 1024;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Path folder;
  private final PlaybookReader reader;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private long lookedAt;
  private String readAs;
  private Optional<People> known;

  /**
   * Reads what is there.
   *
   * @throws IllegalArgumentException with every problem, when it is not sound
   */
  PeopleFiles(Path folder, PlaybookReader reader, LongSupplier nanos, Consumer<String> log) {
    this.folder = folder;
    this.reader = reader;
    this.nanos = nanos;
    this.log = log;
    this.lookedAt = nanos.getAsLong();
    this.readAs = as();
    this.known = reader.people(bytes());
  }

  /** What they say now; empty when there is none. */
  synchronized Optional<People> now() {
    long now = nanos.getAsLong();
    if (now - lookedAt < LOOK_NANOS) {
      return known;
    }
    lookedAt = now;
    String as = as();
    if (!as.equals(readAs)) {
      readAs = as;
      try {
        take(reader.people(bytes()));
      } catch (IllegalArgumentException | UncheckedIOException e) {
        log.accept("the people of the workspace stay as they were: " + e.getMessage());
      }
    }
    return known;
  }

  /** A file that is gone for a moment, as an editor saves it, must not open what it had closed. */
  private void take(Optional<People> read) {
    if (read.isEmpty() && known.isPresent()) {
      log.accept(
          "the people of the workspace are gone: what they said goes on to count until the server"
              + " starts again");
    } else if (!read.equals(known)) {
      known = read;
      log.accept("the people of the workspace were read anew");
    }
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> path.getFileName().toString().matches(".+\\.ya?ml"))
          .sorted()
          .limit(FILES_MAX)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the workspace cannot be read: " + e.getMessage(), e);
    }
  }

  private String as() {
    StringBuilder as = new StringBuilder();
    for (Path file : files()) {
      try {
        as.append(file.getFileName())
            .append(' ')
            .append(Files.getLastModifiedTime(file))
            .append(' ')
            .append(Files.size(file))
            .append('\n');
      } catch (IOException e) {
        as.append(file.getFileName()).append(" is gone\n");
      }
    }
    return as.toString();
  }

  /** Those that speak of people at all. */
  private Map<String, byte[]> bytes() {
    Map<String, byte[]> all = new TreeMap<>();
    for (Path file : files()) {
      try {
        if (Files.size(file) <= FILE_BYTES_MAX) {
          byte[] bytes = Files.readAllBytes(file);
          if (new String(bytes, StandardCharsets.UTF_8).contains("people")) {
            all.put(file.getFileName().toString(), bytes);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the file " + file.getFileName() + " of the workspace cannot be read: " + e, e);
      }
    }
    return all;
  }
}
