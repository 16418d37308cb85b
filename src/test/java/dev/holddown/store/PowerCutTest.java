package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static dev.holddown.store.Given.keep;
import static dev.holddown.store.Given.notice;
import static dev.holddown.store.Given.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Stored;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A power cut may lose the end of the write-ahead log, or leave rubbish there, and no more. */
class PowerCutTest {
  private static final int COMMITS = 40;
  private static final int TAIL_COMMITS = 8;
  private static final int EVENTS_OF_A_COMMIT = 3;

  @TempDir Path folder;

  @Test
  void whatever_is_lost_of_the_write_ahead_log_whole_commits_remain_from_the_beginning()
      throws IOException {
    Path file = folder.resolve("holddown.db");
    int[] seen = new int[COMMITS + 1];
    try (EventStore store = SqliteEventStore.open(file, "Holddown test")) {
      commits(store);
      long wal = Files.size(wal(file));
      Random random = new Random(20_261_121);
      for (int cut = 0; cut < 150; cut++) {
        Path copy = copy(file, cut);
        damage(wal(copy), random.nextLong(wal + 1), cut % 3 == 0 ? 0 : random.nextInt(5_000));
        seen[commitsIn(copy)]++;
      }
    }

    // Unless cuts reached many different states the test above would prove nothing.
    assertThat(Arrays.stream(seen).filter(count -> count > 0).count()).isGreaterThan(15);
  }

  @Test
  void at_every_512_bytes_of_its_tail_all_that_was_acknowledged_before_the_cut_is_there()
      throws IOException {
    Path file = folder.resolve("holddown.db");
    try (EventStore store = SqliteEventStore.open(file, "Holddown test")) {
      List<Long> acknowledgedAt = new ArrayList<>();
      for (int i = 0; i < TAIL_COMMITS; i++) {
        commit(store, i);
        acknowledgedAt.add(Files.size(wal(file)));
      }
      long from = acknowledgedAt.get(TAIL_COMMITS - 4);
      int cut = 0;
      for (long offset = from; offset <= acknowledgedAt.getLast(); offset += 512) {
        long at = offset;
        int due = (int) acknowledgedAt.stream().filter(end -> end <= at).count();
        for (int rubbish : new int[] {0, 700}) {
          Path copy = copy(file, cut++);
          damage(wal(copy), offset, rubbish);
          assertThat(commitsIn(copy)).as("cut at %d of the log", offset).isEqualTo(due);
        }
      }
      assertThat(cut).as("cuts").isGreaterThan(40);
    }
  }

  @Test
  void with_the_whole_write_ahead_log_everything_acknowledged_is_there() throws IOException {
    Path file = folder.resolve("holddown.db");
    try (EventStore store = SqliteEventStore.open(file, "Holddown test")) {
      commits(store);
      assertThat(commitsIn(copy(file, 0))).isEqualTo(COMMITS);
    }
  }

  private static void commits(EventStore store) {
    for (int i = 0; i < COMMITS; i++) {
      commit(store, i);
    }
  }

  private static void commit(EventStore store, int number) {
    keep(
        store,
        with(
            append("r-1", (long) number * EVENTS_OF_A_COMMIT, EVENTS_OF_A_COMMIT),
            notice("r-1", "n")));
  }

  private static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private Path copy(Path file, int number) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("cut-" + number)).resolve("holddown.db");
    Files.copy(file, copy);
    Files.copy(wal(file), wal(copy));
    return copy;
  }

  /** Cuts the file at an offset and puts rubbish in place of what was lost. */
  private static void damage(Path file, long offset, int rubbishBytes) throws IOException {
    try (RandomAccessFile wal = new RandomAccessFile(file.toFile(), "rw")) {
      wal.setLength(offset);
      wal.seek(offset);
      byte[] rubbish = new byte[rubbishBytes];
      new Random(offset).nextBytes(rubbish);
      wal.write(rubbish);
    }
  }

  /** How many commits are there; they are whole, the first ones, and everything agrees. */
  private static int commitsIn(Path file) {
    try (EventStore store = SqliteEventStore.open(file, "Holddown test")) {
      List<Stored> events = store.read("r-1");
      assertThat(events.size() % EVENTS_OF_A_COMMIT).isZero();
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i).entry()).isEqualTo(Given.entry("r-1", i + 1));
      }
      int commits = events.size() / EVENTS_OF_A_COMMIT;
      assertThat(store.outbox(1_000)).hasSize(commits);
      assertThat(store.runs(1).stream().mapToLong(row -> row.version()).sum())
          .isEqualTo(events.size());
      assertThat(store.verify().firstBad()).isEmpty();
      keep(store, append("r-1", events.size(), 1));
      return commits;
    }
  }
}
