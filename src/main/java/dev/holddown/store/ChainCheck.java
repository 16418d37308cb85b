package dev.holddown.store;

import dev.holddown.engine.port.EventStore.Verification;
import dev.holddown.engine.port.StoreException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks a log in position order and keeps the first event that does not fit. */
final class ChainCheck {
  /** Where a run stands so far. */
  @SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual
  private record Tail(long position, long version, byte[] hash) {}

  private final Chain chain = new Chain();
  private final Map<String, Tail> tails = new HashMap<>();
  private long last;
  private long events;
  private Verification.@Nullable Bad bad;

  /** Whether something was found already; the rest need not be read. */
  boolean found() {
    return bad != null;
  }

  /** Takes the next event; rows must come in rising position. */
  void add(StoredRow row) {
    if (found()) {
      return;
    }
    StoredRow.Slot slot = row.slot();
    Tail tail = tails.getOrDefault(slot.run(), new Tail(0, 0, Chain.start()));
    if (slot.position() != last + 1) {
      boolean skips = slot.version() == tail.version() + 2;
      note(
          new StoredRow.Slot(last + 1, skips ? slot.run() : "", skips ? slot.version() - 1 : 0),
          last == 0
              ? "it is missing: the log begins at position " + slot.position()
              : "it is missing: position %d is followed by %d".formatted(last, slot.position()));
    } else if (slot.version() != tail.version() + 1) {
      note(
          slot,
          ("version %d stands where version %d of the run belongs: an event was "
                  + "dropped, moved or inserted")
              .formatted(slot.version(), tail.version() + 1));
    } else if (!MessageDigest.isEqual(
        row.hash(), chain.next(tail.hash(), slot, row.stamp(), row.coded()))) {
      note(slot, "its bytes do not give its hash: it was changed, moved or inserted afterwards");
    } else if (unreadable(row).isPresent()) {
      note(slot, "its hash fits, and still it cannot be read: " + unreadable(row).get());
    } else {
      tails.put(slot.run(), new Tail(slot.position(), slot.version(), row.hash()));
      last = slot.position();
      events++;
    }
  }

  private static Optional<String> unreadable(StoredRow row) {
    try {
      EventCodec.current().decode(row.coded());
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Ends the walk.
   *
   * @param head how many events the log should have
   * @param index the version that the index tells for each run
   */
  Verification finish(long head, Map<String, Long> index) {
    if (!found() && head > last) {
      note(
          new StoredRow.Slot(last + 1, "", 0),
          "it is missing: the log should have %d events and ends at %d".formatted(head, last));
    }
    if (!found() && head < last) {
      tails.forEach((run, tail) -> {
        if (tail.position() == last) {
          note(
              new StoredRow.Slot(last, run, tail.version()),
              "the log should end at %d and goes on to %d: an event was added past the store"
                  .formatted(head, last));
        }
      });
    }
    if (!found()) {
      index.forEach(this::checkIndex);
      tails.forEach((run, tail) -> checkIndex(run, index.getOrDefault(run, -1L)));
    }
    return new Verification(events, tails.size(), Optional.ofNullable(bad));
  }

  private void checkIndex(String run, long version) {
    Tail tail = tails.getOrDefault(run, new Tail(0, 0, Chain.start()));
    if (tail.version() != version && (bad == null || bad.position() > tail.position())) {
      note(
          new StoredRow.Slot(tail.position(), run, tail.version()),
          version < 0
              ? "the index does not know its run"
              : "the run ends at version %d here, the index says %d"
                  .formatted(tail.version(), version));
    }
  }

  private void note(StoredRow.Slot slot, String why) {
    bad = new Verification.Bad(slot.position(), slot.run(), slot.version(), why);
  }
}
