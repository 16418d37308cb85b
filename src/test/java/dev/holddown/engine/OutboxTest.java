package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.Ports;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.sim.NoSecrets;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.MemoryEventStore;
import dev.holddown.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent when, and who waits for whom, when an address is dead. */
class OutboxTest {
  private static final Duration TIME_OUT = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");
  private final EventStore store = new MemoryEventStore();
  private final Set<String> dead = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private final List<String> tried = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();

  @Test
  void a_page_behind_a_hundred_to_a_dead_address_is_sent_in_the_first_round() throws Exception {
    Outbox outbox = outbox();
    dead.add("dead");
    owe("old", "file:dead", 100);
    owe("new", "file:live", 1);

    outbox.deliver();

    assertThat(sent).containsExactly("new 1");
    assertThat(tried).as("one time-out, not a hundred").containsExactly("old 1", "new 1");
  }

  @Test
  void what_goes_to_a_dead_address_is_tried_last_and_once_a_round() throws Exception {
    Outbox outbox = outbox();
    dead.add("dead");
    owe("old", "file:dead", 3);
    outbox.deliver();
    owe("new", "file:live", 2);
    tried.clear();

    outbox.deliver();

    assertThat(tried).containsExactly("new 1", "new 2", "old 2");
  }

  @Test
  void pages_to_one_address_come_in_their_order_also_when_it_is_the_one_of_no_address()
      throws Exception {
    Outbox outbox = outbox();
    owe("a", Notices.DEFAULT_CHANNEL, 2);
    owe("b", "file:default", 2);
    owe("c", Notices.DEFAULT_CHANNEL, 30);

    outbox.deliver();
    outbox.deliver();

    List<String> all = new ArrayList<>(List.of("a 1", "a 2", "b 1", "b 2"));
    IntStream.rangeClosed(1, 30).forEach(i -> all.add("c " + i));
    assertThat(sent).isEqualTo(all);
    assertThat(store.outbox(10)).isEmpty();
  }

  @Test
  void one_address_has_twenty_messages_a_round() throws Exception {
    Outbox outbox = outbox();
    owe("many", "file:live", 50);

    assertThat(outbox.deliver()).isEqualTo(20);
    assertThat(outbox.deliver()).isEqualTo(20);
    assertThat(outbox.deliver()).isEqualTo(10);
  }

  @Test
  void a_row_that_failed_waits_ever_longer_after_its_end_and_a_new_process_tries_it_at_once()
      throws Exception {
    Outbox outbox = outbox();
    dead.add("dead");
    owe("old", "file:dead", 1);

    outbox.deliver();
    for (int seconds : List.of(1, 2, 4)) {
      tried.clear();
      outbox.deliver();
      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      outbox.deliver();
      assertThat(tried).as("before %d s are over", seconds).isEmpty();
      clock.advance(Duration.ofNanos(1));
      outbox.deliver();
      assertThat(tried).as("when %d s are over", seconds).hasSize(1);
    }

    clock.advance(Duration.ofNanos(1));
    outbox().deliver();
    assertThat(store.outbox(1).getFirst().attempts()).isEqualTo(5);
  }

  @Test
  void a_row_at_which_the_connector_breaks_is_a_failed_try_and_those_behind_it_go_on()
      throws Exception {
    Outbox outbox = outbox();
    broken.add("broken");
    owe("old", "file:broken", 1);
    owe("new", "file:live", 1);

    assertThat(outbox.deliver()).isEqualTo(1);

    assertThat(sent).containsExactly("new 1");
    assertThat(store.outbox(1).getFirst().attempts()).isEqualTo(1);
    assertThat(outbox.tell("id", "file:broken", "a page"))
        .isEqualTo("java.lang.IllegalStateException: the connector broke");
  }

  @Test
  void after_fifty_tries_a_row_is_given_up() throws Exception {
    Outbox outbox = outbox();
    dead.add("dead");
    owe("old", "file:dead", 1);

    for (int i = 0; i < 60; i++) {
      outbox.deliver();
      clock.advance(Duration.ofMinutes(5));
    }

    assertThat(tried).hasSize(50);
    assertThat(store.outbox(1)).isEmpty();
  }

  private void owe(String run, String channel, int count) {
    List<OutboxRow> rows =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> new OutboxRow(0, run, "n-" + i, channel, run + " " + i, 0))
            .toList();
    Instant now = clock.instant();
    EventStore.IndexRow row =
        new EventStore.IndexRow(
            run, "p", "t", "l", "CLOSED", "SUCCEEDED", now, now, Optional.empty(), 0);
    store.commit(List.of(new EventStore.Append(run, 0, List.of(), row, Optional.empty(), rows)));
  }

  private Outbox outbox() {
    return new Outbox(ports(), new Redactor(), "file:default");
  }

  private Ports ports() {
    Ports.Verbs verbs =
        new Ports.Verbs() {
          @Override
          public Optional<Verb> find(String action) {
            return Optional.of(new Post());
          }

          @Override
          public List<String> names() {
            return List.of("message.file");
          }
        };
    return new Ports(
        store,
        new FileBlobs(folder),
        new PlaybookJson(),
        new Ports.Outside(verbs, new NoSecrets(), new Cel()),
        new Ports.Passing(clock, () -> "id"));
  }

  /** Takes messages to files, as the real one does, but those to dead ones. */
  private final class Post implements Acting {
    @Override
    public Manual manual() {
      return Manual.of("message.file", "Notes what it was to send.")
          .required("text", Manual.Type.TEXT, Slot.WORDS, "what to say")
          .required("path", Manual.Type.TEXT, Slot.LITERAL, "where to")
          .example("message.file: {text: a, path: b}");
    }

    @Override
    public Deed begin(Operation operation) {
      String text = String.valueOf(operation.args().get("text"));
      String path = String.valueOf(operation.args().get("path"));
      tried.add(text);
      if (broken.contains(path)) {
        throw new IllegalStateException("the connector broke");
      }
      if (dead.contains(path)) {
        clock.advance(TIME_OUT);
        return new Deed.Unknown("nobody answers", Proof.none());
      }
      sent.add(text);
      return new Deed.Landed(Map.of(), Proof.none());
    }
  }
}
