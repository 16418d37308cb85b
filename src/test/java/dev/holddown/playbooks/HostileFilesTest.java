package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.holddown.domain.playbook.PlaybookProblem;
import dev.holddown.testing.HostileStrings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Files and texts that mean harm: each gets a sentence, and none ends the reader. */
class HostileFilesTest {
  private static final Path EVERYTHING = Path.of("src/test/resources/language/everything.yaml");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static List<String> read(byte[] bytes) {
    return PlaybookReader.of(KnownVerbs.all(), new AnyExpression())
        .read("p.yaml", bytes)
        .problems()
        .stream()
        .map(PlaybookProblem::toString)
        .toList();
  }

  @Test
  void a_byte_order_mark_and_windows_line_ends_are_no_harm() {
    String text = Written.HEAD + Written.STAGES;

    assertThat(Written.problems("\uFEFF" + text.replace("\n", "\r\n"))).isEmpty();
  }

  @Test
  void what_nobody_sees_is_told_with_its_place() {
    String text = Written.HEAD + Written.STAGES;

    assertThat(Written.problems(text.replace("title: Demo", "title: De\u202Emo")))
        .containsExactly(
            "p.yaml:3:10 the character U+202E stands here, and nobody sees it; remove it, or write"
                + " it as an escape in double quotes");
    assertThat(Written.problems(text + "# a\u0000b\n"))
        .containsExactly(
            "p.yaml:12:4 the character U+0000 stands here, and nobody sees it; remove it, or write"
                + " it as an escape in double quotes");
    assertThat(Written.problems(text.replace("title: Demo", "title: \"De\\e[31mmo\\u200B\"")))
        .containsExactly(
            "p.yaml:3:8 `title` holds the character U+001B, which nobody sees; remove it: what is"
                + " signed must be what is seen");
    assertThat(Written.problems(text.replace("id: demo", "id: \"de\\u200Bmo\"")))
        .containsExactly(
            "p.yaml:2:5 the id `de‹U+200B›mo` must be small letters, digits and _, and begin with a"
                + " letter; write de_mo");
  }

  @Test
  void bytes_that_are_no_text_are_told() {
    assertThat(read(new byte[0]))
        .containsExactly("p.yaml:1:1 the file is empty; begin with kind: playbook");
    assertThat(read("kind: playbook".getBytes(StandardCharsets.UTF_16LE)))
        .singleElement()
        .asString()
        .contains("the character U+0000 stands here");
    assertThat(read(new byte[] {(byte) 0xc3, 0x28}))
        .containsExactly("p.yaml:1:1 the file is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void numbers_and_durations_beyond_any_range_are_told() {
    assertThat(
            Written.ofItems(
                """
                - check: A
                  http.get: {url: x, redirects: 99999999999999999999}
                  expect: result.status == 200
                  min-samples: 1e400
                  within: 365000000000d
                  consecutive: -1
                  timeout: 99999999999999999999s
                """))
        .containsExactly(
            "`redirects: 99999999999999999999` is not a whole number",
            "`min-samples: 1e400` is not a whole number from 0 to 1000000000000",
            "`within: 365000000000d` is not a duration; write it as 90s, 2m, 1h, 1h30m or 7d",
            "`consecutive: -1` is not a whole number from 1 to 1000",
            "`timeout: 99999999999999999999s` is not a duration; write it as 90s, 2m, 1h, 1h30m or"
                + " 7d");
  }

  @Test
  void ten_thousand_items_are_read_in_seconds() {
    String items =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "- {check: Check " + i + ", sign: {role: approver}}\n")
            .collect(Collectors.joining());

    List<String> problems = assertTimeoutPreemptively(PATIENCE, () -> Written.ofItems(items));

    assertThat(problems).isEmpty();
  }

  @Test
  void a_bomb_of_any_kind_ends_in_a_sentence() {
    String keys =
        IntStream.range(0, 100_000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
    String wrong =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "- {rollout: R" + i + ", watch: w" + i + "x, steps: []}\n")
            .collect(Collectors.joining());
    String calls =
        IntStream.range(0, 20)
            .mapToObj(i ->
                "  g%d: {items: [{use: g%d}, {use: g%d}, {use: g%d}]}\n"
                    .formatted(i, i + 1, i + 1, i + 1))
            .collect(Collectors.joining());
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          assertThat(Written.problems(keys)).isNotEmpty();
          assertThat(Written.ofItems(wrong)).isNotEmpty();
          assertThat(
                  Written.problems(
                      Written.HEAD
                          + "checks:\n"
                          + calls
                          + "  g20: {items: [{check: A, sign: {role: a}}]}\n"
                          + "stages: [{stage: A, items: [{use: g0}]}]\n"))
              .anyMatch(line -> line.contains("the playbook has more than 10000 items"));
          assertThat(Written.problems("a: &a [x]\nb: [*a, *a]\n"))
              .anyMatch(line -> line.contains("the YAML anchor `&a` is not read"))
              .anyMatch(line -> line.contains("the YAML alias `*a` is not read"));
          assertThat(Written.problems("title: \"" + "x".repeat(2_000_000) + "\"")).isNotEmpty();
        });
  }

  /** Where a value stands in a text, and how it is written there. */
  private record Slot(int from, int to) {}

  /** Every double-quoted or plain value after a colon or in a list of one line. */
  private static List<Slot> slots(String text) {
    List<Slot> slots = new ArrayList<>();
    var values =
        java.util.regex.Pattern.compile(
                "(?<=: |\\[|, )(\"[^\"\\n]*\"|[A-Za-z0-9][\\w .$-]*)(?=[,}\\]\\n])")
            .matcher(text);
    while (values.find()) {
      slots.add(new Slot(values.start(), values.end()));
    }
    return slots;
  }

  @Test
  void five_hundred_hostile_strings_in_every_field_never_end_the_reader() throws IOException {
    String whole = Files.readString(EVERYTHING);
    List<Slot> slots = slots(whole);
    List<String> strings = HostileStrings.all();
    PlaybookReader reader =
        PlaybookReader.of(KnownVerbs.all(), new dev.holddown.conditions.Cel().check());
    assertThat(strings).hasSize(500);
    assertThat(slots.size()).isGreaterThan(350);
    JsonMapper json = JsonMapper.shared();
    int told = 0;
    for (int i = 0; i < Math.max(strings.size(), slots.size()) * 2; i++) {
      Slot slot = slots.get(i % slots.size());
      String quoted = json.writeValueAsString(strings.get((i * 7 + i / 500) % 500));
      String text = whole.substring(0, slot.from()) + quoted + whole.substring(slot.to());
      for (Reading reading : reader.readPack("p.yaml", text.getBytes(StandardCharsets.UTF_8))) {
        told += reading.problems().size();
        assertThat(reading.problems())
            .allSatisfy(problem ->
                assertThat(Invisible.first(problem.what() + problem.cure()))
                    .as(problem.toString())
                    .isNegative());
      }
    }
    assertThat(told).isPositive();
  }

  @Test
  void hostile_values_of_inputs_are_refused_or_taken_as_they_are() {
    var inputs =
        Written.playbook(
                Written.HEAD.replace(
                        "inputs: {version: {type: version}, image: {type: image}}",
                        "inputs: {s: {type: string}, v: {type: version}, u: {type: url},"
                            + " n: {type: number}, t: {type: time}, d: {type: duration},"
                            + " l: {type: dns_label}, c: {type: commit}, i: {type: image}}")
                    + Written.STAGES)
            .scopes()
            .inputs();
    for (String hostile : HostileStrings.all()) {
      for (var input : inputs) {
        InputReader.Given given =
            InputReader.read(List.of(input), List.of(input.name() + "=" + hostile));
        if (given.problems().isEmpty() && input.name().equals("s")) {
          assertThat(given.values()).containsEntry("s", hostile);
        }
        assertThat(given.problems())
            .allSatisfy(line -> assertThat(Invisible.first(line)).isNegative());
      }
    }
  }
}
