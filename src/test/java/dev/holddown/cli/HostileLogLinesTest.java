package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessLog;
import dev.holddown.cli.link.Json;
import dev.holddown.testing.HostileStrings;
import dev.holddown.testing.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that a program or a terminal reads: what others wrote begins none and steers nothing. */
class HostileLogLinesTest {
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  private static final String ENTRY = "2026-03-02T10:00:00Z WARNING dev.holddown.Seat: ";

  @TempDir Path folder;
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");

  private static LogRecord record(String message) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("dev.holddown.Seat");
    record.setInstant(Instant.parse("2026-03-02T10:00:00Z"));
    return record;
  }

  private static String line(String formatted) {
    assertThat(formatted).endsWith("\n");
    String line = formatted.substring(0, formatted.length() - 1);
    assertThat(UNSEEN.matcher(line).find()).as(line).isFalse();
    return line;
  }

  @Test
  void an_entry_of_the_log_is_one_line_in_both_forms() {
    Formatter json = new LogFormat.JsonLines();
    Formatter text = new LogFormat.TextLines();
    for (String hostile : HostileStrings.all()) {
      assertThat(Json.tree(line(json.format(record(hostile)))).path("message").asString())
          .isEqualTo(hostile);
      assertThat(line(text.format(record(hostile)))).startsWith(ENTRY);
    }
    assertThat(text.format(record("two\nlines\u001b[2J\tof \u202eone")))
        .isEqualTo(ENTRY + "two / linesU+001B[2J of U+202Eone\n");
  }

  @Test
  void an_error_is_set_in_below_its_line_so_that_no_message_of_it_passes_for_an_entry() {
    LogRecord record = record("the store failed");
    record.setThrown(new IllegalStateException("first\n" + ENTRY + "all is well\u009b2J"));
    List<String> lines = new LogFormat.TextLines().format(record).lines().toList();
    assertThat(lines.getFirst()).isEqualTo(ENTRY + "the store failed");
    assertThat(lines.subList(1, lines.size()))
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.startsWith("    "))
        .noneMatch(line -> UNSEEN.matcher(line).find());
    assertThat(lines.get(2)).isEqualTo("    " + ENTRY + "all is wellU+009B2J");

    assertThat(line(new LogFormat.JsonLines().format(record))).contains("\"error\":");
  }

  @Test
  void what_the_server_says_itself_is_one_line_in_both_forms() {
    List<String> out = new ArrayList<>();
    for (String hostile : HostileStrings.all()) {
      LogFormat.TEXT.lines(clock, out::add).accept("refused: " + hostile);
      LogFormat.JSON.lines(clock, out::add).accept("refused: " + hostile);
    }
    assertThat(out).noneMatch(line -> UNSEEN.matcher(line).find());
  }

  @Test
  void an_entry_of_the_access_log_is_one_line_that_reads_back_as_it_was() throws IOException {
    AccessLog log = AccessLog.in(folder, clock);
    List<String> told = new ArrayList<>();
    for (String hostile : HostileStrings.all()) {
      if (hostile.length() <= 500 && StandardCharsets.UTF_8.newEncoder().canEncode(hostile)) {
        log.add("refused", new AccessLog.Deed(hostile, "127.0.0.1", "GET " + hostile, hostile));
        told.add(hostile);
      }
    }
    String text = Files.readString(folder.resolve("access.jsonl"));
    assertThat(text.split("\n")).hasSameSizeAs(told).allSatisfy(line -> line(line + "\n"));
    assertThat(log.verify()).isEmpty();
    AccessLog read = AccessLog.in(folder, clock);
    assertThat(read.after(0, 1_000)).extracting(e -> e.deed().why()).isEqualTo(told);
    read.add("refused", new AccessLog.Deed("\uD83D", "", "half a sign", "\u001b"));
    assertThat(read.verify()).isEmpty();
  }
}
