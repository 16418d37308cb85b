package dev.holddown.web;

import dev.holddown.domain.people.People;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.WorkspaceContent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The people documents of what is in force of the workspace. One that is not sound, or is gone for
 * a moment as an editor saves it, opens nothing: what was known goes on to count, and the log says
 * why.
 */
final class PeopleInForce {
  private final Supplier<Optional<WorkspaceContent>> inForce;
  private final PlaybookReader reader;
  private final Consumer<String> log;
  private Optional<WorkspaceContent> readFrom = Optional.empty();
  private Optional<People> known = Optional.empty();

  /** {@code inForce}: the same object until something else comes into force. */
  PeopleInForce(
      Supplier<Optional<WorkspaceContent>> inForce, PlaybookReader reader, Consumer<String> log) {
    this.inForce = inForce;
    this.reader = reader;
    this.log = log;
  }

  /** What they say now; empty when there never was one. */
  synchronized Optional<People> now() {
    Optional<WorkspaceContent> now = inForce.get();
    boolean same =
        now.isPresent() == readFrom.isPresent()
            && now.filter(content -> content != readFrom.orElseThrow()).isEmpty();
    if (!same) {
      readFrom = now;
      try {
        take(now.flatMap(content -> reader.people(yaml(content))));
      } catch (IllegalArgumentException e) {
        log.accept("the people of the workspace stay as they were: " + e.getMessage());
      }
    }
    return known;
  }

  private void take(Optional<People> read) {
    if (read.isEmpty() && known.isPresent()) {
      log.accept(
          "the people of the workspace are gone: what they said goes on to count until the server"
              + " starts again");
    } else {
      known = read;
    }
  }

  private static Map<String, byte[]> yaml(WorkspaceContent content) {
    Map<String, byte[]> files = new TreeMap<>();
    content
        .files()
        .forEach((name, bytes) -> {
          if (name.matches(".+\\.ya?ml")) {
            files.put(name, bytes);
          }
        });
    return files;
  }
}
