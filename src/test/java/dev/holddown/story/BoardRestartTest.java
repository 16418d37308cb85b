package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.conditions.Cel;
import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.board.Level;
import dev.holddown.domain.board.Score;
import dev.holddown.domain.board.Standing;
import dev.holddown.engine.Boards;
import dev.holddown.engine.Lanes;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Secrets;
import dev.holddown.engine.port.StoreException;
import dev.holddown.playbooks.Document;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Secret;
import dev.holddown.spi.Verb;
import dev.holddown.store.SqliteEventStore;
import dev.holddown.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board outlives the process that watches it: its windows are built from the samples kept. */
class BoardRestartTest {
  private static final String BOARD =
      """
      kind: board
      id: b
      title: Board
      monitors:
        - watch: Load
          id: load
          world.load: {}
          every: 30s
          shows: "load ${result.value}"
          levels:
            - {level: critical, breach: result.value > LIMIT, for: 1m, penalty: 50, then: [{page: on_call}]}
        - {watch: Slow, id: slow, world.slow: {}, every: 30s, breach: result.value > 0, for: 0s}
      health: {start: 100, red-below: 60, page: on_call}
      """;

  @TempDir Path folder;

  private final SettableClock clock = SettableClock.at("2026-01-31T22:00:00Z");
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final Cel cel = new Cel();
  private final ExecutorService watch = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger asks = new AtomicInteger();
  private volatile double load;
  private volatile String failing = "";
  private Optional<EventStore> store = Optional.empty();

  EventStore open(Path at) {
    return SqliteEventStore.open(at.resolve("holddown.db"), "test");
  }

  @AfterEach
  void end() {
    never.countDown();
    timer.shutdownNow();
    watch.shutdownNow();
    store.ifPresent(EventStore::close);
  }

  private final Map<String, Verb> verbs =
      Map.of("world.load", asks("world.load", false), "world.slow", asks("world.slow", true));

  private Verb asks(String name, boolean hangs) {
    return new Asking() {
      @Override
      public Manual manual() {
        return Manual.of(name, "Says a number.").gives("value", "it").example(name + ": {}");
      }

      @Override
      public Answer ask(Question question) throws InterruptedException {
        if (hangs) {
          never.await();
        }
        asks.incrementAndGet();
        return Answer.of(Map.of("value", load), 1, question.at(), Proof.none());
      }
    };
  }

  private Board board(String limit) {
    Reading reading =
        PlaybookReader.of(verbs.values(), cel.check())
            .readPack("b.yaml", BOARD.replace("LIMIT", limit).getBytes())
            .getFirst();
    assertThat(reading.problems()).isEmpty();
    return ((Document.OfBoard) reading.document().orElseThrow()).board();
  }

  /** Does not answer what is named {@link #failing}. */
  private EventStore failable(EventStore inner) {
    return (EventStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, args) -> {
              if (method.getName().equals(failing)) {
                throw new StoreException("no answer to " + failing);
              }
              return method.invoke(inner, args);
            });
  }

  private Boards boards() {
    EventStore opened = store.orElseGet(() -> open(folder));
    store = Optional.of(opened);
    Ports.Verbs found =
        new Ports.Verbs() {
          @Override
          public Optional<Verb> find(String action) {
            return Optional.ofNullable(verbs.get(action));
          }

          @Override
          public List<String> names() {
            return List.copyOf(verbs.keySet());
          }
        };
    Secrets none =
        new Secrets() {
          @Override
          public Optional<Secret> find(String name) {
            return Optional.empty();
          }

          @Override
          public String where(String name) {
            return "nowhere";
          }
        };
    Boards.Means means =
        new Boards.Means(
            new Ports.Outside(found, none, cel),
            new Redactor(),
            clock,
            Optional.of(failable(opened)),
            (address, text) -> told.add(text));
    return new Boards(means, new Lanes(watch, watch, watch, timer, pause -> {}));
  }

  private Standing load(Boards boards) {
    return boards.state("b").orElseThrow().standings().getFirst();
  }

  private Standing after(Boards boards, Duration wait, double value) throws InterruptedException {
    load = value;
    clock.advance(wait);
    boards.check("b", Optional.of("load"));
    return load(boards);
  }

  @Test
  void a_standing_level_and_a_window_half_counted_are_there_again_after_a_restart()
      throws InterruptedException {
    load = 9;
    Board board = board("5");
    try (Boards boards = boards()) {
      boards.follow(List.of(board));
      Standing first = after(boards, Duration.ofSeconds(2), 9);
      assertThat(first.now().level()).isEqualTo(Level.OK);
      assertThat(first.now().pending()).hasSize(1);
      assertThat(after(boards, Duration.ofSeconds(30), 9).now().pending()).hasSize(1);
      boards.flush();
    }
    try (Boards again = boards()) {
      again.follow(List.of(board));
      assertThat(load(again).now().pending())
          .singleElement()
          .satisfies(p ->
              assertThat(p.counted()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33)));
      assertThat(told).isEmpty();
      assertThat(after(again, Duration.ofSeconds(40), 9).now().level()).isEqualTo(Level.CRITICAL);
      assertThat(told)
          .singleElement()
          .asString()
          .startsWith("Board: Load is critical: result.value > 5 is true: result.value = 9");
      again.flush();
      assertThat(told).hasSize(2);
      assertThat(told.getLast()).isEqualTo("Board is red: health 50, red below 60; first: Load");
    }
    clock.advance(Duration.ofHours(1));
    try (Boards third = boards()) {
      load = 9;
      third.follow(List.of(board));
      Standing stands = load(third);
      assertThat(stands.now().level()).isEqualTo(Level.CRITICAL);
      assertThat(third.state("b").orElseThrow().score().orElseThrow().verdict())
          .isEqualTo(Score.Verdict.RED);
      assertThat(after(third, Duration.ofSeconds(5), 1).now().level()).isEqualTo(Level.OK);
    }
  }

  @Test
  void a_board_that_could_not_be_begun_is_begun_when_the_store_answers_again()
      throws InterruptedException {
    Board board = board("5");
    try (Boards boards = boards()) {
      failing = "told";
      assertThatThrownBy(() -> boards.follow(List.of(board))).isInstanceOf(StoreException.class);
      assertThat(boards.ids()).isEmpty();
      failing = "";
      boards.follow(List.of(board));
      assertThat(after(boards, Duration.ofSeconds(2), 9).now().pending()).hasSize(1);
      failing = "keep";
      Board changed = board("20");
      assertThatThrownBy(() -> boards.follow(List.of(changed))).isInstanceOf(StoreException.class);
      failing = "";
      boards.follow(List.of(changed));
      assertThat(after(boards, Duration.ofSeconds(2), 9).now().pending()).isEmpty();
    }
  }

  @Test
  void a_board_whose_change_could_not_be_read_goes_on_as_it_was() throws InterruptedException {
    try (Boards boards = boards()) {
      boards.follow(List.of(board("5")));
      after(boards, Duration.ofSeconds(2), 9);
      boards.flush();
      failing = "told";
      assertThatThrownBy(() -> boards.follow(List.of(board("20"))))
          .isInstanceOf(StoreException.class);
      failing = "";
      load = 3;
      int before = asks.get();
      clock.advance(Duration.ofMinutes(1));
      assertThat(boards.samples("b", "load", Instant.EPOCH)).isNotEmpty();
      boards.check("b", Optional.of("load"));
      assertThat(asks.get()).isGreaterThan(before);
      assertThat(load(boards).seen().told().orElseThrow().shown()).isEqualTo("load 3");
    }
  }

  @Test
  void samples_of_another_limit_say_nothing_of_this_one() throws InterruptedException {
    try (Boards boards = boards()) {
      boards.follow(List.of(board("5")));
      after(boards, Duration.ofSeconds(2), 9);
      after(boards, Duration.ofMinutes(1), 9);
      assertThat(after(boards, Duration.ofMinutes(1), 9).now().level()).isEqualTo(Level.CRITICAL);
      boards.follow(List.of(board("20")));
      Standing begun = after(boards, Duration.ofSeconds(2), 9);
      assertThat(begun.now().level()).isEqualTo(Level.OK);
      assertThat(begun.now().pending()).isEmpty();
    }
  }

  @Test
  void a_source_that_hangs_delays_no_other_and_is_never_green() throws InterruptedException {
    load = 1;
    try (Boards boards = boards()) {
      boards.follow(List.of(board("5")));
      assertThat(after(boards, Duration.ofSeconds(2), 1).green()).isTrue();
      BoardState state = boards.state("b").orElseThrow();
      assertThat(state.standings().getLast().now().level()).isEqualTo(Level.UNKNOWN);
      assertThat(state.standings().getLast().green()).isFalse();
      assertThat(state.score().orElseThrow().verdict()).isEqualTo(Score.Verdict.UNPROVEN);
    }
  }

  @Test
  void a_board_that_is_gone_is_watched_no_more() {
    try (Boards boards = boards()) {
      boards.follow(List.of(board("5")));
      assertThat(boards.ids()).containsExactly("b");
      boards.follow(List.of());
      assertThat(boards.ids()).isEmpty();
      assertThat(boards.state("b")).isEmpty();
      boards.follow(
          java.util.stream.IntStream.range(0, Boards.BOARDS_MAX + 2)
              .mapToObj(i -> renamed(board("5"), "b" + i))
              .toList());
      assertThat(boards.ids()).hasSize(Boards.BOARDS_MAX);
      assertThat(boards.left()).isEqualTo(2);
    }
  }

  private static Board renamed(Board board, String id) {
    return new Board(id, board.heading(), board.watched(), board.monitors(), board.page());
  }
}
