package dev.holddown.store;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Entry;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import java.util.HexFormat;

/** An event as its bytes stand in the log, before anything is made of them. */
@SuppressWarnings("ArrayRecordComponent") // carried between database and hash, never compared
record StoredRow(Slot slot, Stamp stamp, EventCodec.Coded coded, byte[] hash) {
  /** Where it stands: in the whole log, and in its run. Both count from 1. */
  record Slot(long position, String run, long version) {}

  /** When and who, as text. */
  record Stamp(String at, String kind, String actor) {
    static Stamp of(Entry entry) {
      Actor actor = entry.actor();
      return new Stamp(SortableTime.text(entry.at()), actor.kind().name(), actor.name());
    }
  }

  /** The event itself. */
  EventStore.Stored decode(EventCodec codec) {
    try {
      Actor actor = new Actor(Actor.Kind.valueOf(stamp.kind()), stamp.actor());
      Entry entry = new Entry(SortableTime.instant(stamp.at()), actor, codec.decode(coded));
      String hex = HexFormat.of().formatHex(hash);
      return new EventStore.Stored(slot.position(), slot.version(), entry, coded.type(), hex);
    } catch (RuntimeException e) {
      String sentence =
          "event %d (run %s, version %d) cannot be read: %s"
              .formatted(slot.position(), slot.run(), slot.version(), e.getMessage());
      boolean newer = e instanceof StoreException && !(e instanceof StoreException.Unreadable);
      throw newer ? new StoreException(sentence, e) : new StoreException.Unreadable(sentence, e);
    }
  }
}
