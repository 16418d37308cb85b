package dev.holddown.store;

import static dev.holddown.store.Given.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bits that flip on the disk, sectors that were never written, pages that land in each other's
 * place: each is either told with a sentence, by the opening, by a reading or by {@code verify}, or
 * the log reads as it was written. Nobody is ever told another history, and no notice that is owed
 * appears or goes.
 */
class DamagedPagesTest {
  private static final int RUNS = 5;
  private static final int EVENTS = 300;
  private static final int DAMAGES = 400;
  private static final int PAGE = 4_096;
  private static final int SECTOR = 512;

  @TempDir Path folder;
  private byte[] sound = {};
  private final Map<String, List<EventStore.Stored>> written = new TreeMap<>();
  private List<EventStore.IndexRow> index = List.of();
  private List<OutboxRow> owed = List.of();

  @BeforeEach
  void three_hundred_events_of_five_runs() throws IOException {
    Path file = folder.resolve("sound.db");
    try (EventStore store = SqliteEventStore.open(file, "Holddown test")) {
      for (int i = 0; i < EVENTS; i += RUNS) {
        List<EventStore.Append> batch = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
          OutboxRow owed = new OutboxRow(0, "r-" + run, "n" + i, "terminal", "look at " + i, 0);
          batch.add(Given.with(append("r-" + run, i / RUNS, 1), owed));
        }
        store.commit(batch);
      }
      for (int run = 0; run < RUNS; run++) {
        written.put("r-" + run, store.read("r-" + run));
      }
      index = store.runs(RUNS + 1);
      owed = store.outbox(EVENTS + 1);
      assertThat(owed).hasSize(EVENTS);
    }
    sound = Files.readAllBytes(file); // closed, so that the write-ahead log is in it
  }

  private enum What {
    BIT,
    BYTE,
    SECTOR_OF_ZEROS,
    SECTOR_OF_RUBBISH,
    TORN_PAGE,
    PAGES_SWAPPED,
    CUT_SHORT
  }

  private byte[] damaged(What what, SplittableRandom random) {
    byte[] bytes = sound.clone();
    int at = random.nextInt(bytes.length);
    int sector = at / SECTOR * SECTOR;
    int pages = bytes.length / PAGE;
    switch (what) {
      case BIT -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case BYTE -> bytes[at] = (byte) random.nextInt(256);
      case SECTOR_OF_ZEROS -> System.arraycopy(new byte[SECTOR], 0, bytes, sector, SECTOR);
      case SECTOR_OF_RUBBISH -> {
        byte[] rubbish = new byte[SECTOR];
        random.nextBytes(rubbish);
        System.arraycopy(rubbish, 0, bytes, sector, SECTOR);
      }
      case TORN_PAGE -> {
        // the second half is that of another page
        int from = random.nextInt(pages) * PAGE + PAGE / 2;
        System.arraycopy(sound, from, bytes, at / PAGE * PAGE + PAGE / 2, PAGE / 2);
      }
      case PAGES_SWAPPED -> {
        int one = random.nextInt(pages) * PAGE;
        int other = random.nextInt(pages) * PAGE;
        System.arraycopy(sound, one, bytes, other, PAGE);
        System.arraycopy(sound, other, bytes, one, PAGE);
      }
      case CUT_SHORT -> {
        byte[] rest = new byte[Math.max(1, at)];
        System.arraycopy(sound, 0, rest, 0, rest.length);
        return rest;
      }
    }
    return bytes;
  }

  @Test
  void every_damage_is_told_with_a_sentence_or_changes_nothing_of_the_log() throws IOException {
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < DAMAGES; i++) {
      What what = What.values()[i % What.values().length];
      Path file = folder.resolve("damaged-" + i + ".db");
      Files.write(file, damaged(what, new SplittableRandom(i)));
      String how = told(file, what + " " + i);
      seen.merge(how, 1, Integer::sum);
      Files.deleteIfExists(file);
    }
    // or the damages were too mild or too rough to prove anything
    assertThat(seen).containsKeys("refused at the opening", "found by verify", "harmless");
    assertThat(seen.getOrDefault("another text in a row beside the log", 0))
        .as("bits that flipped in the text of an index or outbox row")
        .isLessThanOrEqualTo(DAMAGES / 50);
  }

  private String told(Path file, String damage) {
    try (EventStore store = SqliteEventStore.open(file, "Holddown test")) {
      try {
        if (store.verify().firstBad().isPresent()) {
          assertThat(store.verify().firstBad().get().why()).as(damage).isNotBlank();
          return "found by verify";
        }
        written.forEach((run, events) -> assertThat(store.read(run)).as(damage).isEqualTo(events));
        assertThat(store.runs(RUNS + 1)).as(damage).hasSize(RUNS);
        boolean same = store.runs(RUNS + 1).equals(index) && store.outbox(EVENTS + 1).equals(owed);
        // what is beside the log has no chain of its own; no row of it appears or goes unnoticed
        assertThat(store.outbox(EVENTS + 1)).as(damage).hasSameSizeAs(owed);
        return same ? "harmless" : "another text in a row beside the log";
      } catch (StoreException e) {
        assertSentence(e, damage);
        return "found by reading";
      }
    } catch (StoreException e) {
      assertSentence(e, damage);
      return "refused at the opening";
    }
  }

  private static void assertSentence(StoreException e, String damage) {
    assertThat(e.getMessage()).as(damage).contains(" ").doesNotContain("null");
    assertThat(e.getMessage()).as(damage).containsPattern("damaged-|database");
  }
}
