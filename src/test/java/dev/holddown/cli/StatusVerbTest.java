package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The common options of {@code status} mean the same with and without picocli. */
class StatusVerbTest {
  @TempDir Path folder = Path.of("");

  private Room room() {
    return new Room(new TestKit(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--all",
        "--json",
        "--all --json",
        "--data /a/b",
        "--data=/a=b",
        "--data x --all"
      })
  void an_option_means_what_picocli_makes_of_it(String line) {
    List<String> args = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    Optional<StatusVerb> plain = StatusVerb.plain(room(), args);
    StatusVerb read = new StatusVerb(room());
    new CommandLine(read).parseArgs(args.toArray(String[]::new));

    assertThat(plain).isPresent();
    assertThat(plain.get().all).isEqualTo(read.all);
    assertThat(plain.get().common.json).isEqualTo(read.common.json);
    assertThat(plain.get().common.data).isEqualTo(read.common.data);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "--al",
        "--all --all",
        "--data",
        "--data=",
        "--data --all",
        "--data=a --data=b",
        "--db x",
        "--server=http://x",
        "more",
        "--all=false",
        "@file"
      })
  void everything_else_is_left_to_picocli(String line) {
    assertThat(StatusVerb.plain(room(), List.of(line.split(" ", -1)))).isEmpty();
  }

  @Test
  void a_mistake_in_an_option_is_told_as_before() {
    TestKit.Printed printed = new TestKit(folder).run("status", "--al");
    assertThat(printed.exit()).isEqualTo(2);
    assertThat(printed.err()).contains("--all");
  }
}
