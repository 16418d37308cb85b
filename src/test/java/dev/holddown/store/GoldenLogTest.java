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
 * What the first version wrote, read for ever. A file under {@code logs/v1} is never edited; a new
 * form of an event gets a folder of its own.
 */
class GoldenLogTest {
  private static final Pattern LINE =
      Pattern.compile("\\{\"type\":\"([a-z.-]+)\",\"codec\":([0-9]+),\"payload\":(.*)}");

  @Test
  void what_version_one_wrote_is_read_as_the_same_records() throws IOException {
    List<EventCodec.Coded> log = log("/logs/v1/every-event.jsonl");

    assertThat(log).hasSameSizeAs(EventSamples.all());
    for (int i = 0; i < log.size(); i++) {
      RunEvent read = EventCodec.current().decode(log.get(i));
      assertThat(read).as("line %d", i + 1).isEqualTo(EventSamples.all().get(i));
    }
  }

  @Test
  void what_is_written_today_has_the_bytes_of_version_one() throws IOException {
    // When this fails the form of an event has changed: raise its codec and write an upcaster.
    List<String> golden = lines("/logs/v1/every-event.jsonl");

    for (int i = 0; i < golden.size(); i++) {
      assertThat(GoldenLog.line(EventSamples.all().get(i))).isEqualTo(golden.get(i));
    }
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
