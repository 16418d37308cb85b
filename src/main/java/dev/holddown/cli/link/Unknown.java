package dev.holddown.cli.link;

import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.playbooks.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What to say to a name that nothing has. */
final class Unknown {
  private static final int RUNS_MAX = 500;
  private static final int RUNS_SEARCHED_MAX = 50;
  private static final int DIGEST_CHARACTERS_MIN = 8;

  private Unknown() {}

  static String run(String run, EventStore store) {
    List<String> known = store.runs(RUNS_MAX).stream().map(EventStore.IndexRow::run).toList();
    Optional<String> begins = known.stream().filter(id -> id.startsWith(run)).findFirst();
    return "there is no run "
        + run
        + begins
            .or(() -> Nearest.to(run, known))
            .map(near -> "; did you mean " + near + "?")
            .orElse("; see: holddown status --all");
  }

  /** The digest that begins so, among the evidence of the newest runs. */
  static String wholeDigest(String prefix, EventStore store) {
    if (!prefix.matches("[0-9a-f]{" + DIGEST_CHARACTERS_MIN + ",63}")) {
      throw new Refused(
          "\""
              + prefix
              + "\" is no digest: give sha256 in hex, at least its first "
              + DIGEST_CHARACTERS_MIN
              + " characters");
    }
    List<String> found =
        store.runs(RUNS_SEARCHED_MAX).stream()
            .flatMap(row -> store.read(row.run()).stream())
            .flatMap(event -> digests(event.entry().event()))
            .filter(digest -> digest.startsWith(prefix))
            .distinct()
            .toList();
    if (found.size() != 1) {
      throw new Refused(
          (found.isEmpty() ? "no evidence" : found.size() + " pieces of evidence")
              + " of the newest "
              + RUNS_SEARCHED_MAX
              + " runs begins with "
              + prefix
              + "; give the whole digest");
    }
    return found.getFirst();
  }

  /** The evidence that an event names, by SHA-256 in hex. */
  static Stream<String> digests(RunEvent event) {
    return switch (event) {
      case RunEvent.Started e -> Stream.of(e.playbook());
      case RunEvent.Asked e -> e.finding().evidence().stream();
      case RunEvent.Ended e -> e.evidence().stream();
      case RunEvent.Fired e -> e.evidence().stream();
      case RunEvent.Attached e -> Stream.of(e.file().digest());
      default -> Stream.empty();
    };
  }
}
