package dev.holddown.cli.link;

import dev.holddown.domain.run.Governance;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.EventKey;
import dev.holddown.view.EventLine;
import java.util.List;

/** The events of runs as they were written, a page at a time. */
public final class Entries {
  private static final int PAGE_EVENTS_MAX = 1_000;

  private final EventStore store;

  Entries(EventStore store) {
    this.store = store;
  }

  /** Whether an event of a run names these bytes of evidence, by their SHA-256 in hex. */
  public boolean names(String run, String digest) {
    return store.read(run).stream()
        .anyMatch(event -> Unknown.digests(event.entry().event()).anyMatch(digest::equals));
  }

  /** The events of a run that are about one item or gate, oldest first. */
  public List<EventLine> about(String run, String key) {
    List<EventStore.Stored> events = store.read(run);
    if (events.isEmpty()) {
      throw missing(run);
    }
    return events.stream()
        .filter(event -> EventKey.of(event.entry().event()).filter(key::equals).isPresent())
        .map(EventLine::of)
        .toList();
  }

  /** What was decided for all runs. */
  public Answers.Page governance(long after) {
    List<EventLine> rest =
        store.readAfter(Governance.LOG, after).stream().map(EventLine::of).toList();
    boolean more = rest.size() > PAGE_EVENTS_MAX;
    return new Answers.Page(more ? rest.subList(0, PAGE_EVENTS_MAX) : rest, more);
  }

  /** What follows a position in the log of a run. */
  Answers.Page page(String run, long after) {
    List<EventStore.Stored> rest = store.readAfter(run, after);
    if (rest.isEmpty() && store.read(run).isEmpty()) {
      throw missing(run);
    }
    List<EventLine> page = rest.stream().limit(PAGE_EVENTS_MAX).map(EventLine::of).toList();
    return new Answers.Page(page, rest.size() > page.size());
  }

  Refused missing(String run) {
    return new Refused(Refused.Why.MISSING, Unknown.run(run, store));
  }
}
