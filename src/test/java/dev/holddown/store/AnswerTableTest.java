package dev.holddown.store;

import static dev.holddown.store.Given.T;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many answers there may be. */
class AnswerTableTest {
  @Test
  void beyond_their_number_the_oldest_are_forgotten(@TempDir Path folder) throws SQLException {
    Database database = Database.open(folder.resolve("holddown.db"), UnaryOperator.identity());
    try (Statements statements = new Statements(database.writer(), Dialect.SQLITE)) {
      AnswerTable answers = new AnswerTable(statements, 50);
      for (int i = 0; i < 1_000; i++) {
        answers.take("k" + i, "request", T.plusSeconds(i));
      }
      assertThat(answers.take("k0", "request", T.plusSeconds(1_000))).as("forgotten").isEmpty();
      assertThat(answers.take("k999", "request", T.plusSeconds(1_000))).isPresent();
      assertThat(answers.drop(T.plusSeconds(2_000)))
          .isBetween(50L, 50L + AnswerTable.TAKES_BETWEEN_COUNTS);
      statements.connection().commit();
    }
  }
}
