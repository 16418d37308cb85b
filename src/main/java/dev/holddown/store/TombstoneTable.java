package dev.holddown.store;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.engine.port.Retention.Tombstone;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was removed on purpose. */
final class TombstoneTable {
  private final Statements statements;

  TombstoneTable(Statements statements) {
    this.statements = statements;
  }

  Optional<Tombstone> find(Digest digest) throws SQLException {
    return statements.first(
        "SELECT at, why FROM tombstones WHERE digest = ?",
        row -> new Tombstone(digest, SortableTime.instant(row.getString(1)), row.getString(2)),
        digest.hex());
  }

  void add(Collection<Tombstone> stones) throws SQLException {
    statements.updateAll(
        "INSERT INTO tombstones (digest, at, why) VALUES (?, ?, ?) ON CONFLICT (digest)"
            + " DO UPDATE SET at = excluded.at, why = excluded.why",
        stones.stream()
            .map(stone -> new Object[] {stone.digest().hex(), stone.at(), stone.why()})
            .toList());
  }

  Set<String> thinned() throws SQLException {
    return new HashSet<>(statements.list("SELECT run FROM thinned_runs", row -> row.getString(1)));
  }

  void thin(List<String> runs, Instant at) throws SQLException {
    for (String run : runs) {
      statements.update("DELETE FROM samples WHERE run = ?", run);
      statements.update(
          "INSERT INTO thinned_runs (run, at) VALUES (?, ?) ON CONFLICT (run) DO NOTHING", run, at);
    }
  }

  long samples(List<String> runs) throws SQLException {
    long all = 0;
    for (String run : runs) {
      all +=
          statements
              .first("SELECT count(*) FROM samples WHERE run = ?", row -> row.getLong(1), run)
              .orElse(0L);
    }
    return all;
  }

  long delivered(Instant before) throws SQLException {
    return statements
        .first("SELECT count(*) FROM outbox WHERE delivered_at < ?", row -> row.getLong(1), before)
        .orElse(0L);
  }

  long dropDelivered(Instant before) throws SQLException {
    return statements.update("DELETE FROM outbox WHERE delivered_at < ?", before);
  }

  void dropDeliveredWith(String text) throws SQLException {
    statements.update(
        "DELETE FROM outbox WHERE delivered_at IS NOT NULL AND lower(text) LIKE ? ESCAPE '!'",
        AnswerTable.contains(text));
  }
}
