package dev.holddown.engine;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.Told;
import dev.holddown.domain.board.Tracked;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.MonitorTold;
import dev.holddown.engine.port.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The samples of boards, kept like those of runs. From them alone the windows of a monitor are
 * built up again; nothing is judged again, and nobody is told anew.
 */
final class BoardPast {
  /** So much of the past is read when a board begins. */
  static final Duration PAST_MAX = Duration.ofHours(24);

  private static final Instant OLD = Instant.EPOCH;

  private final Optional<EventStore> store;
  private final List<EventStore.Sample> unkept = new ArrayList<>();
  private final Map<String, MonitorTold> untold = new LinkedHashMap<>();

  BoardPast(Optional<EventStore> store) {
    this.store = store;
  }

  /** Under which the samples of a board stand in the store. */
  static String name(Board board) {
    return "board/" + board.id();
  }

  /**
   * Under which those of a monitor stand: with a digest of what it asks and how it is judged, since
   * samples of another definition are not its own.
   */
  static String series(Tracked tracked) {
    Watch watch = tracked.monitor().watch();
    StringBuilder text = new StringBuilder(Watcher.about(tracked.state(), tracked.key()));
    tracked
        .state()
        .plan()
        .playbook()
        .scopes()
        .vars()
        .forEach((name, arg) -> Watcher.about(text.append('|').append(name).append('='), arg));
    text.append('|').append(watch.pace().every()).append(watch.pace().maxGap());
    for (Watch.Level level : watch.levels()) {
      text.append('|').append(level.name()).append(' ').append(level.sustained());
      text.append(' ').append(level.breach().source());
    }
    String digest = Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    return tracked.key().key() + "#" + digest.substring(0, 12);
  }

  /** What the newest answers tell, by the series of their monitors. */
  Map<String, MonitorTold> told(Board board) {
    return store.map(s -> s.told(name(board))).orElse(List.of()).stream()
        .collect(Collectors.toMap(MonitorTold::series, one -> one));
  }

  /** What another node kept. */
  record News(Watching.Slot slot, Reading reading, Told told) {}

  /** What stands in the store of a board and is newer than what is known, oldest first. */
  List<News> news(Watching watching, Function<Watching.Slot, Instant> known) {
    Map<String, Instant> newest = newest(watching.board);
    List<Watching.Slot> behind =
        watching.slots.stream()
            .filter(slot -> known.apply(slot).isBefore(newest.getOrDefault(slot.series(), OLD)))
            .toList();
    if (behind.isEmpty()) {
      return List.of();
    }
    Map<String, MonitorTold> told = told(watching.board);
    List<News> news = new ArrayList<>();
    for (Watching.Slot slot : behind) {
      for (Reading reading : samples(watching.board, slot.series(), known.apply(slot))) {
        news.add(new News(slot, reading, words(reading, told, slot.series())));
      }
    }
    return news;
  }

  /** To be kept at the next {@link #write}; {@code told} for the other nodes, where there are. */
  synchronized void add(Watching.Slot slot, Reading reading, Optional<Told> told) {
    String board = name(slot.of().board);
    unkept.add(new EventStore.Sample(board, slot.series(), reading));
    if (reading.kind() == Reading.Kind.SEEN) {
      told.ifPresent(
          one -> untold.put(slot.run(), new MonitorTold(board, slot.series(), reading.at(), one)));
    }
  }

  /** Keeps what was added since; {@code full}: there is no room for it. */
  void write(boolean full) {
    List<EventStore.Sample> samples;
    List<MonitorTold> told;
    synchronized (this) {
      samples = List.copyOf(unkept);
      told = List.copyOf(untold.values());
      unkept.clear();
      untold.clear();
    }
    if (store.isEmpty() || samples.isEmpty() || full) {
      return;
    }
    if (!told.isEmpty()) {
      store.get().tell(told); // first: whoever reads a sample finds its words
    }
    store.get().keep(samples);
  }

  /** The moment of the newest sample of each series. */
  private Map<String, Instant> newest(Board board) {
    return store.map(s -> s.latest(name(board))).orElse(List.of()).stream()
        .collect(Collectors.toMap(EventStore.Sample::watch, sample -> sample.reading().at()));
  }

  /** The words that belong to a reading: those of its answer, where they are known. */
  private static Told words(Reading reading, Map<String, MonitorTold> told, String series) {
    return Optional.ofNullable(told.get(series))
        .filter(one -> one.at().equals(reading.at()))
        .map(MonitorTold::told)
        .orElseGet(() ->
            new Told(
                reading.at(),
                Duration.ZERO,
                reading.reason(),
                Told.Table.none(),
                Told.Advice.none()));
  }

  /** The monitor with the windows that its samples tell; as it is when there are none. */
  Tracked tracked(Board board, Tracked fresh, Instant now, Map<String, MonitorTold> told) {
    String series = series(fresh);
    List<Reading> readings = samples(board, series, now.minus(PAST_MAX));
    if (readings.isEmpty()) {
      return fresh;
    }
    Instant first = readings.getFirst().at();
    Tracked tracked = Tracked.of(board, fresh.state().plan(), fresh.key().key(), first);
    for (Reading reading : readings) {
      tracked.observe(reading, words(reading, told, series));
    }
    return tracked;
  }

  /** Oldest first. */
  List<Reading> samples(Board board, String series, Instant since) {
    return store.map(s -> s.samples(name(board), series, since)).orElse(List.of()).stream()
        .map(EventStore.Sample::reading)
        .toList();
  }

  /** A store that does not answer hides from nobody that a board is red. */
  static void attempt(Runnable work, List<StoreException> failed) {
    try {
      work.run();
    } catch (StoreException e) {
      failed.add(e);
    }
  }
}
