package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line says about itself. */
class HelpTest {
  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);

  @BeforeEach
  void newKit() {
    kit = new TestKit(folder);
  }

  @Test
  void every_verb_has_a_description_and_an_example_of_itself() {
    List<String> lacking = new ArrayList<>();
    for (CommandLine verb : all(Cli.commandLine(kit))) {
      var spec = verb.getCommandSpec();
      String help = help(verb);
      boolean described = spec.usageMessage().description().length > 0;
      boolean example =
          help.contains("Example") && help.contains("  " + spec.qualifiedName().strip());
      if (!described || !example) {
        lacking.add(spec.qualifiedName());
      }
    }
    assertThat(lacking).isEmpty();
  }

  @Test
  void every_verb_answers_to_help_with_exit_code_0_and_without_colour() {
    for (CommandLine verb : all(Cli.commandLine(kit))) {
      String name = verb.getCommandSpec().qualifiedName();
      List<String> words = new ArrayList<>(Arrays.asList(name.split(" ", -1)));
      words.removeFirst();
      words.add("--help");
      TestKit.Printed printed = kit.run(words.toArray(String[]::new));
      assertThat(printed.exit()).as(name).isZero();
      assertThat(printed.out()).as(name).contains("Usage: " + name).doesNotContain("\033");
    }
  }

  @Test
  void every_verb_that_prints_an_answer_can_print_it_as_json() {
    List<String> lacking = new ArrayList<>();
    for (CommandLine verb : all(Cli.commandLine(kit))) {
      boolean groups = verb.getCommandSpec().name().matches("holddown|known-good");
      if (!groups && verb.getCommandSpec().findOption("--json") == null) {
        lacking.add(verb.getCommandSpec().qualifiedName());
      }
    }
    assertThat(lacking).isEmpty();
  }

  @Test
  void lines_of_help_fit_a_small_terminal() {
    for (CommandLine verb : all(Cli.commandLine(kit))) {
      assertThat(help(verb).lines())
          .as(verb.getCommandSpec().qualifiedName())
          .allMatch(line -> line.length() <= 100, "at most 100 characters");
    }
  }

  @Test
  void without_a_verb_the_help_is_shown_and_the_exit_code_is_2() {
    TestKit.Printed printed = kit.run();
    assertThat(printed.exit()).isEqualTo(2);
    assertThat(printed.err()).contains("Verbs:").contains("rollback");
  }

  @Test
  void the_version_is_told_with_that_of_java() {
    TestKit.Printed printed = kit.run("--version");
    assertThat(printed.exit()).isZero();
    assertThat(printed.out()).matches("holddown \\S+, Java 2\\d\\S* on \\S+\\R");
  }

  @Test
  void a_wrong_verb_is_answered_with_the_nearest_right_ones() {
    TestKit.Printed printed = kit.run("stats");
    assertThat(printed.exit()).isEqualTo(2);
    assertThat(printed.err())
        .contains("holddown: Unmatched argument at index 0: 'stats'")
        .contains("holddown status");
  }

  @Test
  void a_missing_option_is_a_matter_of_usage() {
    TestKit.Printed printed = kit.run("sign", "approval");
    assertThat(printed.exit()).isEqualTo(2);
    assertThat(printed.err())
        .contains("Missing required option: '--role=ROLE'")
        .contains("See: holddown sign --help");
  }

  private static List<CommandLine> all(CommandLine top) {
    List<CommandLine> all = new ArrayList<>(List.of(top));
    top.getSubcommands().values().forEach(verb -> all.addAll(all(verb)));
    return all;
  }

  private static String help(CommandLine verb) {
    StringWriter text = new StringWriter();
    verb.usage(new PrintWriter(text));
    return text.toString();
  }
}
