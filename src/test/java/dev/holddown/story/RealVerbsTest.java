package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.domain.run.Plan;
import dev.holddown.playbooks.PlaybookJson;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Verb;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the docs show loads: with the real manuals and the real check of conditions. */
class RealVerbsTest {
  private static final Path EXAMPLES = Path.of("examples", "playbooks");

  private final SortedMap<String, Verb> verbs = verbs();
  private final PlaybookReader reader = PlaybookReader.of(verbs.values(), new Cel().check());

  private static SortedMap<String, Verb> verbs() {
    Setup.Time time = new Setup.Time(RealTime.clock(), RealTime.nanos());
    PrintStream terminal =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Connectors.verbs(new Setup(time, terminal, Egress.local(), Path.of(""), Map.of()));
  }

  @TestFactory
  List<DynamicTest> each_example_loads_and_comes_back_from_its_compiled_form() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> DynamicTest.dynamicTest(file.toString(), () -> loads(file)))
          .toList();
    }
  }

  private void loads(Path file) throws IOException {
    Reading reading = reader.read(file.toString(), Files.readAllBytes(file));
    assertThat(reading.problems()).isEmpty();
    PlaybookJson json = new PlaybookJson();
    byte[] compiled = json.write(reading.playbook().orElseThrow());
    assertThat(json.write(json.read(compiled))).isEqualTo(compiled);
    assertThat(Plan.of(json.read(compiled)).playbook().stages()).isNotEmpty();
  }

  @TestFactory
  List<DynamicTest> the_example_of_each_manual_loads_in_a_check_or_a_step() {
    return verbs.values().stream()
        .map(verb -> DynamicTest.dynamicTest(verb.manual().name(), () -> loads(verb)))
        .toList();
  }

  private void loads(Verb verb) {
    String item =
        verb instanceof Acting
            ? "      - step: Example\n        %s\n        repeatable: true\n"
            : "      - check: Example\n        %s\n        expect: result.samples >= 1\n";
    String text =
        """
        kind: playbook
        id: example
        title: Example
        subject: {service: checkout, environment: prod}
        inputs: {version: {type: version}, image: {type: image}}
        stages:
          - stage: Example
            items:
        """
            + item.formatted(verb.manual().example());
    assertThat(reader.read("example.yaml", text).problems()).as(text).isEmpty();
  }
}
