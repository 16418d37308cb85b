package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.connectors.support.WebServer;
import dev.holddown.connectors.support.WebServer.Reply;
import dev.holddown.spi.Answer;
import dev.holddown.spi.Deed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strings that mean something to a shell, a terminal or a parser arrive as they are. */
class HostileStringsTest {
  private static final List<String> HOSTILE =
      List.of(
          "; touch pwned",
          "&& touch pwned",
          "|| touch pwned",
          "| touch pwned",
          "& touch pwned &",
          "$(touch pwned)",
          "`touch pwned`",
          "${IFS}touch${IFS}pwned",
          "$HOME",
          "${HOLDDOWN_OP}",
          "$((1+1))",
          "<(touch pwned)",
          "> pwned",
          ">> pwned",
          "2>&1 > pwned",
          "< /etc/passwd",
          "*",
          "~root",
          "{a,b}",
          "!!",
          "#comment",
          "a b  c",
          " leading and trailing ",
          "\"double\"",
          "'single'",
          "'; touch pwned; '",
          "\"; touch pwned; \"",
          "\\",
          "\\n\\t\\0",
          "%s%n%x",
          "%00",
          "line\nbreak",
          "\r\nX-Injected: 1",
          "tab\there",
          "\u001b[2J\u001b]0;title\u0007",
          "() { :;}; touch pwned",
          "-rf",
          "--exec=touch pwned",
          "-e touch pwned",
          "@/etc/passwd",
          "../../../../etc/passwd",
          "\u202Egnp.exe",
          "日本語 ümläut 🚀",
          "",
          "null",
          "{\"json\": true}",
          "${{ github.token }}",
          "{{ 7*7 }}",
          "%(touch pwned)",
          "x".repeat(20_000));

  @TempDir Path folder;
  private Acts acts;
  private Path recorder;

  @BeforeEach
  void recorder() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "this machine has no /bin/bash");
    acts = new Acts(folder);
    recorder = folder.resolve("recorder");
    Files.writeString(
        recorder,
        """
        #!/bin/bash
        printf '%s\\0' "$@" > argv
        printf '%s' "${VALUE-}" > value
        """);
    Files.setPosixFilePermissions(recorder, PosixFilePermissions.fromString("rwx------"));
  }

  private List<String> recorded() throws Exception {
    String argv = Files.readString(folder.resolve("argv"), StandardCharsets.UTF_8);
    List<String> parts = new ArrayList<>(List.of(argv.split("\0", -1)));
    parts.removeLast();
    return parts;
  }

  @Test
  void there_are_enough_of_them() {
    assertThat(HOSTILE).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
  }

  @Test
  void all_arguments_arrive_as_they_are_and_nothing_is_interpreted() throws Exception {
    Deed deed = acts.act("exec.run", Map.of("program", recorder.toString(), "args", HOSTILE));
    assertThat(deed).isInstanceOf(Deed.Landed.class);
    assertThat(recorded()).isEqualTo(HOSTILE);
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  @Test
  void each_environment_value_arrives_as_it_is_and_nothing_is_interpreted() throws Exception {
    for (String hostile : HOSTILE) {
      Deed run =
          acts.act(
              "exec.run", Map.of("program", recorder.toString(), "env", Map.of("VALUE", hostile)));
      assertThat(run).isInstanceOf(Deed.Landed.class);
      assertThat(Files.readString(folder.resolve("value"))).isEqualTo(hostile);
    }
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  @Test
  void a_script_that_quotes_its_environment_interprets_nothing() throws Exception {
    for (String hostile : HOSTILE) {
      Deed run =
          acts.act(
              "exec.script",
              Map.of("script", "printf '%s' \"$VALUE\" > value", "env", Map.of("VALUE", hostile)));
      assertThat(run).isInstanceOf(Deed.Landed.class);
      assertThat(Files.readString(folder.resolve("value"))).isEqualTo(hostile);
    }
    assertThat(folder.resolve("pwned")).doesNotExist();
  }

  @Test
  void a_header_value_arrives_as_it_is_or_is_refused_whole() throws Exception {
    try (WebServer server = new WebServer(seen -> Reply.of(200, ""))) {
      int arrived = 0;
      for (String hostile : HOSTILE) {
        Answer answer =
            acts.ask(
                "http.get", Map.of("url", server.url(), "headers", Map.of("X-Value", hostile)));
        if (answer.kind() == Answer.Kind.ANSWERED) {
          assertThat(server.seen.get(arrived++).headers())
              .containsEntry("x-value", hostile.strip())
              .doesNotContainKey("x-injected");
        } else {
          assertThat(answer.message()).contains("the header X-Value ").doesNotContain(hostile);
        }
      }
      assertThat(server.seen).hasSize(arrived);
      assertThat(arrived).isGreaterThan(30);
    }
  }

  @Test
  void a_nul_is_refused_where_a_program_would_see_half_of_it() throws Exception {
    for (Map<String, Object> args :
        List.<Map<String, Object>>of(
            Map.of("program", recorder.toString(), "args", List.of("a\0b")),
            Map.of("program", recorder.toString(), "env", Map.of("VALUE", "a\0b")))) {
      assertThat(acts.act("exec.run", args))
          .isInstanceOfSatisfying(
              Deed.Failed.class,
              f -> assertThat(f.message()).contains("holds a NUL character; nothing was started"));
    }
    assertThat(folder.resolve("argv")).doesNotExist();
  }
}
