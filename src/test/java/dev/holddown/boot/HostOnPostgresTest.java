package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.Home;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.Postgres;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole engines, wired as the program wires them, over one database. */
class HostOnPostgresTest {
  @TempDir Path folder;

  private final String url = Postgres.database();

  private Home home(String node) {
    return new Home(folder.resolve(node), url, false);
  }

  private Parts parts() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Parts(nowhere, folder, Map.of());
  }

  @Test
  @Timeout(180)
  void two_engines_share_the_partitions_and_hand_them_over_when_they_end() {
    try (Claims claims = Postgres.claims(url);
        Host one = Host.open(home("one"), parts(), Map.of())) {
      Claims.Member watcher = claims.join("watcher");
      await(claims, watcher, 1);
      try (Host two = Host.open(home("two"), parts(), Map.of())) {
        await(claims, watcher, 2);
        assertThat(one.failure()).isEmpty();
        assertThat(two.failure()).isEmpty();
        Digest digest = one.blobs().put(new byte[] {1, 2, 3});
        assertThat(two.blobs().get(digest)).hasValue(new byte[] {1, 2, 3});
      }
      assertThat(owners(claims, watcher)).as("the second gave up at once").isLessThan(2);
      assertThat(one.failure()).isEmpty();
    }
  }

  private static long owners(Claims claims, Claims.Member watcher) {
    return claims.renew(watcher).partitions().stream()
        .map(Claims.Partition::owner)
        .flatMap(Optional::stream)
        .distinct()
        .count();
  }

  private static void await(Claims claims, Claims.Member watcher, long owners) {
    while (owners(claims, watcher) != owners) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Test
  void reading_needs_no_engine_and_leaves_the_folder_without_a_database_of_its_own() {
    try (ReadOnly reading = ReadOnly.open(home("reader"), Map.of())) {
      assertThat(reading.store().runs(10)).isEmpty();
    }
    assertThat(folder.resolve("reader/holddown.db")).doesNotExist();
  }

  @Test
  void a_url_that_cannot_be_used_gives_the_folder_back() {
    Home bad = new Home(folder.resolve("bad"), "mysql://a@b/c", false);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Host.open(bad, parts(), Map.of()))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("the database URL cannot be used: it begins with none of ");
    }
  }
}
