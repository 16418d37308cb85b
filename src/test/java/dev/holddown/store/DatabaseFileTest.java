package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not what it should be is told in a sentence, and stays as it is. */
class DatabaseFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void the_usual_name() {
    file = folder.resolve("holddown.db");
  }

  private EventStore open() {
    return SqliteEventStore.open(file, "Holddown 1.2.3");
  }

  private void soundLog(int events) {
    try (EventStore store = open()) {
      keep(store, append("r-1", 0, events));
    }
  }

  private void refusedAndUntouched(String sentence) throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessage(sentence);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_new_file_is_its_owners_alone_and_has_no_leftovers() throws IOException {
    open().close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_first_start_that_was_cut_off_is_begun_again() throws IOException {
    Files.writeString(folder.resolve("holddown.db.new"), "half a database");

    soundLog(1);

    assertThat(folder.resolve("holddown.db.new")).doesNotExist();
  }

  @Test
  void a_file_that_is_no_database_is_refused() throws IOException {
    Files.writeString(file, "Dear diary, ".repeat(100));

    refusedAndUntouched(
        file
            + " is not a SQLite database; nothing was changed; move it away and restore a backup,"
            + " or give another data folder");
  }

  @Test
  void a_short_file_is_refused() throws IOException {
    Files.writeString(file, "SQLite format 3\0");

    refusedAndUntouched(
        file
            + " is not a SQLite database; nothing was changed; move it away and restore a backup,"
            + " or give another data folder");
  }

  @Test
  void an_empty_file_is_refused() throws IOException {
    Files.createFile(file);

    refusedAndUntouched(
        "the database "
            + file
            + " is empty; nothing was changed; move it away and restore a backup, or give another"
            + " data folder");
  }

  @Test
  void a_folder_in_its_place_is_refused() throws IOException {
    Files.createDirectory(file);

    assertThatThrownBy(this::open)
        .hasMessage(
            "the database "
                + file
                + " is not a file; nothing was changed; move it away and restore a backup, or give"
                + " another data folder");
  }

  @Test
  void a_database_of_another_program_is_refused() throws IOException {
    Raw.sql(file, "CREATE TABLE t (a)");

    refusedAndUntouched(
        file
            + " is a SQLite database, but not one of Holddown; nothing was changed; give another"
            + " data folder");
  }

  @Test
  void a_truncated_database_is_refused() throws IOException {
    soundLog(500);
    long bytes = Files.size(file);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(bytes / 2);
    }

    refusedAndUntouched(
        "the database "
            + file
            + " is cut off: it has "
            + bytes / 2
            + " bytes of "
            + bytes
            + "; nothing was changed; move it away and restore a backup, or give another data"
            + " folder");
  }

  @Test
  void a_missing_database_with_its_write_ahead_log_left_behind_is_refused() throws IOException {
    Files.writeString(folder.resolve("holddown.db-wal"), "frames");

    assertThatThrownBy(this::open)
        .hasMessage(
            "the database "
                + file
                + " is missing but its write-ahead log holddown.db-wal is there: somebody moved or"
                + " deleted the database; nothing was changed; put it back, or restore a backup");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_database_of_a_newer_version_is_refused_and_names_who_wrote_it() throws IOException {
    soundLog(1);
    Raw.sql(
        file,
        "UPDATE meta SET value = 'Holddown 9.0.0' WHERE name = 'writer'",
        "PRAGMA user_version = 7");

    refusedAndUntouched(
        "the database "
            + file
            + " was written by Holddown 9.0.0 (schema 7, this Holddown knows up to 2); nothing was"
            + " changed; start that version or a later one, or restore the backup made before the"
            + " upgrade");
  }

  @Test
  void a_migration_history_that_is_ahead_is_refused_too() throws IOException {
    soundLog(1);
    Raw.sql(
        file,
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success) VALUES (3, '3', 'x', 'SQL', 'x', '', 0, 1)");

    refusedAndUntouched(
        "the database "
            + file
            + " was written by Holddown 1.2.3 (schema 3, this Holddown knows up to 2); nothing was"
            + " changed; start that version or a later one, or restore the backup made before the"
            + " upgrade");
  }

  @Test
  void a_path_with_a_question_mark_is_refused() {
    file = folder.resolve("what?.db");

    assertThatThrownBy(this::open)
        .hasMessage(
            "the path "
                + file
                + " has a question mark in it, which SQLite's driver cannot open; give another"
                + " data folder");
  }

  @Test
  void wherever_pages_are_overwritten_it_is_a_sentence_or_a_finding_or_nothing_of_the_log()
      throws IOException {
    soundLog(400);
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(7);
    int found = 0;
    for (int round = 0; round < 60; round++) {
      byte[] damaged = sound.clone();
      int from = 100 + random.nextInt(sound.length - 200);
      byte[] rubbish = new byte[1 + random.nextInt(64)];
      random.nextBytes(rubbish);
      System.arraycopy(rubbish, 0, damaged, from, rubbish.length);
      Files.write(file, damaged);
      found += damageIsTold() ? 1 : 0;
      for (String ending : List.of("-wal", "-shm")) {
        Files.deleteIfExists(folder.resolve("holddown.db" + ending));
      }
    }
    assertThat(found).isGreaterThan(15);
  }

  /** Whether damage was told; if not, every event must be there as it was. */
  private boolean damageIsTold() {
    try (EventStore store = open()) {
      if (store.verify().firstBad().isPresent()) {
        return true;
      }
      assertThat(store.read("r-1").stream().map(EventStore.Stored::entry).toList())
          .isEqualTo(
              LongStream.rangeClosed(1, 400)
                  .mapToObj(version -> Given.entry("r-1", version))
                  .toList());
      return false;
    } catch (StoreException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return true;
    }
  }

  @Test
  void a_log_of_a_newer_event_is_told_with_its_place() throws IOException {
    soundLog(2);
    Raw.tamper(file, "UPDATE events SET type = 'run.teleported' WHERE position = 2");

    try (EventStore store = open()) {
      assertThatThrownBy(() -> store.read("r-1"))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "event 2 (run r-1, version 2) cannot be read: this log was written by a newer"
                  + " Holddown (event type run.teleported); nothing was changed; open it with that"
                  + " version or a later one");
    }
    assertThat(new String(Files.readAllBytes(file), UTF_8)).contains("run.teleported");
  }
}
