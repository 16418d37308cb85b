package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.Home;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data folder and a database that do not belong together. */
class OtherDatabaseTest {
  @TempDir Path folder;

  private final String url = Postgres.database();

  private String place() {
    return url.replace("holddown@", "");
  }

  @Test
  @Timeout(120)
  void a_verb_that_names_another_database_than_the_engine_works_on_is_refused() throws Exception {
    Path data = folder.resolve("data");
    try (EngineProcess engine = EngineProcess.listening(data, "", folder.resolve("log"))) {
      assertThatThrownBy(() -> engine.verb(url, "status"))
          .hasMessageContaining("the engine of " + data + " (pid ")
          .hasMessageContaining(
              ") works on holddown.db, and you named %s; nothing was changed. Leave --db and"
                      .formatted(place())
                  + " HOLDDOWN_DB out to speak to that engine, or give this database a folder of"
                  + " its own with --data");
      assertThat(engine.verb("", "status")).contains("No runs yet");
    }
  }

  @Test
  void the_folder_of_a_node_does_not_become_a_log_of_its_own() throws IOException {
    Path data = folder.resolve("node");
    ReadOnly.open(new Home(data, url, false), Map.of()).close();

    assertThatThrownBy(() -> ReadOnly.open(Home.of(data), Map.of()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the data folder %s belongs to a node of %s; name that database with --db or"
                    .formatted(data.toRealPath(), place())
                + " HOLDDOWN_DB, or give another folder with --data; nothing was changed");
    assertThat(data.resolve("holddown.db")).doesNotExist();
    assertThat(Files.readString(data.resolve("database.txt"))).doesNotContain("@");
  }
}
