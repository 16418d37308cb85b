package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is acknowledged that went into a file which nobody will find again. */
class GoneDatabaseTest {
  @TempDir Path folder;
  private Path data;
  private Path file;

  @BeforeEach
  void a_data_folder() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    file = data.resolve("holddown.db");
  }

  private EventStore open() {
    return SqliteEventStore.open(file, "Holddown test");
  }

  private static void refuses(EventStore store, Path gone) {
    String sentence =
        gone
            + " is gone: somebody moved, replaced or deleted it while Holddown worked on it; what"
            + " was acknowledged is in the file that was there, nothing more is written; put the"
            + " data folder back as it was, or restore a backup, then start Holddown again";
    assertThatThrownBy(() -> keep(store, append("r-1", 1, 1)))
        .isInstanceOf(StoreException.class)
        .hasMessage(sentence);
    assertThatThrownBy(() -> store.read("r-1")).hasMessage(sentence);
  }

  @Test
  void a_folder_that_was_moved_away_is_told_at_the_next_write_and_is_whole_where_it_is()
      throws IOException {
    try (EventStore store = open()) {
      keep(store, append("r-1", 0, 1));
      Files.move(data, folder.resolve("old"));

      refuses(store, file);
    }
    Files.move(folder.resolve("old"), data);
    try (EventStore store = open()) {
      assertThat(store.read("r-1")).isNotEmpty();
      assertThat(store.verify().firstBad()).isEmpty();
    }
  }

  @Test
  void a_database_that_was_replaced_by_a_backup_is_told() throws IOException {
    try (EventStore store = open()) {
      keep(store, append("r-1", 0, 1));
      Files.copy(file, data.resolve("backup"));
      Files.move(file, data.resolve("other"));
      Files.move(data.resolve("backup"), file);

      refuses(store, file);
    }
  }

  @Test
  void a_write_ahead_log_that_was_deleted_is_told() throws IOException {
    try (EventStore store = open()) {
      keep(store, append("r-1", 0, 1));
      Files.delete(data.resolve("holddown.db-wal"));

      refuses(store, data.resolve("holddown.db-wal"));
    }
  }
}
