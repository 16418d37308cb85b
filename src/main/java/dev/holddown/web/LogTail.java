package dev.holddown.web;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.view.EventLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The end of the log, read once for all who follow it. One platform thread looks fifty times a
 * second while somebody follows, and only offers: no client can hold it up.
 */
final class LogTail implements AutoCloseable {
  static final long LOOK_MILLIS = 20;
  private static final int END_SECONDS_MAX = 5;
  private static final int PAGE_RUNS_MAX = 500;
  private static final int RUNS_REMEMBERED_MAX = 2_000;
  private static final Comparator<Given.Happened> ORDER =
      Comparator.comparingLong(happened -> happened.event().link().position());

  private final EventStore store;
  private final Set<Follower> followers = new CopyOnWriteArraySet<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("web-tail").factory());
  private long last;

  /** The number of the newest event that was read of a run. */
  private final Map<String, Long> versions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > RUNS_REMEMBERED_MAX;
        }
      };

  LogTail(EventStore store) {
    this.store = store;
  }

  void start() {
    looking.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Somebody follows from this position on. */
  record Joined(Follower follower, long position) {}

  /**
   * Everything after the position that comes back will be offered. Reads the store.
   *
   * @param sees whether the follower may see a run; asked again for each event
   */
  Joined join(Optional<String> run, Predicate<String> sees) {
    return join(run, sees, Set.of());
  }

  /**
   * The same.
   *
   * @param besides logs whose events are offered to the follower as well, whatever it follows
   */
  synchronized Joined join(Optional<String> run, Predicate<String> sees, Set<String> besides) {
    if (followers.isEmpty()) {
      last = store.head();
    }
    Follower follower = new Follower(run, sees, besides);
    followers.add(follower);
    return new Joined(follower, last);
  }

  /** How many follow. */
  int size() {
    return followers.size();
  }

  void leave(Follower follower) {
    followers.remove(follower);
  }

  /** Nobody came to take what {@link #join} gave. */
  void leave(Joined joined) {
    leave(joined.follower());
  }

  private void look() {
    try {
      deliver();
    } catch (StoreException | IllegalStateException e) {
      // The store cannot answer now; whatever is missed here is read at the next look.
      System.getLogger(LogTail.class.getName())
          .log(System.Logger.Level.WARNING, "the log cannot be followed: " + e.getMessage());
    }
  }

  synchronized void deliver() {
    if (followers.isEmpty()) {
      return;
    }
    long head = store.head();
    if (head <= last) {
      return;
    }
    Map<String, Long> read = new LinkedHashMap<>();
    List<Given.Happened> news = new ArrayList<>();
    for (String run : changed(last)) {
      long known = versions.getOrDefault(run, 0L);
      for (EventStore.Stored event : store.readAfter(run, known)) {
        if (event.position() <= head) {
          read.merge(run, event.version(), Math::max);
          if (event.position() > last) {
            news.add(new Given.Happened(run, EventLine.of(event)));
          }
        }
      }
    }
    // Only now, so that a store that fails half-way is asked again for all of it.
    versions.putAll(read);
    last = head;
    news.sort(ORDER);
    for (Given.Happened happened : news) {
      followers.forEach(follower -> offer(follower, happened));
    }
  }

  /** Who cannot be asked what they see misses something and comes back; the others go on. */
  private static void offer(Follower follower, Given.Happened happened) {
    try {
      follower.offer(happened);
    } catch (RuntimeException e) {
      follower.miss();
      System.getLogger(LogTail.class.getName())
          .log(System.Logger.Level.WARNING, "a client has to come back: " + e.getMessage());
    }
  }

  /**
   * The events after one position up to another, in the order of the log. A run with an event in
   * between has its newest event there or later, so none is left out. Reads the store.
   */
  List<Given.Happened> between(Optional<String> run, long after, long upTo) {
    Set<String> runs = run.map(Set::of).orElseGet(() -> changed(after));
    List<Given.Happened> found = new ArrayList<>();
    for (String one : runs) {
      store.read(one).stream()
          .filter(event -> event.position() > after && event.position() <= upTo)
          .forEach(event -> found.add(new Given.Happened(one, EventLine.of(event))));
    }
    found.sort(ORDER);
    return found;
  }

  private Set<String> changed(long after) {
    Set<String> runs = new LinkedHashSet<>();
    long from = after;
    List<EventStore.Change> page;
    do {
      page = store.changedSince(from, PAGE_RUNS_MAX);
      for (EventStore.Change change : page) {
        runs.add(change.run());
        from = change.position();
      }
    } while (page.size() == PAGE_RUNS_MAX);
    return runs;
  }

  /** Interrupts the look, and comes back when it has let go of the store, or after a while. */
  @Override
  public void close() {
    looking.shutdownNow();
    followers.forEach(Follower::end);
    try {
      looking.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
