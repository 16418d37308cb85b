package dev.holddown.web;

import dev.holddown.cli.link.Desk;
import dev.holddown.view.EventLine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Entity tags (RFC 9110, 8.8.3): a run's is the number of its last event, an item's that of the
 * last event about it. Who sends one in {@code If-Match} is told of what happened since.
 */
final class Tags {
  private static final int CHANGES_SHOWN_MAX = 20;
  private static final int LOCKS = 64;
  private static final String ONE = "\"v\\d{1,18}\"";

  private final Desk desk;
  private final List<ReentrantLock> locks =
      Arrays.stream(new int[LOCKS]).mapToObj(i -> new ReentrantLock()).toList();

  Tags(Desk desk) {
    this.desk = desk;
  }

  static String tag(long version) {
    return "\"v" + version + "\"";
  }

  /** The version of a list of events; 0 for none. */
  static long version(List<EventLine> history) {
    return history.isEmpty() ? 0 : history.getLast().version();
  }

  /** Whether the caller has this version already. */
  static boolean known(Call call, long version) {
    return call.header("If-None-Match").filter(sent -> sent.contains(tag(version))).isPresent();
  }

  /** The version that the caller saw, when they name one. */
  static Optional<Long> seen(Call call) {
    return call.header("If-Match")
        .map(String::strip)
        .filter(sent -> sent.matches(ONE))
        .map(sent -> Long.parseLong(sent.substring(2, sent.length() - 1)));
  }

  /**
   * Does it if nothing has changed since the version that the caller saw. Two callers that name a
   * version come one after the other; one that names none waits for nobody.
   *
   * @param key an item or gate; empty for the whole run
   */
  <T> T unchanged(Call call, String run, String key, Supplier<T> act) {
    Optional<String> seen = call.header("If-Match").filter(sent -> !sent.equals("*"));
    if (seen.isEmpty()) {
      return act.get();
    }
    ReentrantLock lock = locks.get(Math.floorMod(run.hashCode(), LOCKS));
    lock.lock();
    try {
      check(seen.get().strip(), run, key);
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  private void check(String seen, String run, String key) {
    if (!seen.matches(ONE)) {
      throw Problem.of(
          400,
          "if-match",
          "If-Match must be the ETag of an answer, such as \"v12\"; nothing was changed");
    }
    List<EventLine> history = key.isEmpty() ? List.of() : desk.entries().about(run, key);
    long now = key.isEmpty() ? desk.version(run) : version(history);
    long then = Long.parseLong(seen.substring(2, seen.length() - 1));
    if (now == then) {
      return;
    }
    List<EventLine> changes =
        (key.isEmpty() ? last(run, then) : history)
            .stream().filter(event -> event.version() > then).limit(CHANGES_SHOWN_MAX).toList();
    String what =
        changes.isEmpty()
            ? "it is at " + tag(now)
            : changes.getLast().actor()
                + " at "
                + changes.getLast().at()
                + ": "
                + changes.getLast().text();
    throw Problem.of(
            412,
            "changed",
            (key.isEmpty() ? "run " + run : "\"" + key + "\"")
                + " was changed since you looked, last by "
                + what
                + "; nothing of yours was done")
        .with("changes", changes)
        .header("ETag", tag(now));
  }

  private List<EventLine> last(String run, long then) {
    return ((dev.holddown.cli.link.Answers.Page)
            desk.answer(dev.holddown.cli.link.Ask.of("log").with("run", run).with("after", then)))
        .events();
  }
}
