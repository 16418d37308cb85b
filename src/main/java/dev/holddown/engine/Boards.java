package dev.holddown.engine;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.board.Told;
import dev.holddown.domain.board.Tracked;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Watching.Slot;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.MonitorTold;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The boards that are watched, whether or not somebody looks. Each monitor is asked at its own pace
 * on a thread of its own, by the machinery that asks watches: what asks the same shares a call, and
 * a provider that hangs delays nobody else. Its samples are kept like those of a run, and from them
 * alone its windows are built up again after a restart. Of several nodes one asks the monitors of a
 * board: the owner of the partition of its name; the others read what that one kept, and take over
 * when its lease has ended. Safe from any thread, except where it says otherwise.
 */
public final class Boards implements AutoCloseable {
  /** So many boards are watched; the rest of a workspace is left out, and {@link #left} says so. */
  public static final int BOARDS_MAX = 20;

  /** Nobody waits longer for a forced answer. */
  static final Duration CHECK_WAIT_MAX = Duration.ofSeconds(15);

  private final Means means;
  private final Lanes lanes;
  private final Holdings holdings;
  private final Watcher watcher;
  private final Telling telling;
  private final BoardPast past;
  private final Looks looks;
  private final Map<String, Watching> boards = new LinkedHashMap<>();
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private List<Board> wanted = List.of();
  private volatile int left;
  private long serial;

  /**
   * What it stands on.
   *
   * @param store keeps samples; empty: nothing is kept
   * @param alerts who is told when a level with a {@code then} stands, or the health turns red
   */
  public record Means(
      Ports.Outside outside,
      Redactor redactor,
      InstantSource clock,
      Optional<EventStore> store,
      Alerts alerts) {}

  /** Those of the only node. */
  public Boards(Means means, Lanes lanes) {
    this(means, lanes, Holdings.sole());
  }

  /** {@code holdings}: what this node owns among others. */
  public Boards(Means means, Lanes lanes, Holdings holdings) {
    this.holdings = holdings;
    this.means = means;
    this.lanes = lanes;
    Ports.Outside outside = means.outside();
    Binder binder = new Binder(outside, means.redactor());
    Scopes scopes = new Scopes(outside.conditions());
    // What proves a standing level stands in snapshots; kept for every sample it would fill disks.
    Intake intake = new Intake(means.redactor(), Blobs.unkept());
    this.watcher = new Watcher(binder, scopes, outside.conditions(), intake);
    this.telling = new Telling(outside.conditions(), means.redactor());
    this.past = new BoardPast(means.store());
    this.looks = new Looks(watcher, new Eyes(), lanes, means.clock());
    this.serial = means.clock().instant().toEpochMilli();
  }

  /**
   * Watches these, and no others any more. One that stays as it was goes on; one that changed
   * begins anew with what is known of those of its monitors that stayed. On a platform thread,
   * since it reads the store; when that fails all stays as it was, and the next call tries again.
   */
  public void follow(List<Board> now) {
    List<Board> most = now.stream().limit(BOARDS_MAX).toList();
    left = now.size() - most.size();
    synchronized (this) {
      if (most.equals(wanted)) {
        return;
      }
    }
    flush();
    List<Watching> over = new ArrayList<>();
    Map<String, Watching> next = new LinkedHashMap<>();
    synchronized (this) {
      for (Board board : most) {
        Watching known = boards.get(board.id());
        boolean same = known != null && known.board.equals(board);
        next.put(board.id(), same ? known : new Watching(board, holdings.isSole()));
      }
      boards.values().stream().filter(known -> !next.containsValue(known)).forEach(over::add);
    }
    // Nobody is ended before all that the store must tell for the others is read.
    next.values().stream().filter(watching -> watching.slots.isEmpty()).forEach(this::ready);
    over.forEach(this::end);
    synchronized (this) {
      boards.clear();
      boards.putAll(next);
      next.values().forEach(watching -> watching.serial = ++serial);
      notifyAll();
    }
    next.values().stream().flatMap(watching -> watching.slots.stream()).forEach(this::begin);
    synchronized (this) {
      wanted = List.copyOf(most); // last: what could not be begun is begun at the next call
    }
  }

  private void end(Watching watching) {
    for (Slot slot : watching.slots) {
      looks.forget(slot.run());
      slots.remove(slot.run());
    }
  }

  private void ready(Watching watching) {
    Plan plan = Plan.of(watching.board.watched());
    Map<String, MonitorTold> told = past.told(watching.board);
    for (String key : plan.watches().keySet()) {
      String run = "board/" + watching.board.id() + "/" + key;
      Instant now = means.clock().instant();
      Tracked fresh = Tracked.of(watching.board, plan, key, now);
      String series = BoardPast.series(fresh);
      Tracked tracked = past.tracked(watching.board, fresh, now, told);
      watching.slots.add(new Slot(watching, run, series, tracked));
    }
  }

  private void begin(Slot slot) {
    if (slots.putIfAbsent(slot.run(), slot) == null) {
      looks.start(slot.run(), slot.tracked().key().key());
    }
  }

  // --- what is seen ---

  /** Takes what the pacers see. */
  private final class Eyes implements Looks.Told {
    @Override
    public Optional<RunState> state(String run) {
      synchronized (Boards.this) {
        return Optional.ofNullable(slots.get(run)).map(slot -> slot.tracked().state());
      }
    }

    @Override
    public boolean looks(String run) {
      Slot slot = slots.get(run);
      return slot != null && asks(slot.of());
    }

    @Override
    public Optional<Instant> lastSeen(String run, String watch) {
      synchronized (Boards.this) {
        return Optional.ofNullable(slots.get(run)).flatMap(slot -> slot.tracked().lastSeen());
      }
    }

    @Override
    public void seen(String run, String watch, Watcher.Look look, Instant askedAt) {
      Slot slot = slots.get(run);
      if (slot != null && asks(slot.of())) {
        took(slot, look, askedAt);
      }
    }
  }

  private void took(Slot slot, Watcher.Look look, Instant askedAt) {
    Duration took = Duration.between(askedAt, means.clock().instant());
    Told told =
        telling.of(
            slot.tracked().monitor(), look, askedAt, took.isNegative() ? Duration.ZERO : took);
    past.add(slot, look.reading(), holdings.isSole() ? Optional.empty() : Optional.of(told));
    observe(slot, look.reading(), told);
  }

  private void observe(Slot slot, Reading reading, Told told) {
    List<Entry> decided;
    synchronized (this) {
      decided = slot.tracked().observe(reading, told);
      slot.of().serial = ++serial;
      notifyAll();
    }
    if (slot.of().asking) { // one node tells it: the one that asks
      decided.forEach(
          entry -> BoardWords.fired(slot.of().board, slot.tracked(), entry, means.alerts()));
    }
  }

  /**
   * Keeps the samples gathered since the last call, reads what other nodes kept, and pages when a
   * health has turned red. On a platform thread, about once a second. On a nearly full disk samples
   * are dropped.
   */
  public void flush() {
    List<StoreException> failed = new ArrayList<>();
    BoardPast.attempt(() -> past.write(holdings.isSole() && means.outside().space().low()), failed);
    if (!holdings.isSole()) {
      share(failed);
    }
    tellRed();
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
  }

  private void tellRed() {
    List<BoardState> red = new ArrayList<>();
    synchronized (this) {
      for (Watching watching : boards.values()) {
        BoardState state = watching.state(means.clock().instant());
        if (watching.tellsRed(state)) {
          red.add(state);
        }
      }
    }
    red.forEach(state -> BoardWords.turnedRed(state, means.alerts()));
  }

  // --- among other nodes ---

  /**
   * Whether its monitors are asked here. A node that is cut off from the others asks for itself:
   * whoever looks at it must not be shown old news.
   */
  private boolean asks(Watching watching) {
    return watching.asking && mine(watching);
  }

  private boolean mine(Watching watching) {
    return holdings.owns(BoardPast.name(watching.board)) || holdings.isCutOff();
  }

  /** What the asker before had kept is known before this node asks in its place. */
  private void share(List<StoreException> failed) {
    List<Watching> all;
    synchronized (this) {
      all = List.copyOf(boards.values());
    }
    for (Watching watching : all) {
      boolean mine = mine(watching);
      if (!holdings.isCutOff()) {
        BoardPast.attempt(() -> catchUp(watching), failed);
      }
      boolean gained = mine && !watching.asking;
      watching.asking = mine;
      if (gained) {
        watching.slots.stream()
            .filter(slot -> slot.overdue(known(slot), means.clock().instant()))
            .forEach(slot -> looks.now(slot.run(), slot.tracked().key().key()));
      }
    }
  }

  private void catchUp(Watching watching) {
    List<BoardPast.News> all = past.news(watching, this::known);
    synchronized (this) {
      watching.goesOn(all, means.clock().instant());
    }
    for (BoardPast.News news : all) {
      if (news.reading().at().isAfter(known(news.slot()))) {
        observe(news.slot(), news.reading(), news.told());
      }
    }
  }

  private synchronized Instant known(Slot slot) {
    return slot.tracked().newest().orElse(means.clock().instant().minus(BoardPast.PAST_MAX));
  }

  // --- looking ---

  /** The ids of the boards, in order. */
  public synchronized List<String> ids() {
    return List.copyOf(boards.keySet());
  }

  /** How many boards are not watched, since there are more than {@link #BOARDS_MAX}. */
  public int left() {
    return left;
  }

  /** A board as it stands now; empty when there is none of this id. */
  public synchronized Optional<BoardState> state(String board) {
    return Optional.ofNullable(boards.get(board))
        .map(watching -> watching.state(means.clock().instant()));
  }

  /** Rises with everything that is seen of a board, over restarts too; 0 when there is none. */
  public synchronized long serial(String board) {
    return Optional.ofNullable(boards.get(board)).map(watching -> watching.serial).orElse(0L);
  }

  /** Waits for something newer of a board than this, at most so long; it may come back early. */
  public synchronized long await(String board, long known, Duration most)
      throws InterruptedException {
    if (serial(board) <= known) {
      wait(Math.max(1, most.toMillis()));
    }
    return serial(board);
  }

  /**
   * The samples of a monitor since a moment, oldest first; none when nothing is kept. On a platform
   * thread.
   */
  public List<Reading> samples(String board, String key, Instant since) {
    Optional<Slot> slot = Optional.ofNullable(slots.get("board/" + board + "/" + key));
    return slot.map(s -> past.samples(s.of().board, s.series(), since)).orElse(List.of());
  }

  /** A text without any secret's value. */
  public String clean(String text) {
    return means.redactor().text(text);
  }

  // --- looking again ---

  /**
   * Asks now, whatever was asked before, and waits for the answers. Those who ask at the same
   * moment share a call.
   *
   * @param monitor its id; empty for all of them
   * @return the board after that; empty when there is no such board or monitor
   */
  public Optional<BoardState> check(String board, Optional<String> monitor)
      throws InterruptedException {
    List<Slot> asked;
    Instant now = means.clock().instant();
    synchronized (this) {
      Watching watching = boards.get(board);
      if (watching == null) {
        return Optional.empty();
      }
      asked =
          watching.slots.stream()
              .filter(s -> monitor.isEmpty() || monitor.get().equals(s.tracked().monitor().id()))
              .toList();
    }
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    List<Callable<Boolean>> asks = new ArrayList<>();
    for (Slot slot : asked) {
      asks.add(() -> again(slot, now));
    }
    // Whoever has not answered by then stays as it stood, with the age of that.
    lanes.watch().invokeAll(asks, CHECK_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    return state(board);
  }

  private boolean again(Slot slot, Instant now) throws InterruptedException {
    RunState state;
    synchronized (this) {
      state = slot.tracked().state();
    }
    try {
      Optional<Instant> after = Optional.of(now.minusNanos(1));
      for (Watcher.Look look : watcher.look(state, slot.tracked().key(), now, after)) {
        took(slot, look, now);
      }
    } catch (RuntimeException e) {
      took(slot, Watcher.Look.broken(e, now), now);
    }
    return true;
  }

  /** Ends all asking. */
  @Override
  public void close() {
    looks.stopAll();
    slots.clear();
  }
}
