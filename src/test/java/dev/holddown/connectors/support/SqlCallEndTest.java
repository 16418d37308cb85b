package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A statement whose time is over before it has begun its first step. */
@Timeout(120)
class SqlCallEndTest {
  private static final String ENDLESS =
      "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n";

  @TempDir Path folder;

  @Test
  void no_statement_goes_on_after_its_deadline_however_early_that_came() throws Exception {
    try (Connection made = DriverManager.getConnection("jdbc:sqlite:" + folder + "/shop.db")) {
      made.createStatement().execute("create table t (x)");
    }
    SqlPlace place = SqlPlace.of("sqlite:shop.db", folder);
    for (int millis = 0; millis < 30; millis++) {
      Deadline deadline = Deadline.in(Duration.ofMillis(millis), RealTime.nanos());
      SqlCall call = new SqlCall(place, new SqlCall.Login("", ""), deadline);
      assertThatThrownBy(() -> call.ask(new SqlCall.Ask(ENDLESS, List.of(), 10)))
          .isInstanceOf(CallRefused.class);
    }
    while (asking() > 0) { // the time-out of the test ends it
      LockSupport.parkNanos(10_000_000);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static long asking() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack ->
            Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().equals(SqlCall.class.getName())))
        .filter(stack ->
            Arrays.stream(stack)
                .noneMatch(frame -> frame.getClassName().equals(SqlCallEndTest.class.getName())))
        .count();
  }
}
