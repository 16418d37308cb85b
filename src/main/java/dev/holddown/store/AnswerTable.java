package dev.holddown.store;

import dev.holddown.engine.port.KeptAnswers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Answers by the key of their request. */
final class AnswerTable {
  /** Counting all of them costs more than keeping a few too many. */
  static final int TAKES_BETWEEN_COUNTS = 256;

  private final Statements statements;
  private final int answersMax;
  private int takes;

  /** {@code answersMax}: kept at least, and at most {@link #TAKES_BETWEEN_COUNTS} more. */
  AnswerTable(Statements statements, int answersMax) {
    this.statements = statements;
    this.answersMax = answersMax;
  }

  Optional<KeptAnswers.Held> take(String key, String request, Instant at) throws SQLException {
    drop(at.minus(KeptAnswers.AGE_MAX));
    if (takes++ % TAKES_BETWEEN_COUNTS == 0) {
      statements.update(
          "DELETE FROM answers WHERE at < (SELECT at FROM answers ORDER BY at DESC"
              + " LIMIT 1 OFFSET ?)",
          answersMax - 1);
    }
    int taken =
        statements.update(
            "INSERT INTO answers (key, request, at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
            key,
            request,
            at);
    return taken == 1
        ? Optional.empty()
        : statements.first(
            "SELECT request, at, answer FROM answers WHERE key = ?",
            row ->
                new KeptAnswers.Held(
                    row.getString(1),
                    SortableTime.instant(row.getString(2)),
                    Optional.ofNullable(row.getString(3))),
            key);
  }

  void answer(String key, String answer) throws SQLException {
    statements.update("UPDATE answers SET answer = ? WHERE key = ?", answer, key);
  }

  void giveBack(String key) throws SQLException {
    statements.update("DELETE FROM answers WHERE key = ? AND answer IS NULL", key);
  }

  long drop(Instant before) throws SQLException {
    return statements.update("DELETE FROM answers WHERE at < ?", before);
  }

  void dropWith(String text) throws SQLException {
    statements.update("DELETE FROM answers WHERE lower(answer) LIKE ? ESCAPE '!'", contains(text));
  }

  /** A pattern for LIKE. */
  static String contains(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    return "%" + plain.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
