package dev.holddown;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.holddown.testing.source.JavaFile;
import dev.holddown.testing.source.Offence;
import dev.holddown.testing.source.ShapeRules;
import dev.holddown.testing.source.Sources;
import dev.holddown.testing.source.TimeRules;
import dev.holddown.testing.source.WordRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Style is a test: each rule names the file, the line, what is wrong and what to do. */
class TidyTest {
  private static final List<JavaFile> MAIN = Sources.java("src/main/java");
  private static final List<JavaFile> TESTS = Sources.java("src/test/java");
  private static final List<JavaFile> BENCHES = Sources.java("src/bench/java");

  /** Records of the contract that may have more than five components, each with its reason. */
  private static final Map<String, String> WIDE_RECORDS =
      Map.ofEntries(
          entry("Playbook", "the keys at the top of a playbook, one for one"),
          entry("Stage", "the keys of a stage, one for one"),
          entry("Watch", "the keys of a watch, one for one"),
          entry("SignRule", "the keys of a sign, one for one"),
          entry("Input", "the keys of an input, one for one"),
          entry("Metric", "the keys of a metric, one for one"),
          entry("Probe", "the keys of a probe, one for one"),
          entry("Item.About", "the keys every item shares, so that no item repeats them"),
          entry("Item.Step", "the keys of a step, one for one"),
          entry("RollbackPlan.Phase", "the keys of a phase, one for one"),
          entry("Act", "a stored intent: its fields are the format"),
          entry("Finding", "a result with its proof: nothing green may drop one of them"),
          entry("RunEvent.Fired", "a stored event: its fields are the format"),
          entry("RunEvent.Signed", "a stored event: its fields are the format"),
          entry("Signature", "who said yes to what, as the event tells it"),
          entry("RunHead", "what a run is about, fixed once at its start"),
          entry("Reading", "one stored sample: its fields are the format"),
          entry("EventStore.Append", "what one transaction writes together"),
          entry("EventStore.IndexRow", "one row of a table: its fields are the columns"),
          entry("EventStore.OutboxRow", "one row of a table: its fields are the columns"),
          entry("Answer", "what a connector found and what proves it"),
          entry("RunView", "a run as every screen and the API show it"),
          entry("ItemView", "an item as every screen and the API show it"),
          entry("Manual.Field", "all that form, schema and docs need to know of a field"));

  private static final Set<String> TEXT_ENDINGS =
      Set.of(
          "java",
          "md",
          "yaml",
          "yml",
          "json",
          "sql",
          "xml",
          "properties",
          "txt",
          "html",
          "css",
          "jte",
          "sh",
          "js",
          "toml");

  @Test
  void methods_fit_on_a_screen() {
    refuse(everyFile(ShapeRules::longMethods));
  }

  @Test
  void files_say_one_thing() {
    refuse(everyFile(ShapeRules::longFile));
  }

  @Test
  void lines_can_be_read_side_by_side() {
    refuse(everyFile(ShapeRules::longLines));
  }

  @Test
  void constructors_take_few_arguments() {
    refuse(everyFile(file -> ShapeRules.wideConstructors(file, WIDE_RECORDS)));
  }

  @Test
  void each_excuse_for_a_wide_record_is_still_needed() {
    Set<String> wide =
        MAIN.stream()
            .flatMap(file -> ShapeRules.wideConstructors(file, Map.of()).stream())
            .map(offence -> offence.what().split(" ", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(wide)
        .as("records that have more than five components; delete an excuse nobody needs")
        .containsAll(WIDE_RECORDS.keySet());
  }

  @Test
  void names_say_something() {
    refuse(everyFile(WordRules::emptyNames));
  }

  @Test
  void only_boot_and_demo_ask_the_machine_for_time_or_chance() {
    Predicate<JavaFile> mayAsk =
        file -> file.path().contains("/boot/") || file.path().contains("/demo/");
    List<Offence> found = new ArrayList<>();
    MAIN.stream()
        .filter(mayAsk.negate())
        .forEach(file -> found.addAll(TimeRules.asksTheMachine(file, false)));
    TESTS.stream()
        .filter(file -> !file.path().endsWith("/testing/RealTime.java"))
        .forEach(file -> found.addAll(TimeRules.asksTheMachine(file, true)));
    refuse(found);
  }

  @Test
  void no_test_sleeps() {
    refuse(TESTS.stream().flatMap(file -> TimeRules.sleeps(file).stream()).toList());
  }

  @Test
  void no_test_is_switched_off() {
    refuse(TESTS.stream().flatMap(file -> WordRules.disabledTests(file).stream()).toList());
  }

  @Test
  void tests_are_named_by_sentences() {
    refuse(TESTS.stream().flatMap(file -> WordRules.testsWithoutSentence(file).stream()).toList());
  }

  @Test
  void no_comment_promises_work_for_another_day() {
    refuse(everyText(Path.of("src"), WordRules::unfinishedWork));
  }

  @Test
  void no_file_names_a_path_of_one_machine() {
    refuse(everyText(Path.of(""), WordRules::developersPaths));
  }

  @Test
  void each_package_says_what_it_holds() {
    List<Offence> found = new ArrayList<>();
    Set<String> described = new TreeSet<>();
    for (JavaFile file : (Iterable<JavaFile>) all()::iterator) {
      if (file.path().endsWith("/package-info.java")) {
        described.add(packageOf(file));
        found.addAll(WordRules.undescribedPackage(file));
      }
    }
    all()
        .filter(file -> !described.contains(packageOf(file)))
        .forEach(file ->
            found.add(
                new Offence(
                    file.path(),
                    1,
                    "the package " + packageOf(file) + " has no package-info.java",
                    "add one: a sentence, @NullMarked, the package")));
    refuse(found);
  }

  @Test
  void each_public_type_says_what_it_is() {
    refuse(MAIN.stream().flatMap(file -> WordRules.undescribedTypes(file).stream()).toList());
  }

  private static Stream<JavaFile> all() {
    return Stream.of(MAIN, TESTS, BENCHES).flatMap(List::stream);
  }

  private static String packageOf(JavaFile file) {
    String below = file.path().replaceFirst("^src/\\w+/java/", "");
    return below.substring(0, Math.max(0, below.lastIndexOf('/'))).replace('/', '.');
  }

  private static List<Offence> everyFile(Function<JavaFile, List<Offence>> rule) {
    return all().flatMap(file -> rule.apply(file).stream()).toList();
  }

  private static List<Offence> everyText(
      Path folder, BiFunction<String, String, List<Offence>> rule) {
    return Sources.files(folder, TidyTest::isText).stream()
        .flatMap(path -> rule.apply(slashes(path), Sources.text(path)).stream())
        .toList();
  }

  /** Files with a known ending, and scripts, which have none and may be run. */
  private static boolean isText(Path path) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot >= 0 ? TEXT_ENDINGS.contains(name.substring(dot + 1)) : Files.isExecutable(path);
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static void refuse(List<Offence> found) {
    if (!found.isEmpty()) {
      fail(found.stream().map(Offence::toString).collect(Collectors.joining("\n", "\n", "")));
    }
  }
}
