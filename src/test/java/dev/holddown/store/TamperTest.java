package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static dev.holddown.store.Raw.tamper;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Verification;
import dev.holddown.engine.port.EventStore.Verification.Bad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever changes, drops, moves or inserts an event past the store is found, and the event is
 * named. Three runs take turns: r-0 has the positions 1, 4, 7 …, r-1 has 2, 5, 8 …
 */
class TamperTest {
  private static final int EVENTS = 60;
  private static final String CHANGED =
      "its bytes do not give its hash: it was changed, moved or inserted afterwards";

  @TempDir Path folder;
  private Path sound;
  private Path file;

  @BeforeEach
  void sixty_events_of_three_runs_in_turn() throws IOException {
    sound = folder.resolve("sound.db");
    file = folder.resolve("holddown.db");
    try (EventStore store = SqliteEventStore.open(sound, "Holddown test")) {
      List<EventStore.Append> batch = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        batch.add(append("r-" + i % 3, i / 3, 1));
      }
      store.commit(batch);
    }
    restore();
  }

  private void restore() throws IOException {
    Files.copy(sound, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private Verification verify() {
    try (EventStore store = SqliteEventStore.open(file, "Holddown test")) {
      return store.verify();
    }
  }

  private static Bad at(long position, String why) {
    return new Bad(position, "r-" + (position - 1) % 3, (position - 1) / 3 + 1, why);
  }

  @Test
  void the_log_is_sound_before() {
    assertThat(verify().firstBad()).isEmpty();
  }

  @Test
  void a_changed_byte_of_any_event_is_found_and_the_event_named() throws IOException {
    for (int position = 1; position <= EVENTS; position++) {
      restore();
      tamper(
          file,
          "UPDATE events SET payload = CAST(replace(CAST(payload AS TEXT), 'r-', 'R-') AS BLOB)"
              + " WHERE position = "
              + position);
      assertThat(verify().firstBad()).contains(at(position, CHANGED));
    }
  }

  @Test
  void a_change_of_any_column_is_found() throws IOException {
    for (String change :
        List.of(
            "type = 'run.resumed'",
            "codec = 2",
            "at = '2026-11-21T10:00:00.000000000Z'",
            "actor_kind = 'ENGINE'",
            "actor = 'eve'",
            "payload = x'7b7d'",
            "payload = CAST(payload || ' ' AS BLOB)",
            "hash = zeroblob(32)",
            "hash = randomblob(32)")) {
      restore();
      tamper(file, "UPDATE events SET " + change + " WHERE position = 31");
      assertThat(verify().firstBad()).as(change).contains(at(31, CHANGED));
    }
  }

  @Test
  void a_dropped_event_is_named_with_its_run() throws IOException {
    for (int position = 1; position < EVENTS - 2; position++) {
      restore();
      tamper(file, "DELETE FROM events WHERE position = " + position);
      Bad bad = verify().firstBad().orElseThrow();
      assertThat(bad.position()).isEqualTo(position);
      assertThat(bad.why())
          .isEqualTo(
              position == 1
                  ? "it is missing: the log begins at position 2"
                  : "it is missing: position %d is followed by %d"
                      .formatted(position - 1, position + 1));
    }
  }

  @Test
  void dropping_the_newest_events_is_found_by_the_head() {
    tamper(file, "DELETE FROM events WHERE position > 58");

    assertThat(verify())
        .isEqualTo(
            new Verification(
                58,
                3,
                Optional.of(
                    new Bad(
                        59,
                        "",
                        0,
                        "it is missing: the log should have 60 events and ends at 58"))));
  }

  @Test
  void dropping_the_newest_events_and_the_head_is_found_by_the_index() {
    tamper(file, "DELETE FROM events WHERE position > 59", "UPDATE head SET position = 59");

    assertThat(verify().firstBad())
        .contains(new Bad(57, "r-2", 19, "the run ends at version 19 here, the index says 20"));
  }

  @Test
  void dropping_an_event_and_closing_the_gap_is_found() {
    tamper(
        file,
        "DELETE FROM events WHERE position = 31",
        "UPDATE events SET position = position - 1 WHERE position > 31",
        "UPDATE head SET position = 59");

    assertThat(verify().firstBad()).contains(new Bad(31, "r-1", 11, CHANGED));
  }

  @Test
  void two_events_of_one_run_that_change_places_are_found() throws IOException {
    for (int position = 1; position + 3 <= EVENTS; position++) {
      restore();
      swap(position, position + 3);
      assertThat(verify().firstBad().orElseThrow().position()).isEqualTo(position);
    }
  }

  @Test
  void two_events_of_different_runs_that_change_places_are_found() {
    swap(10, 11);

    assertThat(verify().firstBad()).contains(new Bad(10, "r-1", 4, CHANGED));
  }

  private void swap(int one, int other) {
    tamper(
        file,
        "UPDATE events SET position = 100000 WHERE position = " + one,
        "UPDATE events SET position = %d WHERE position = %d".formatted(one, other),
        "UPDATE events SET position = %d WHERE position = 100000".formatted(other));
  }

  @Test
  void contents_that_change_places_are_found() {
    tamper(
        file,
        "UPDATE events SET payload = CAST('{\"reason\":\"r-0 at 3\"}' AS BLOB) WHERE position = 4");

    assertThat(verify().firstBad()).contains(at(4, CHANGED));
  }

  @Test
  void an_event_inserted_at_the_end_is_found() {
    tamper(
        file,
        "INSERT INTO events SELECT 61, run, 21, type, codec, at, actor_kind, actor, payload,"
            + " randomblob(32) FROM events WHERE position = 58");

    assertThat(verify().firstBad()).contains(new Bad(61, "r-0", 21, CHANGED));
  }

  @Test
  void an_event_inserted_with_a_right_hash_but_past_the_store_is_found_by_the_head() {
    tamper(file, "UPDATE head SET position = 59");

    assertThat(verify().firstBad())
        .contains(
            new Bad(
                60,
                "r-2",
                20,
                "the log should end at 59 and goes on to 60: an event was added past the store"));
  }

  @Test
  void an_event_inserted_in_the_middle_is_found() {
    tamper(
        file,
        "UPDATE events SET position = position + 100000 WHERE position >= 31",
        "UPDATE events SET position = position - 99999 WHERE position > 100000",
        "UPDATE events SET version = version + 1000 WHERE run = 'r-0' AND position > 31",
        "UPDATE events SET version = version - 999 WHERE run = 'r-0' AND version > 1000",
        "INSERT INTO events SELECT 31, run, 11, type, codec, at, actor_kind, actor, payload,"
            + " hash FROM events WHERE position = 28",
        "UPDATE head SET position = 61");

    assertThat(verify().firstBad()).contains(new Bad(31, "r-0", 11, CHANGED));
  }

  @Test
  void an_index_that_was_changed_is_found() throws IOException {
    tamper(file, "UPDATE runs SET version = 19 WHERE run = 'r-1'");
    assertThat(verify().firstBad())
        .contains(new Bad(59, "r-1", 20, "the run ends at version 20 here, the index says 19"));

    restore();
    tamper(file, "DELETE FROM runs WHERE run = 'r-1'");
    assertThat(verify().firstBad())
        .contains(new Bad(59, "r-1", 20, "the index does not know its run"));
  }

  @Test
  void a_log_cut_off_with_head_and_index_is_sound_in_itself() {
    // The limit of a chain, told in Chain's docstring: only a checkpoint kept elsewhere shows it.
    tamper(
        file,
        "DELETE FROM events WHERE position > 59",
        "UPDATE head SET position = 59",
        "UPDATE runs SET version = 19 WHERE run = 'r-2'");

    assertThat(verify().firstBad()).isEmpty();
  }
}
