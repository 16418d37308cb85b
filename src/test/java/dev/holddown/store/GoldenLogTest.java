package dev.holddown.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.RunEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What each version wrote, read for ever. A file under {@code logs} is never edited; when the form
 * of an event changes, a new log gets a folder of its own.
 */
class GoldenLogTest {
  private static final Pattern LINE =
      Pattern.compile("\\{\"type\":\"([a-z.-]+)\",\"codec\":([0-9]+),\"payload\":(.*)}");

  @Test
  void what_version_one_wrote_is_lifted_to_todays_records() throws IOException {
    same(log("/logs/v1/every-event.jsonl"), EventSamples.asVersionOneToldThem());
  }

  @Test
  void what_version_two_wrote_is_read_as_the_same_records() throws IOException {
    same(log("/logs/v2/every-event.jsonl"), EventSamples.asVersionTwoToldThem());
  }

  @Test
  void what_version_three_wrote_is_read_as_the_same_records() throws IOException {
    same(log("/logs/v3/every-event.jsonl"), EventSamples.asVersionThreeToldThem());
  }

  @Test
  void what_version_four_wrote_is_read_as_the_same_records() throws IOException {
    same(log("/logs/v4/every-event.jsonl"), EventSamples.everyEvent());
  }

  @Test
  void what_was_first_written_of_permits_is_read_and_written_the_same() throws IOException {
    List<String> golden = lines("/logs/v2/permits.jsonl");

    same(log("/logs/v2/permits.jsonl"), PermitSamples.all());
    assertThat(PermitSamples.all().stream().map(GoldenLog::line).toList()).isEqualTo(golden);
  }

  @Test
  void what_was_first_written_of_incidents_is_read_and_written_the_same() throws IOException {
    List<String> golden = lines("/logs/v3/incidents.jsonl");

    same(log("/logs/v3/incidents.jsonl"), IncidentSamples.all());
    assertThat(IncidentSamples.all().stream().map(GoldenLog::line).toList()).isEqualTo(golden);
  }

  @Test
  void what_was_first_written_of_boards_is_read_and_written_the_same() throws IOException {
    List<String> golden = lines("/logs/v3/boards.jsonl");

    same(log("/logs/v3/boards.jsonl"), BoardSamples.all());
    assertThat(BoardSamples.all().stream().map(GoldenLog::line).toList()).isEqualTo(golden);
  }

  @Test
  void what_was_first_written_of_what_is_owed_is_read_and_written_the_same() throws IOException {
    List<String> golden = lines("/logs/v5/owed.jsonl");

    same(log("/logs/v5/owed.jsonl"), OwedSamples.all());
    assertThat(OwedSamples.all().stream().map(GoldenLog::line).toList()).isEqualTo(golden);
  }

  private static void same(List<EventCodec.Coded> log, List<RunEvent> records) {
    assertThat(log).hasSameSizeAs(records);
    for (int i = 0; i < log.size(); i++) {
      RunEvent read = EventCodec.current().decode(log.get(i));
      assertThat(read).as("line %d", i + 1).isEqualTo(records.get(i));
    }
  }

  @Test
  void what_is_written_today_has_the_bytes_of_version_four() throws IOException {
    // When this fails the form of an event has changed: raise its codec, write an upcaster, and
    // let GoldenLog write a new log.
    List<String> golden = lines("/logs/v4/every-event.jsonl");

    for (int i = 0; i < golden.size(); i++) {
      assertThat(GoldenLog.line(EventSamples.everyEvent().get(i))).isEqualTo(golden.get(i));
    }
  }

  @Test
  void what_people_do_together_is_read_and_written_as_on_its_first_day() throws IOException {
    List<String> golden = lines("/logs/v3/together.jsonl");

    same(log("/logs/v3/together.jsonl"), EventSamples.together());
    assertThat(EventSamples.together().stream().map(GoldenLog::line)).isEqualTo(golden);
  }

  @Test
  void what_was_first_written_of_deferrals_is_read_and_written_the_same() throws IOException {
    List<String> golden = lines("/logs/v4/deferrals.jsonl");

    same(log("/logs/v4/deferrals.jsonl"), EventSamples.deferrals());
    assertThat(EventSamples.deferrals().stream().map(GoldenLog::line)).isEqualTo(golden);
  }

  @Test
  void only_signatures_have_another_form_since_version_one() throws IOException {
    onlyThese(1, 2, ".*\"item.(signed|signature-voided)\",\"codec\":2,.*");
  }

  @Test
  void only_what_tells_of_clocks_has_another_form_since_version_two() throws IOException {
    onlyThese(2, 2, ".*\"(run.owned|lock.overtook)\",\"codec\":2,.*");
  }

  @Test
  void only_a_signature_has_another_form_since_version_three() throws IOException {
    onlyThese(3, 1, ".*\"item.signed\",\"codec\":3,.*");
  }

  /** How many lines of the version after this one are told otherwise, and which alone. */
  private static void onlyThese(int version, int count, String form) throws IOException {
    List<String> before = lines("/logs/v%d/every-event.jsonl".formatted(version));
    List<String> after = lines("/logs/v%d/every-event.jsonl".formatted(version + 1));

    assertThat(after.stream().filter(line -> !before.contains(line)))
        .allMatch(line -> line.matches(form))
        .hasSize(count);
  }

  private static List<EventCodec.Coded> log(String resource) throws IOException {
    List<EventCodec.Coded> log = new ArrayList<>();
    for (String line : lines(resource)) {
      Matcher matcher = LINE.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      log.add(
          new EventCodec.Coded(
              matcher.group(1),
              Integer.parseInt(matcher.group(2)),
              matcher.group(3).getBytes(UTF_8)));
    }
    return log;
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = GoldenLogTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
