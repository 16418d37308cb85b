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
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of this version opened by the next one, and the way back. */
class DatabaseUpgradeTest {
  private static final Schema NEXT = new Schema(List.of("migrations", "migrations-sqlite-next"), 3);

  @TempDir Path folder;

  @BeforeEach
  void a_database_of_this_version() {
    try (EventStore store = today()) {
      keep(store, append("r-1", 0, 3));
    }
  }

  private Path file() {
    return folder.resolve("holddown.db");
  }

  private EventStore today() {
    return SqliteEventStore.open(file(), "Holddown test");
  }

  private void upgrade() {
    Database.open(file(), UnaryOperator.identity(), NEXT);
  }

  @Test
  void a_copy_is_made_before_the_tables_are_changed_and_is_the_way_back() throws IOException {
    upgrade();

    Path copy = folder.resolve("holddown.db.before-v3");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThatThrownBy(this::today)
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(
            "(schema 3, this Holddown knows up to 2); nothing was changed; start that version or a"
                + " later one, or restore the backup made before the upgrade,"
                + " holddown.db.before-v3");

    Files.move(copy, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(folder.resolve("holddown.db-wal"));
    try (EventStore store = today()) {
      assertThat(store.read("r-1")).hasSize(3);
      assertThat(store.verify().firstBad()).isEmpty();
    }
  }

  @Test
  void a_migration_that_fails_leaves_the_database_and_the_copy() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE notes (id INTEGER)"); // in the way of the next version's
    }

    assertThatThrownBy(this::upgrade)
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the database " + file() + " could not be brought to schema 3: ");

    assertThat(folder.resolve("holddown.db.before-v3")).isRegularFile();
    try (EventStore store = today()) {
      assertThat(store.read("r-1")).hasSize(3);
    }
  }

  @Test
  void without_a_copy_nothing_is_changed() throws IOException {
    Files.createDirectories(folder.resolve("holddown.db.before-v3/in-the-way"));

    assertThatThrownBy(this::upgrade)
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            ("the database %s has to be brought to the tables of this version, and the copy"
                    + " holddown.db.before-v3 that comes before could not be made: ")
                .formatted(file()))
        .hasMessageEndingWith("; nothing was changed; make room, or start the version before");

    try (EventStore store = today()) {
      assertThat(store.read("r-1")).hasSize(3);
    }
  }

  @Test
  void a_copy_that_an_earlier_try_left_is_replaced() throws IOException {
    Files.writeString(folder.resolve("holddown.db.before-v3"), "half a copy");

    upgrade();

    assertThat(Files.size(folder.resolve("holddown.db.before-v3"))).isGreaterThan(4_096);
    assertThat(folder.resolve("holddown.db.before-v3.new")).doesNotExist();
  }
}
