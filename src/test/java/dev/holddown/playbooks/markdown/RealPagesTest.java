package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.domain.playbook.Playbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real checklists become playbooks that can be run, and pages that say the same again. */
class RealPagesTest {
  private static final Path SHARED = Path.of(System.getProperty("holddown.shared", "../shared"));

  private static List<Paper> pages() throws IOException {
    List<Paper> pages = new ArrayList<>();
    for (String folder : List.of("samples/checklists", "sources")) {
      Path at = SHARED.resolve(folder);
      assumeTrue(
          Files.isDirectory(at),
          () -> "no checklists at " + at + "; point -Dholddown.shared=… at their folder");
      try (Stream<Path> files = Files.list(at)) {
        for (Path file : files.sorted().toList()) {
          if (file.toString().endsWith(".md")) {
            pages.add(MarkdownReader.read(file.getFileName().toString(), Files.readAllBytes(file)));
          }
        }
      }
    }
    return pages;
  }

  @Test
  void each_becomes_a_playbook_without_a_problem() throws IOException {
    for (Paper page : pages()) {
      Playbook playbook = Read.playbook(page);
      assertThat(playbook.stages()).isNotEmpty();
    }
  }

  @Test
  void rendered_and_read_again_each_has_the_same_items_in_the_same_order() throws IOException {
    for (Paper page : pages()) {
      Playbook playbook = Read.playbook(page);
      String rendered = MarkdownWriter.write(playbook);
      Paper again = Read.paper(rendered);
      assertThat(RoundTripTest.shape(Read.playbook(again)))
          .as(rendered)
          .isEqualTo(RoundTripTest.shape(playbook));
    }
  }

  @Test
  void each_line_ends_somewhere() throws IOException {
    for (Paper page : pages()) {
      assertThat(page.lines().stream().map(Paper.Line::number).toList())
          .isEqualTo(Stream.iterate(1, n -> n + 1).limit(page.lines().size()).toList());
      assertThat(page.lines()).allSatisfy(line -> assertThat(line.why()).isNotBlank());
    }
  }
}
