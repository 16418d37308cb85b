package dev.holddown.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Any bytes on engine.sock. The inputs kept beside this class run with the tests; with {@code
 * JAZZER_FUZZ=1} new ones are looked for.
 */
class WireFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void any_line_is_an_ask_or_refused(byte[] bytes) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(bytes), EngineServer.LINE_BYTES_MAX);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      try {
        Ask ask = Ask.read(line.get());
        assertThat(ask.text("run")).isNotNull();
        assertThat(ask.object("inputs")).doesNotContainValue(null);
        assertThat(Ask.read(Json.line(ask)).verb()).isEqualTo(ask.verb());
      } catch (Refused refused) {
        assertThat(refused.sentence()).isNotBlank();
      }
    }
  }
}
