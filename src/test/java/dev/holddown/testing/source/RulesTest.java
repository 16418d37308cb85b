package dev.holddown.testing.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule is shown an offender, so that no rule is green because it looks at nothing. */
class RulesTest {
  private static JavaFile file(String body) {
    return Sources.parsed("src/main/java/dev/holddown/x/Sample.java", body);
  }

  private static List<String> said(List<Offence> found) {
    return found.stream().map(Offence::toString).toList();
  }

  @Test
  void a_long_method_is_named_with_its_line_and_its_length() {
    String body = "    int a;\n".repeat(69);
    JavaFile file = file("class Sample {\n  void run() {\n" + body + "  }\n}\n");
    assertThat(said(ShapeRules.longMethods(file)))
        .containsExactly(
            "src/main/java/dev/holddown/x/Sample.java:2: run has 71 lines; "
                + "split it: a method has at most 70");
  }

  @Test
  void a_method_of_seventy_lines_is_allowed() {
    String body = "    int a;\n".repeat(68);
    JavaFile file = file("class Sample {\n  void run() {\n" + body + "  }\n}\n");
    assertThat(ShapeRules.longMethods(file)).isEmpty();
  }

  @Test
  void a_long_file_is_refused() {
    JavaFile file = file("class Sample {\n" + "\n".repeat(399) + "}\n");
    assertThat(said(ShapeRules.longFile(file)))
        .containsExactly(
            "src/main/java/dev/holddown/x/Sample.java:401: the file has 401 lines; "
                + "move a noun of it into a file of its own: at most 400");
  }

  @Test
  void long_lines_are_refused_but_not_in_imports_addresses_and_text_blocks() {
    String wide = "x".repeat(101);
    JavaFile file =
        file(
            "import a."
                + wide
                + ";\nclass Sample {\n  // https://"
                + wide
                + "\n  String s =\n\"\"\"\n"
                + wide
                + "\"\"\";\n  // "
                + wide
                + "\n}\n");
    assertThat(ShapeRules.longLines(file))
        .singleElement()
        .satisfies(offence -> assertThat(offence.line()).isEqualTo(7))
        .satisfies(offence -> assertThat(offence.what()).isEqualTo("the line has 106 characters"));
  }

  @Test
  void wide_constructors_and_records_are_refused_unless_excused() {
    JavaFile file =
        file(
            """
            class Sample {
              Sample(int a, int b, int c, int d, int e, int f) {}
              record Row(int a, int b, int c, int d, int e, int f) {
                static final int NONE = 0;
              }
              record Pair(int a, int b) {}
            }
            """);
    assertThat(ShapeRules.wideConstructors(file, Map.of()))
        .extracting(Offence::what)
        .containsExactly("Sample is built from 6 arguments", "Sample.Row has 6 components");
    assertThat(ShapeRules.wideConstructors(file, Map.of("Sample.Row", "columns of a table")))
        .extracting(Offence::what)
        .containsExactly("Sample is built from 6 arguments");
  }

  @Test
  void empty_names_are_refused_with_a_better_one() {
    JavaFile file = file("class JsonUtils {}\nclass Implied {}\nclass RunManager {}\n");
    assertThat(said(WordRules.emptyNames(file)))
        .containsExactly(
            "src/main/java/dev/holddown/x/Sample.java:1: JsonUtils has the word Utils; "
                + "name it after what it holds, such as Durations",
            "src/main/java/dev/holddown/x/Sample.java:3: RunManager has the word Manager; "
                + "say what it does, such as Worker, Watcher or Outbox");
  }

  @Test
  void asking_the_machine_for_time_or_chance_is_refused() {
    JavaFile file =
        file(
            """
            class Sample {
              Object a = Instant.now();
              Object b = java.time.LocalDate.now();
              long c = System.nanoTime();
              LongSupplier d = System::currentTimeMillis;
              Object e = UUID.randomUUID();
              Object f = new Random();
              Object g = new Random(42);
              Object h = clock.now();
            }
            """);
    assertThat(TimeRules.asksTheMachine(file, true))
        .extracting(Offence::line)
        .containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(TimeRules.asksTheMachine(file, false)).extracting(Offence::line).contains(8L);
  }

  @Test
  void sleeping_tests_and_disabled_tests_are_refused() {
    JavaFile file =
        file(
            """
            class Sample {
              @Disabled @Test void waits_a_while() throws Exception { Thread.sleep(10); }
              @DisabledOnOs(OS.MAC) @Test void also() { TimeUnit.SECONDS.sleep(1); }
            }
            """);
    assertThat(TimeRules.sleeps(file)).extracting(Offence::line).containsExactly(2L, 3L);
    assertThat(WordRules.disabledTests(file)).extracting(Offence::line).containsExactly(2L, 3L);
    assertThat(said(WordRules.testsWithoutSentence(file)))
        .containsExactly(
            "src/main/java/dev/holddown/x/Sample.java:3: "
                + "the test also is not named by a sentence; say what holds, in_words_like_this");
  }

  @Test
  void public_types_and_packages_say_what_they_are() {
    assertThat(WordRules.undescribedTypes(file("public class Sample {}"))).hasSize(1);
    assertThat(WordRules.undescribedTypes(file("/** Sample */ public class Sample {}"))).hasSize(1);
    assertThat(WordRules.undescribedTypes(file("/** Takes a bite. */ public class Sample {}")))
        .isEmpty();
    JavaFile bare = Sources.parsed("src/main/java/x/package-info.java", "package x;");
    assertThat(WordRules.undescribedPackage(bare)).hasSize(1);
  }

  @Test
  void promises_in_comments_are_refused_and_the_word_in_code_is_not() {
    String promise = "FIX" + "ME";
    assertThat(WordRules.unfinishedWork("a.sql", "select 1;\n-- " + promise + " later"))
        .singleElement()
        .hasToString("a.sql:2: the comment says " + promise + "; do it now, or delete the comment");
    assertThat(WordRules.unfinishedWork("A.java", "return Set.of(\"" + promise + "\");")).isEmpty();
    assertThat(WordRules.unfinishedWork("A.java", "  // todo(state) gives the jobs")).isEmpty();
  }

  @Test
  void paths_of_one_machine_are_refused_and_addresses_are_not() {
    String path = "/home" + "/me/keys";
    assertThat(WordRules.developersPaths("a.md", "run\nsee " + path))
        .singleElement()
        .satisfies(offence -> assertThat(offence.line()).isEqualTo(2))
        .satisfies(offence -> assertThat(offence.cure()).startsWith("write it from the root"));
    assertThat(WordRules.developersPaths("a.md", "https://example.org" + path)).isEmpty();
  }
}
