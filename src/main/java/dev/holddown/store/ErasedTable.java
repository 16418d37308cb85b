package dev.holddown.store;

import dev.holddown.engine.port.ErasedNames.Erased;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Names that are shown no more. A number is never given twice. */
final class ErasedTable {
  private static final String KEY = "erased-names-key";
  private static final String NEWEST = "erased-names-newest";
  private static final String META =
      "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name)";

  private final Statements statements;

  ErasedTable(Statements statements) {
    this.statements = statements;
  }

  Optional<String> key() throws SQLException {
    return meta(KEY);
  }

  private Optional<String> meta(String name) throws SQLException {
    return statements.first("SELECT value FROM meta WHERE name = ?", row -> row.getString(1), name);
  }

  /** The key that is there, or now this one. */
  String key(String drawn) throws SQLException {
    statements.update(META + " DO NOTHING", KEY, drawn);
    return meta(KEY).orElseThrow(() -> new SQLException("the key of erased names is missing"));
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
    int number = Integer.parseInt(meta(NEWEST).orElse("0")) + 1;
    statements.update(
        META + " DO UPDATE SET value = excluded.value", NEWEST, Integer.toString(number));
    statements.update(
        "INSERT INTO erased_names (number, hash, words, at) VALUES (?, ?, ?, ?)",
        number,
        hash,
        words,
        at);
    return new Erased(number, hash, words, at);
  }

  boolean remove(int number) throws SQLException {
    return statements.update("DELETE FROM erased_names WHERE number = ?", number) > 0;
  }
}
