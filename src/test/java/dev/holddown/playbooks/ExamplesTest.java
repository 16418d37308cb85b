package dev.holddown.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Cel;
import dev.holddown.connectors.Connectors;
import dev.holddown.connectors.Setup;
import dev.holddown.connectors.support.Egress;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.spi.Verb;
import dev.holddown.testing.RealTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  static final Path FOLDER = Path.of("examples", "playbooks");

  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static Playbook load(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Reading reading = PlaybookReader.of(verbs(), new Cel().check()).read(file.toString(), bytes);
    assertThat(reading.problems()).isEmpty();
    return reading.playbook().orElseThrow();
  }

  static Collection<Verb> verbs() {
    Setup.Time time = new Setup.Time(RealTime.clock(), RealTime.nanos());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Connectors.verbs(new Setup(time, nowhere, Egress.local(), Path.of(""), Map.of()))
        .values();
  }

  static Playbook checkout() throws IOException {
    return load(FOLDER.resolve("checkout.yaml"));
  }

  @Test
  void every_example_loads() throws IOException {
    assertThat(all()).isNotEmpty();
    for (Path file : all()) {
      assertThat(load(file).stages()).isNotEmpty();
    }
  }

  @Test
  void every_file_of_the_five_documents_is_sound() throws IOException {
    PlaybookReader reader = PlaybookReader.of(verbs(), new Cel().check());
    List<Path> files = documents();
    assertThat(files).hasSizeGreaterThan(25);
    for (Path file : files) {
      for (Reading reading : reader.readPack(file.toString(), Files.readAllBytes(file))) {
        assertThat(reading.problems()).as(file.toString()).isEmpty();
      }
    }
  }

  /** The files of the five source documents, of all kinds. */
  static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files
          .filter(file -> file.toString().matches("examples/[0-9]{3}-.*\\.yaml"))
          .sorted()
          .toList();
    }
  }

  @Test
  void the_checkout_example_loads_with_all_its_parts() throws IOException {
    Playbook playbook = checkout();

    assertThat(playbook.id()).isEqualTo("release_checkout");
    assertThat(playbook.subject().environments()).containsExactly("staging", "prod");
    assertThat(playbook.stages())
        .extracting(s -> s.id())
        .containsExactly("before", "canary", "after");
    assertThat(playbook.watches())
        .extracting(w -> w.id())
        .containsExactly(
            "error_rate", "p99_limit", "p99_doubles", "an_entrance_is_down", "data_is_corrupt");
    assertThat(playbook.rollback().orElseThrow().phases().get(1).needs())
        .containsExactly("traffic_back");
    Item.Rollout ramp = (Item.Rollout) playbook.stages().get(1).items().get(1);
    assertThat(ramp.steps()).extracting(Item.RolloutStep::weight).containsExactly(10, 50, 100);
  }

  @Test
  void a_watch_that_does_not_say_when_looks_from_the_first_change_to_the_end() throws IOException {
    assertThat(checkout().watches().get(1).armed().from().anchor())
        .isEqualTo("is_the_version_there_already");
    assertThat(checkout().watches().get(1).armed().to().anchor()).isEqualTo("end");
  }
}
