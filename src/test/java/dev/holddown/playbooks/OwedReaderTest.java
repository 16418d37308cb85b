package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code owed:} refuses. */
class OwedReaderTest {
  private static final String OWED =
      "owed:\n  - {owe: Report, due: ended + 1d, remind: 10m,"
          + " record: {into: log, fields: {x: {ask: lead}}}}\n";

  private static String with(String owed) {
    return Written.HEAD + Written.STAGES + owed;
  }

  @Test
  void nobody_is_reminded_more_often_than_every_ten_minutes() {
    assertThat(Written.problems(with(OWED))).isEmpty();
    assertThat(Written.bare(Written.problems(with(OWED.replace("10m", "599s")))))
        .containsExactly("`remind` of what is owed is at least 10m");
  }
}
