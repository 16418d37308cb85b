package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Past samples through the windows of the engine; the golden files are what a run would do. */
class ReplayVerbTest {
  private static final String BOOK =
      Playbooks.SMOOTH
          + """
          watches:
            - watch: Too many errors
              id: errors
              lab.look: {}
              min-samples: 20
              every: 10s
              levels:
                - {level: warn, breach: result.value > 0.02, for: 0s, then: [{notify: [terminal]}]}
                - {level: critical, breach: result.value > inputs.limit, for: 30s, then: rollback}
            - watch: Slow for long
              id: slow
              lab.look: {}
              every: 10s
              breach: result.value > 0.5
              for: 20s
              then: [{after: 1m, do: propose}]
            - {watch: A person pulls it, id: pulled, declare: {role: operator}, then: rollback}
          """;

  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);
  private String book = "";

  @BeforeEach
  void files() {
    kit = new TestKit(folder);
    String text =
        BOOK.replace(
            "inputs:\n",
            "inputs:\n  limit: {type: number, default: \"0.05\", help: The most errors}\n");
    book = kit.file("book.yaml", text).toString();
  }

  private TestKit.Printed replay(String samples, String... more) {
    String file = kit.file("samples.csv", samples).toString();
    List<String> words = new java.util.ArrayList<>(List.of("replay", file, "--playbook", book));
    words.addAll(List.of(more));
    return kit.run(words.toArray(String[]::new));
  }

  private static String golden(String name) throws Exception {
    return Files.readString(Path.of("src", "test", "resources", "replay", name));
  }

  @Test
  void windows_begin_gap_clear_and_fire_as_in_a_run() throws Exception {
    TestKit.Printed printed = replay(golden("errors.csv"), "--watch", "errors");
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out()).isEqualTo(golden("errors.txt"));
    assertThat(printed.exit()).isZero();
  }

  @Test
  void several_watches_in_one_file_and_a_deed_that_waits() throws Exception {
    TestKit.Printed printed = replay(golden("both.jsonl"));
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out()).isEqualTo(golden("both.txt"));
    assertThat(printed.exit()).isZero();
  }

  @Test
  void the_same_as_values() throws Exception {
    TestKit.Printed printed = replay(golden("errors.csv"), "--watch", "errors", "--json");
    JsonNode watch = Json.tree(printed.out()).path("watches").path(0);
    assertThat(watch.path("watch").asString()).isEqualTo("errors");
    assertThat(watch.path("fired").asInt()).isEqualTo(4);
    JsonNode last = watch.path("events").path(watch.path("events").size() - 2);
    assertThat(watch.path("events").toString()).contains("\"then\":[\"rollback\"]");
    assertThat(last.path("at").asString()).startsWith("2026-03-01T12:");
  }

  @Test
  void an_input_that_a_watch_uses_can_be_given() throws Exception {
    TestKit.Printed printed =
        replay(golden("errors.csv"), "--watch", "errors", "--input", "limit=0.9");
    assertThat(printed.out()).doesNotContain("rollback");
  }

  @Test
  void too_few_samples_are_no_data() {
    TestKit.Printed printed =
        replay("time,value,samples\n2026-03-01T12:00:00Z,0.9,3\n", "--watch", "errors");
    assertThat(printed.out())
        .contains("1 of them without a value to judge: 3 samples where at least 20 are needed")
        .contains("no sample could be judged, so nothing can be told")
        .doesNotContain("min-samples counted as met");
    assertThat(printed.exit()).isEqualTo(3);
  }

  @Test
  void each_wrong_line_gets_a_sentence_with_its_place() {
    String head = "time,value\n2026-03-01T12:00:10Z,1\n";
    String file = folder.resolve("samples.csv").toString();
    String end = "; nothing was replayed";
    assertWrong(
        head + "2026-03-01T12:00:00Z,1\n",
        file
            + ":3: it has a time before that of line 2 (2026-03-01T12:00:10Z); times of a watch"
            + " must rise, so sort the file by time"
            + end);
    assertWrong(
        head + "2026-03-01T14:00:10+02:00,1\n".replace("14", "13").replace("+02", "+01"),
        file
            + ":3: it has the same time as line 2 (2026-03-01T12:00:10Z); times of a watch must"
            + " rise, so sort the file by time"
            + end);
    assertWrong(
        head + "2026-03-01 12:00:20,1\n",
        file
            + ":3: the time 2026-03-01 12:00:20 tells no zone; write Z or +02:00 behind it, or"
            + " give --zone"
            + end);
    assertWrong(
        head + "yesterday,1\n",
        file
            + ":3: \"yesterday\" is no time; write 2026-03-01T12:00:00Z or seconds since 1970"
            + end);
    assertWrong(
        head + "2026-03-01T12:00:20Z,much\n",
        file + ":3: the value \"much\" is no number; leave it empty where there was none" + end);
    assertWrong(
        head + "2026-03-01T12:00:20Z\n",
        file + ":3: it has 1 cells where the head line has 2" + end);
    assertWrong(
        "when,value\n1,2\n",
        file
            + ":1: the head line names no column time; it must be like time,value or"
            + " time,watch,value,samples"
            + end);
    assertWrong("{\"time\": 1, \"value\": \n", file + ":1: it is not JSON: ");
    assertWrong("{\"time\": 1}\n", file + ":1: the object has no value" + end);
    assertWrong(
        "time,value\n" + "9".repeat(70_000) + "\n",
        file + ":2: it has more than 65536 characters; is this CSV or JSON?" + end);
  }

  private void assertWrong(String samples, String sentence) {
    TestKit.Printed printed = replay(samples, "--watch", "errors");
    assertThat(printed.err()).startsWith("holddown: " + sentence);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.exit()).isEqualTo(1);
  }

  @Test
  void a_zone_is_taken_for_times_without_one() {
    TestKit.Printed printed =
        replay(
            "time,value\n2026-03-29T01:30:00,1\n2026-03-29T03:30:00,1\n",
            "--watch",
            "errors",
            "--zone",
            "Europe/Berlin");
    assertThat(printed.out()).contains("from 2026-03-29T00:30:00Z to 2026-03-29T01:30:00Z");
    assertThat(replay("time,value\n", "--watch", "errors", "--zone", "Mars/Base").err())
        .contains("--zone Mars/Base is no time zone; write UTC, +02:00 or Europe/Berlin");
  }

  @Test
  void a_watch_that_is_not_there_is_told_with_the_nearest() {
    TestKit.Printed option = replay("time,value\n1,2\n", "--watch", "erors");
    assertThat(option.exit()).isEqualTo(2);
    assertThat(option.err())
        .contains("the playbook has no sampled watch erors; did you mean errors?");
    TestKit.Printed column = replay("time,watch,value\n1,pulled,2\n");
    assertThat(column.exit()).isEqualTo(1);
    assertThat(column.err())
        .contains("samples.csv:2: the playbook has no sampled watch pulled; it has errors, slow");
    assertThat(replay("time,value\n1,2\n").err())
        .contains(
            "it names no watch, and the playbook has several; add a column watch, or --watch");
  }

  @Test
  void an_empty_file_tells_nothing_and_a_missing_one_is_missing() {
    for (String empty : List.of("", "\n\n", "time,value\n")) {
      TestKit.Printed printed = replay(empty, "--watch", "errors");
      assertThat(printed.exit()).isEqualTo(3);
      assertThat(printed.err()).contains("samples.csv holds no samples; nothing can be told");
    }
    TestKit.Printed none = kit.run("replay", folder + "/none.csv", "--playbook", book);
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("there is no file " + folder + "/none.csv");
    assertThat(kit.run("replay", "--playbook", book).err())
        .contains("give either a file of samples, or --from and --to");
  }

  @Test
  void a_large_file_is_read_line_by_line() throws Exception {
    Path file = folder.resolve("large.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("time,value\n");
      for (int i = 0; i < 100_000; i++) {
        out.write((1_772_366_400L + 10L * i) + ",0.01\n");
      }
    }
    TestKit.Printed printed =
        kit.run("replay", file.toString(), "--playbook", book, "--watch", "errors");
    assertThat(printed.out()).contains("100000 samples").contains("it would not have fired");
    assertThat(printed.exit()).isZero();
  }

  @Test
  void a_source_without_history_is_told() {
    TestKit.Printed printed =
        kit.run(
            "replay",
            "--playbook",
            book,
            "--watch",
            "slow",
            "--from",
            "2026-03-01T12:00:00Z",
            "--to",
            "2026-03-01T13:00:00Z");
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err())
        .contains("the source of the watch slow keeps no history; replay a file of samples");
    assertThat(
            kit.run("replay", "--playbook", book, "--from", "2026-03-01T12:00:00", "--to", "x")
                .err())
        .contains("--from 2026-03-01T12:00:00 is no time with a zone");
  }

  @Test
  void a_source_with_history_is_asked_itself() {
    String own =
        Playbooks.SMOOTH
            + """
            watches:
              - watch: The hour is nearly over
                id: late
                lab.history: {key: "${inputs.version}"}
                every: 1m
                breach: result.value >= 7
                for: 1m
                then: rollback
            """;
    String file = kit.file("own.yaml", own).toString();
    String[] words = {
      "replay",
      "--playbook",
      file,
      "--from",
      "2026-03-01T12:04:00Z",
      "--to",
      "2026-03-01T12:08:00Z",
      "--step",
      "1m",
      "--input",
      "version=1"
    };
    TestKit.Printed printed = kit.run(words);
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out())
        .isEqualTo(
            """
            late: The hour is nearly over
              5 samples from 2026-03-01T12:04:00Z to 2026-03-01T12:08:00Z, 1 of them without a value\
             to judge: every fifth is not known
              2026-03-01T12:04:00Z  sees
              2026-03-01T12:05:00Z  is blind since 12:04:00, no data: every fifth is not known
              2026-03-01T12:06:00Z  sees
              2026-03-01T12:07:00Z  breach began: result.value >= 7 is true: result.value = 7
              2026-03-01T12:08:00Z  FIRED breach: result.value >= 7 is true: result.value = 8 for 1m\
             (limit 1m) → rollback
              it would have fired once; the run would have been rolled back at\
             2026-03-01T12:08:00Z

            """);
    assertThat(printed.exit()).isZero();
    words[words.length - 1] = "version";
    assertThat(kit.run(words).err()).contains("--input version: write it as name=value");
    TestKit.Printed missing =
        kit.run(
            "replay",
            "--playbook",
            file,
            "--from",
            "2026-03-01T12:04:00Z",
            "--to",
            "2026-03-01T12:08:00Z");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("the watch late cannot be asked: ");
  }
}
