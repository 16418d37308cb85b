package dev.holddown.store;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.ErasedNames;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.KeptAnswers;
import dev.holddown.engine.port.RemovableBlobs;
import dev.holddown.engine.port.Retention;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a SQL store keeps beside its log, met by the same statements in both databases. */
final class Beside {
  private Beside() {}

  /** That of a store, with its evidence. */
  static Keeping of(SqlEventStore store, RemovableBlobs blobs) {
    return new Keeping(new Answers(store), new Thinning(store), new Names(store), blobs);
  }

  /** The names that are shown no more, to read them. */
  static ErasedNames names(SqlEventStore store) {
    return new Names(store);
  }

  private record Answers(SqlEventStore store) implements KeptAnswers {
    @Override
    public Optional<Held> take(String key, String request, Instant at) {
      return store.write(tables -> tables.beside().answers().take(key, request, at));
    }

    @Override
    public void answer(String key, String answer) {
      store.write(tables -> {
        tables.beside().answers().answer(key, answer);
        return true;
      });
    }

    @Override
    public void giveBack(String key) {
      store.write(tables -> {
        tables.beside().answers().giveBack(key);
        return true;
      });
    }
  }

  private record Thinning(SqlEventStore store) implements Retention {
    @Override
    public Optional<Tombstone> tombstone(Digest digest) {
      return store.query(statements -> new TombstoneTable(statements).find(digest));
    }

    @Override
    public void bury(Collection<Tombstone> stones) {
      store.write(tables -> {
        tables.beside().tombstones().add(stones);
        return true;
      });
    }

    @Override
    public Set<String> thinned() {
      return store.query(statements -> new TombstoneTable(statements).thinned());
    }

    @Override
    public void thin(List<String> runs, Instant at) {
      store.write(tables -> {
        tables.beside().tombstones().thin(runs, at);
        return true;
      });
    }

    @Override
    public long samples(List<String> runs) {
      return store.query(statements -> new TombstoneTable(statements).samples(runs));
    }

    @Override
    public long delivered(Instant before) {
      return store.query(statements -> new TombstoneTable(statements).delivered(before));
    }

    @Override
    public long dropDelivered(Instant before) {
      return store.write(tables -> tables.beside().tombstones().dropDelivered(before));
    }

    @Override
    public long dropAnswers(Instant before) {
      return store.write(tables -> tables.beside().answers().drop(before));
    }

    @Override
    public void dropTold(String text) {
      store.write(tables -> {
        tables.beside().answers().dropWith(text);
        tables.beside().tombstones().dropDeliveredWith(text);
        return true;
      });
    }
  }

  private record Names(SqlEventStore store) implements ErasedNames {
    @Override
    public Optional<String> key() {
      return store.query(statements -> new ErasedTable(statements).key());
    }

    @Override
    public String key(Supplier<String> drawn) {
      String fresh = drawn.get();
      return store.write(tables -> tables.beside().erased().key(fresh));
    }

    @Override
    public List<Erased> all() {
      return store.query(statements -> new ErasedTable(statements).all());
    }

    @Override
    public Erased add(String hash, int words, Instant at) {
      return store.write(tables -> tables.beside().erased().add(hash, words, at));
    }
  }
}
