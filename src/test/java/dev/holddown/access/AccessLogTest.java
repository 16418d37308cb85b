package dev.holddown.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of who came in and who was refused. */
class AccessLogTest {
  @TempDir Path folder = Path.of("");
  private final SettableClock clock = SettableClock.at("2026-05-01T10:00:00Z");

  private AccessLog log() {
    return AccessLog.in(folder, clock);
  }

  private static AccessLog.Deed deed(String what) {
    return new AccessLog.Deed("ann", "127.0.0.1", what, "why\nnot");
  }

  private Path file() {
    return folder.resolve("access.jsonl");
  }

  @Test
  void lines_are_numbered_without_gaps_by_several_processes() throws IOException {
    AccessLog server = log();
    AccessLog verb = log();
    server.add("refused", deed("POST /a"));
    verb.add("user-added", deed("bob"));
    server.add("refused", deed("POST /b"));
    assertThat(server.after(0, 10).stream().map(AccessLog.Entry::number))
        .containsExactly(1L, 2L, 3L);
    assertThat(server.after(1, 1).getFirst().kind()).isEqualTo("user-added");
    assertThat(log().after(2, 10).getFirst().deed().what()).isEqualTo("POST /b");
    assertThat(server.verify()).isEmpty();
    assertThat(Files.readAllLines(file())).as("one line each").hasSize(3);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  /** Another process reads the whole file first; its letters need not have one byte each. */
  @Test
  void a_process_that_comes_later_adds_to_lines_in_any_writing_and_takes_nothing_away()
      throws IOException {
    log().add("refused", deed("Jürgen, 日本語, 🚀"));
    log().add("refused", deed("Zoë"));
    byte[] before = Files.readAllBytes(file());
    // a crash in the middle of a letter of two bytes
    Files.write(file(), new byte[] {'{', '"', (byte) 0xc3}, StandardOpenOption.APPEND);
    log().add("refused", deed("Åse"));

    assertThat(log().verify()).isEmpty();
    assertThat(log().after(0, 10))
        .extracting(e -> e.deed().what())
        .containsExactly("Jürgen, 日本語, 🚀", "Zoë", "Åse");
    assertThat(Files.readAllBytes(file())).startsWith(before);
  }

  @Test
  void a_changed_dropped_or_swapped_line_is_found() throws IOException {
    for (int i = 1; i <= 4; i++) {
      log().add("refused", deed("try " + i));
    }
    List<String> lines = Files.readAllLines(file());
    List<List<String>> forged =
        List.of(
            List.of(lines.get(0), lines.get(1).replace("try 2", "try 9"), lines.get(2)),
            List.of(lines.get(0), lines.get(2), lines.get(3)),
            List.of(lines.get(1), lines.get(0), lines.get(2)));
    for (List<String> text : forged) {
      Files.write(file(), text);
      assertThat(log().verify().orElse("")).contains("of the access log is not the one");
    }
  }

  @Test
  void a_line_that_a_crash_cut_off_is_written_over() throws IOException {
    log().add("refused", deed("one"));
    Files.writeString(file(), "{\"number\":2,\"at", StandardOpenOption.APPEND);
    assertThat(log().after(0, 10)).hasSize(1);
    log().add("refused", deed("two"));
    assertThat(log().verify()).isEmpty();
    assertThat(log().after(0, 10)).hasSize(2);
  }

  @Test
  void a_text_of_a_stranger_does_not_fill_it() {
    log().add("refused", deed("x".repeat(100_000)));
    assertThat(log().after(0, 10).getFirst().deed().what()).hasSize(501).endsWith("…");
    assertThat(AccessLog.in(folder.resolve("none"), clock).after(0, 10)).isEmpty();
  }

  @Test
  void a_log_under_its_name_of_before_goes_on_under_the_new_one() throws IOException {
    log().add("refused", deed("one"));
    Files.move(file(), folder.resolve("governance.jsonl"));
    log().add("refused", deed("two"));
    assertThat(log().after(0, 10).stream().map(AccessLog.Entry::number)).containsExactly(1L, 2L);
    assertThat(log().verify()).isEmpty();
    assertThat(folder.resolve("governance.jsonl")).doesNotExist();
  }
}
