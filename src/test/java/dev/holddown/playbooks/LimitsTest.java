package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.holddown.domain.playbook.PlaybookProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files that are broken, hostile or too large. */
class LimitsTest {
  @Test
  void a_tab_is_named_as_what_it_is() {
    assertThat(Written.problems("kind: playbook\n\ttitle: A\n"))
        .singleElement()
        .asString()
        .endsWith("indent with spaces, not with a tab");
  }

  @Test
  void an_empty_file_and_a_file_that_is_not_utf_8_are_told() {
    PlaybookReader reader = PlaybookReader.of(KnownVerbs.all(), new AnyExpression());

    assertThat(Written.problems("# nothing\n"))
        .containsExactly("p.yaml:1:1 the file is empty; begin with kind: playbook");
    assertThat(reader.read("p.yaml", new byte[] {'a', (byte) 0xff}).problems())
        .hasToString("[p.yaml:1:1 the file is not UTF-8 text; save it as UTF-8]");
  }

  @Test
  void every_limit_has_its_sentence() {
    assertThat(Written.problems("a: " + "x".repeat(4_194_304)))
        .containsExactly(
            "p.yaml:1:1 the file has 4,194,307 bytes; at most 4,194,304 are read; split it into"
                + " several playbooks");
    assertThat(Written.problems("a: " + "[".repeat(100_000)))
        .containsExactly(
            "p.yaml:1:43 this is nested deeper than 40 levels; make it flatter: nothing that a"
                + " playbook can say needs that depth");
    assertThat(Written.problems("a: [" + "1, ".repeat(400_001) + "1]"))
        .singleElement()
        .asString()
        .contains("the file has more than 400,000 keys and values; split it");
    String items =
        IntStream.range(0, 10_001)
            .mapToObj(i -> "- {check: A, sign: {role: approver}}\n")
            .collect(Collectors.joining());
    assertThat(Written.ofItems(items))
        .containsExactly("the playbook has more than 10000 items; split it into several playbooks");
  }

  @Test
  void a_cut_is_found_behind_wide_letters_and_windows_line_ends() {
    String text =
        Written.withItems(
            "- {check: 🚀 ä, sign: {role: a}}\n"
                + "- {check: A, http.get: {url: x}, expect: result.json.t == 🚀 #b\n  }\n");

    assertThat(Written.problems(text.replace("\n", "\r\n")))
        .singleElement()
        .asString()
        .startsWith("p.yaml:11:48 `expect` is cut at ` #`");
  }

  @Test
  void a_hostile_file_is_read_in_time_that_grows_with_its_size_only() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(Written.problems("a: [" + "1, ".repeat(99_000) + "1]")).isNotEmpty();
          assertThat(Written.problems("a:\n".repeat(90_000))).hasSizeGreaterThan(40_000);
          assertThat(Written.problems("a: [" + "!b c, ".repeat(90_000) + "1]")).isNotEmpty();
        });
  }

  @Test
  void whatever_line_or_letter_a_playbook_loses_the_reader_tells_and_never_fails()
      throws IOException {
    for (var file : ExamplesTest.all()) {
      String whole = Files.readString(file, StandardCharsets.UTF_8);
      List<String> lines = whole.lines().toList();
      List<String> broken = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(i);
        broken.add(String.join("\n", fewer));
      }
      for (int at = 0; at < whole.length(); at += 17) {
        broken.add(whole.substring(0, at));
        broken.add(whole.substring(0, at) + "{" + whole.substring(at + 1));
        broken.add(whole.substring(0, at) + ": " + whole.substring(at));
      }
      for (String text : broken) {
        Reading reading = Written.read(text);
        assertThat(reading.playbook().isEmpty())
            .isEqualTo(!reading.sound() || !reading.later().isEmpty());
        assertThat(reading.problems())
            .extracting(PlaybookProblem::place)
            .allSatisfy(place -> assertThat(place.line()).isPositive());
      }
    }
  }
}
