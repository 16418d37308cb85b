package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.board.Level;
import dev.holddown.domain.board.Score;
import dev.holddown.domain.board.Standing;
import dev.holddown.engine.Boards;
import dev.holddown.engine.Holdings;
import dev.holddown.engine.Lanes;
import dev.holddown.engine.LetGo;
import dev.holddown.engine.Membership;
import dev.holddown.engine.Redactor;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.playbooks.Document;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Question;
import dev.holddown.spi.Verb;
import dev.holddown.store.FileSecrets;
import dev.holddown.store.MemoryClaims;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A board that two nodes of one store show: one of them asks, and both tell the same. */
class BoardOnNodesTest {
  private static final String BOARD =
      """
      kind: board
      id: b
      title: Board
      monitors:
        - watch: Load
          id: load
          world.load: {}
          every: 10s
          shows: "load ${result.value}"
          details: result.hosts
          levels:
            - {level: critical, breach: result.value > 5, for: 25s, penalty: 50, then: [{page: on_call}]}
      health: {start: 100, red-below: 60, page: on_call}
      """;

  @TempDir Path folder;

  private final SettableClock clock = SettableClock.at("2026-01-31T22:00:00Z");
  private final MemoryEventStore.Disk disk = new MemoryEventStore.Disk();
  private final Cel cel = new Cel();
  private final List<String> asked = new ArrayList<>();
  private final List<String> paged = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private double load = 1;
  private String pace = "10s";
  private boolean diesRed;

  /** A process with a page of its own. */
  private final class Node {
    private final String name;
    private final ClockTimer timer = new ClockTimer(clock);
    private final Holdings holdings = Holdings.among(clock.nanos());
    private final MemoryClaims claims = new MemoryClaims(disk, clock.nanos());
    private final Membership membership;
    private final Boards boards;
    private boolean dead;
    private int seconds;

    private Node(String name) {
      this.name = name;
      Asking verb = asks(name);
      Ports.Verbs verbs =
          new Ports.Verbs() {
            @Override
            public Optional<Verb> find(String action) {
              return Optional.of(verb);
            }

            @Override
            public List<String> names() {
              return List.of("world.load");
            }
          };
      MemoryEventStore store = new MemoryEventStore(disk);
      AtOnce lane = new AtOnce();
      this.boards =
          new Boards(
              new Boards.Means(
                  new Ports.Outside(verbs, new FileSecrets(folder, Map.of()), cel),
                  new Redactor(),
                  clock,
                  Optional.of(failable(store)),
                  (address, text) -> paged.add(name + ": " + text)),
              new Lanes(lane, lane, lane, timer, pause -> {}),
              holdings);
      this.membership =
          new Membership(
              claims, store, holdings, clock.nanos(), new Membership.Node(name, () -> {}));
      membership.beat();
      boards.follow(List.of(board(verb)));
    }

    /** A process that ends right after a commit. */
    private EventStore failable(EventStore inner) {
      return (EventStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {EventStore.class},
              (proxy, method, args) -> {
                Object result = method.invoke(inner, args);
                if (method.getName().equals("keep") && diesRed && red()) {
                  dead = true;
                  throw new IllegalStateException("killed");
                }
                return result;
              });
    }

    private boolean red() {
      return state().score().orElseThrow().verdict() == Score.Verdict.RED;
    }

    private void second() {
      if (dead) {
        return;
      }
      membership.watch();
      if (seconds++ % Claims.RENEW_EVERY.toSeconds() == 0) {
        membership.beat();
        LetGo.of(holdings);
      }
      timer.due();
      try {
        boards.flush();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("killed");
      }
    }

    private boolean owns() {
      return holdings.owns("board/b");
    }

    private Standing load() {
      return state().standings().getFirst();
    }

    private BoardState state() {
      return boards.state("b").orElseThrow();
    }
  }

  private Asking asks(String node) {
    return new Asking() {
      @Override
      public Manual manual() {
        return Manual.of("world.load", "Says a number.")
            .gives("value", "it")
            .gives("hosts", "where")
            .example("world.load: {}");
      }

      @Override
      public Answer ask(Question question) {
        asked.add(node);
        Object hosts = List.of(Map.of("host", "h1", "load", load));
        return Answer.of(Map.of("value", load, "hosts", hosts), 1, question.at(), Proof.none());
      }
    };
  }

  private Board board(Verb verb) {
    var read =
        PlaybookReader.of(List.of(verb), cel.check())
            .readPack("b.yaml", BOARD.replace("every: 10s", "every: " + pace).getBytes())
            .getFirst();
    assertThat(read.problems()).isEmpty();
    return ((Document.OfBoard) read.document().orElseThrow()).board();
  }

  private Node node(String name) {
    Node node = new Node(name);
    nodes.add(node);
    return node;
  }

  private void passes(int seconds) {
    for (int i = 0; i < seconds; i++) {
      clock.advance(Duration.ofSeconds(1));
      nodes.forEach(Node::second);
    }
  }

  private List<String> askedWithin(int seconds) {
    asked.clear();
    passes(seconds);
    return List.copyOf(asked);
  }

  private Node asker() {
    return nodes.stream().filter(Node::owns).findFirst().orElseThrow();
  }

  private Node other() {
    return nodes.stream().filter(node -> !node.owns() && !node.dead).findFirst().orElseThrow();
  }

  private void two() {
    node("one");
    node("two");
    passes(20);
    assertThat(nodes.stream().filter(Node::owns)).hasSize(1);
  }

  @Test
  void a_monitor_has_its_own_pace_on_the_node_that_comes_to_ask() {
    pace = "4s";
    two();
    assertThat(askedWithin(60)).hasSize(15).containsOnly(asker().name);
  }

  @Test
  void one_of_two_nodes_asks_once_per_interval_and_both_show_the_same() {
    two();

    assertThat(askedWithin(60)).hasSize(6).containsOnly(asker().name);
    passes(1);

    Standing theirs = other().load();
    assertThat(theirs.green()).isTrue();
    assertThat(theirs.seen().reading()).isEqualTo(asker().load().seen().reading());
    assertThat(theirs.seen().told()).isEqualTo(asker().load().seen().told());
    assertThat(theirs.seen().told().orElseThrow().shown()).isEqualTo("load 1");
    assertThat(theirs.seen().told().orElseThrow().details().rows())
        .containsExactly(Map.of("host", "h1", "load", 1L));
  }

  @Test
  void a_level_stands_on_both_and_one_of_them_pages() {
    two();
    load = 9;
    passes(15);
    assertThat(other().load().now().pending()).hasSize(1);
    passes(30);

    assertThat(asker().load().now().level()).isEqualTo(Level.CRITICAL);
    assertThat(other().load().now()).isEqualTo(asker().load().now());
    assertThat(other().state().score().map(Score::value))
        .isEqualTo(asker().state().score().map(Score::value))
        .hasValue(50);
    assertThat(paged)
        .hasSize(2)
        .allMatch(text -> text.startsWith(asker().name + ": Board"))
        .anyMatch(text -> text.contains("Load is critical"))
        .anyMatch(text -> text.contains("is red: health 50"));
  }

  @Test
  void when_the_asker_dies_the_other_asks_within_the_lease_and_goes_on_with_its_window() {
    two();
    load = 9;
    passes(12);
    Node dead = asker();
    Node heir = other();
    Instant since = heir.load().now().pending().isEmpty() ? clock.instant() : Instant.EPOCH;
    assertThat(since).as("the other knows of the breach").isEqualTo(Instant.EPOCH);
    dead.dead = true;

    assertThat(askedWithin(leaseSeconds())).isNotEmpty().containsOnly(heir.name);

    passes(15);
    assertThat(heir.load().now().level()).isEqualTo(Level.CRITICAL);
    assertThat(paged).hasSize(2).allMatch(text -> text.startsWith(heir.name));
    assertThat(askedWithin(60)).hasSize(6).containsOnly(heir.name);
  }

  private static int leaseSeconds() {
    return (int) Claims.LEASE.plus(Claims.GRACE).plus(Claims.RENEW_EVERY).toSeconds() + 1;
  }

  @Test
  void what_turned_red_on_a_node_that_died_before_it_told_is_told_by_the_one_that_comes_to_ask() {
    two();
    Node first = asker();
    Node heir = other();
    load = 9;
    diesRed = true;
    passes(45);
    assertThat(first.dead).isTrue();
    diesRed = false;
    passes(leaseSeconds());

    assertThat(heir.owns()).isTrue();
    assertThat(paged)
        .hasSize(2)
        .anyMatch(text -> text.startsWith(first.name + ": Board: Load is critical"))
        .anyMatch(text -> text.startsWith(heir.name + ": Board is red: health 50"));
    passes(60);
    assertThat(paged).hasSize(2);
  }

  @Test
  void what_is_red_and_was_told_is_not_told_again_by_the_node_that_comes_to_ask() {
    two();
    Node heir = other();
    load = 9;
    passes(60);
    assertThat(paged).hasSize(2);
    asker().dead = true;
    passes(leaseSeconds() + 30);
    assertThat(heir.owns()).isTrue();
    assertThat(heir.red()).isTrue();
    assertThat(paged).hasSize(2);

    load = 1;
    passes(60);
    load = 9;
    passes(60);
    assertThat(paged).hasSize(4);
    assertThat(paged.subList(2, 4)).allMatch(text -> text.startsWith(heir.name));
  }

  @Test
  void a_node_that_told_what_is_red_does_not_tell_it_again_when_it_comes_back() {
    two();
    load = 9;
    passes(60);
    nodes.forEach(node -> node.claims.cut(true));
    passes(30);
    nodes.forEach(node -> node.claims.cut(false));
    passes(30);
    assertThat(paged).hasSize(2);
  }

  @Test
  void what_a_person_asks_again_at_the_other_node_is_known_to_the_asker_and_told_by_it()
      throws InterruptedException {
    two();
    Node asker = asker();
    Node other = other();
    load = 3;
    passes(2);
    asked.clear();
    other.boards.check("b", Optional.of("load"));
    assertThat(asked).containsExactly(other.name);
    other.boards.flush();
    asker.boards.flush();
    assertThat(asker.load().seen().told().orElseThrow().shown()).isEqualTo("load 3");
    assertThat(paged).isEmpty();
  }

  @Test
  void a_node_that_is_cut_off_asks_for_itself_and_stops_when_it_is_back() {
    two();
    Node other = other();
    other.claims.cut(true);
    passes(12);
    assertThat(other.owns()).isFalse();
    assertThat(askedWithin(20)).contains(other.name, asker().name);

    other.claims.cut(false);
    passes(12);
    assertThat(askedWithin(30)).hasSize(3).containsOnly(asker().name);
  }
}
