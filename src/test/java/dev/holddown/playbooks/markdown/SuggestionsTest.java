package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.testing.RealTime;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would prove an item is proposed in words that the reader of playbooks takes. */
class SuggestionsTest {
  private static final PlaybookReader READER = reader();

  private static PlaybookReader reader() {
    Setup.Time time = new Setup.Time(RealTime.clock(), RealTime.nanos());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Setup setup = new Setup(time, nowhere, Egress.local(), Path.of(""), Map.of());
    return PlaybookReader.of(Connectors.verbs(setup).values(), new Cel().check());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Image signature verified (cosign)",
        "Health endpoints return 200",
        "Error rate < 0.1%",
        "P99 latency <= 1.5s",
        "CPU usage < 70%",
        "No alarms triggered",
        "TLS certificate valid",
        "DNS records point at the new host",
        "No errors in logs",
        "Tag git commit",
        "Port 443 is open",
        "Load test passed",
        "Migrations applied: `alembic current --verbose`"
      })
  void a_known_item_gets_an_action_and_a_condition_that_validate(String words) {
    PaperItem item = Read.item("- [ ] " + words);
    List<String> yaml = Suggestions.of(item);
    assertThat(yaml).as(words).isNotEmpty();

    StringBuilder playbook =
        new StringBuilder(
            """
            kind: playbook
            id: p
            title: P
            subject: {service: shop, environment: prod}
            inputs: {image: {type: string}, version: {type: string}}
            vars: {url: "http://shop", host: shop.example, prometheus: "http://prometheus:9090"}
            stages:
              - stage: S
                items:
                  - check: C
            """);
    yaml.forEach(line -> playbook.append("        ").append(line).append('\n'));
    Reading reading = READER.read("p.yaml", playbook.toString());
    assertThat(reading.problems()).as(playbook.toString()).isEmpty();
  }

  @Test
  void an_unknown_item_stays_a_persons() {
    assertThat(Suggestions.of(Read.item("- [ ] Have a coffee"))).isEmpty();
    assertThat(ImportReport.suggested(Read.paper("- [ ] Have a coffee")))
        .containsExactly("no item was recognised; each stays a person's");
  }
}
