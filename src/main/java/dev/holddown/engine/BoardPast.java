package dev.holddown.engine;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.Told;
import dev.holddown.domain.board.Tracked;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The samples of boards, kept like those of runs. From them alone the windows of a monitor are
 * built up again; nothing is judged again, and nobody is told anew.
 */
final class BoardPast {
  /** So much of the past is read when a board begins. */
  static final Duration PAST_MAX = Duration.ofHours(24);

  private final Optional<EventStore> store;

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

  /** The monitor with the windows that its samples tell; as it is when there are none. */
  Tracked tracked(Board board, Tracked fresh, Instant now) {
    List<Reading> readings = samples(board, series(fresh), now.minus(PAST_MAX));
    if (readings.isEmpty()) {
      return fresh;
    }
    Instant first = readings.getFirst().at();
    Tracked tracked = Tracked.of(board, fresh.state().plan(), fresh.key().key(), first);
    for (Reading reading : readings) {
      tracked.observe(
          reading,
          new Told(
              reading.at(),
              Duration.ZERO,
              reading.reason(),
              Told.Table.none(),
              Told.Advice.none()));
    }
    return tracked;
  }

  /** Oldest first. */
  List<Reading> samples(Board board, String series, Instant since) {
    return store.map(s -> s.samples(name(board), series, since)).orElse(List.of()).stream()
        .map(EventStore.Sample::reading)
        .toList();
  }
}
