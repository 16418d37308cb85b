package dev.holddown.store;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.people.NameMask;
import dev.holddown.domain.run.Entry;
import dev.holddown.engine.port.ErasedNames;

/**
 * A store as people may see it: names that were erased are not in it. It only reads. The engine
 * works on the store itself, since who signed is part of its rules.
 */
final class ShownEvents extends SqlEventStore {
  private final SqlEventStore store;
  private final ErasedNames names;
  private volatile NameMask mask = NameMask.nothing();
  private volatile java.util.List<ErasedNames.Erased> known = java.util.List.of();

  ShownEvents(SqlEventStore store) {
    super(store.samplesMax());
    this.store = store;
    this.names = Beside.names(store);
  }

  @Override
  <T> T write(Work<T> work) {
    throw new IllegalStateException("this view of the log only reads");
  }

  @Override
  <T> T query(Query<T> query) {
    refresh();
    return store.query(query);
  }

  /** A mask remembers what it looked at, so it is kept as long as it hides the same. */
  private void refresh() {
    java.util.List<ErasedNames.Erased> now = names.all();
    if (!now.equals(known)) {
      mask = names.mask();
      known = now;
    }
  }

  @Override
  Stored decoded(StoredRow row) {
    Stored stored = super.decoded(row);
    NameMask hides = mask;
    if (hides.empty()) {
      return stored;
    }
    Actor actor = stored.entry().actor();
    Actor shown =
        actor.kind() == Actor.Kind.PERSON ? Actor.person(hides.shown(actor.name())) : actor;
    return new Stored(
        stored.position(),
        stored.version(),
        new Entry(
            stored.entry().at(),
            shown,
            EventCodec.current().masked(row.coded(), stored.entry().event(), hides::shown)),
        stored.type(),
        stored.hash());
  }

  @Override
  public Verification verify() {
    return store.verify();
  }

  /** The store is closed by whoever opened it. */
  @Override
  public void close() {}
}
