package dev.holddown.web;

import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.domain.people.People;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.WorkspaceContent;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The people documents of the workspace in force. A change of them counts when the workspace comes
 * into force, so with the consent of those whom it names, and never by being taken away.
 */
final class PeopleInForce {
  private final WorkspaceKeeper keeper;
  private final PlaybookReader reader;
  private final Consumer<String> log;
  private Optional<WorkspaceContent> readFrom = Optional.empty();
  private Optional<People> known = Optional.empty();

  /**
   * Reads what is in force.
   *
   * @throws IllegalArgumentException with every problem, when it is not sound
   */
  PeopleInForce(WorkspaceKeeper keeper, PlaybookReader reader, Consumer<String> log) {
    this.keeper = keeper;
    this.reader = reader;
    this.log = log;
    this.readFrom = keeper.content();
    this.known = people(readFrom);
  }

  /** What they say now; empty when there is none. */
  synchronized Optional<People> now() {
    Optional<WorkspaceContent> content = keeper.content();
    boolean same = content.isPresent() && readFrom.isPresent() && content.get() == readFrom.get();
    if (same || content.isEmpty()) {
      return known;
    }
    readFrom = content;
    try {
      take(people(content));
    } catch (IllegalArgumentException e) {
      log.accept("the people of the workspace stay as they were: " + e.getMessage());
    }
    return known;
  }

  private Optional<People> people(Optional<WorkspaceContent> content) {
    Map<String, byte[]> files = content.map(WorkspaceContent::files).orElse(Map.of());
    return reader.people(files);
  }

  /** A file that is taken away must not open what it had closed. */
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
}
