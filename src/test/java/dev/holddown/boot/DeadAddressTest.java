package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Home;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import dev.holddown.spi.Verb;
import dev.holddown.testing.RealTime;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever hangs, or is away, holds up nobody else in an engine. */
class DeadAddressTest {
  @TempDir Path folder;

  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch paged = new CountDownLatch(1);

  @Test
  void an_address_that_hangs_stops_neither_the_looks_at_workspace_and_boards_nor_a_page()
      throws Exception {
    try (Host host = Host.open(Home.of(folder.resolve("data")), parts(), Map.of())) {
      EventStore store = host.ports().store();
      owe(store, "terminal");
      await(hangs);

      CountDownLatch looks = looksOf(host);
      host.page("the board is red");
      await(looks);
      await(paged);

      assertThat(store.outbox(1))
          .as("what hangs goes on hanging")
          .extracting(OutboxRow::attempts)
          .containsExactly(0);
    }
  }

  @Test
  void the_boards_are_looked_at_when_the_workspace_cannot_be() throws Exception {
    Path workspace = Files.createDirectory(folder.resolve("workspace"));
    Home home = Home.of(folder.resolve("data")).in(Optional.of(workspace));
    try (Host host = Host.open(home, parts(), Map.of())) {
      Files.delete(workspace);

      await(looksOf(host)); // the first may be of a look that had begun before
    }
  }

  private static CountDownLatch looksOf(Host host) {
    CountDownLatch looks = new CountDownLatch(2);
    host.watch(() -> {
      looks.countDown();
      return List.of();
    });
    return looks;
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private static void owe(EventStore store, String channel) {
    Instant now = RealTime.clock().instant();
    EventStore.IndexRow row =
        new EventStore.IndexRow(
            "r-1", "p", "t", "l", "CLOSED", "SUCCEEDED", now, now, Optional.empty(), 0);
    OutboxRow owed = new OutboxRow(0, "r-1", "n-1", channel, "look", 0);
    store.commit(
        List.of(new EventStore.Append("r-1", 0, List.of(), row, Optional.empty(), List.of(owed))));
  }

  private Parts parts() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Parts(nowhere, folder, Map.of()).with(this::changed);
  }

  private SortedMap<String, Verb> changed(SortedMap<String, Verb> verbs) {
    SortedMap<String, Verb> all = new TreeMap<>(verbs);
    all.computeIfPresent("message.terminal", (name, verb) -> new Sends(verb.manual(), this::hang));
    all.computeIfPresent(
        "message.file", (name, verb) -> new Sends(verb.manual(), paged::countDown));
    return all;
  }

  /** What becomes of a message. */
  private interface Sending {
    void send() throws InterruptedException;
  }

  private record Sends(Manual manual, Sending sending) implements Acting {
    @Override
    public Deed begin(Operation operation) throws InterruptedException {
      sending.send();
      return new Deed.Landed(Map.of(), Proof.none());
    }
  }

  private void hang() throws InterruptedException {
    hangs.countDown();
    new CountDownLatch(1).await();
  }
}
