package dev.holddown.store;

import dev.holddown.engine.port.ErasedNames.Erased;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Names that are shown no more. */
final class ErasedTable {
  private static final String KEY = "erased-names-key";

  private final Statements statements;

  ErasedTable(Statements statements) {
    this.statements = statements;
  }

  Optional<String> key() throws SQLException {
    return statements.first("SELECT value FROM meta WHERE name = ?", row -> row.getString(1), KEY);
  }

  /** The key that is there, or now this one. */
  String key(String drawn) throws SQLException {
    statements.update(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", KEY, drawn);
    return key().orElseThrow(() -> new SQLException("the key of erased names is missing"));
  }

  List<Erased> all() throws SQLException {
    return statements.list(
        "SELECT number, hash, words, at FROM erased_names ORDER BY number",
        row ->
            new Erased(
                row.getInt(1),
                row.getString(2),
                row.getInt(3),
                SortableTime.instant(row.getString(4))));
  }

  Erased add(String hash, int words, Instant at) throws SQLException {
    Optional<Erased> there = all().stream().filter(e -> e.hash().equals(hash)).findFirst();
    if (there.isPresent()) {
      return there.get();
    }
    int number = all().size() + 1;
    statements.update(
        "INSERT INTO erased_names (number, hash, words, at) VALUES (?, ?, ?, ?)",
        number,
        hash,
        words,
        at);
    return new Erased(number, hash, words, at);
  }
}
