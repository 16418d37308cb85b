package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the reader counts in the source documents, which are not part of this repository. */
class SourceDocumentsTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("holddown.shared", "../shared")).resolve("sources");

  private static Paper document(String number) throws IOException {
    return MarkdownReader.read("page.md", Files.readAllBytes(file(number)));
  }

  private static Path file(String number) throws IOException {
    assumeTrue(
        Files.isDirectory(SOURCES),
        () -> "no documents at " + SOURCES + "; point -Dholddown.shared=… at their folder");
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith(number)).toList();
      assumeTrue(found.size() == 1, () -> "document " + number + " is not at " + SOURCES);
      return found.getFirst();
    }
  }

  private static long ticks(Paper paper) {
    return paper.items().stream().filter(item -> !item.is(PaperItem.Mark.IMPLICIT)).count();
  }

  private static long of(Paper paper, Polarity polarity) {
    return paper.items().stream().filter(item -> paper.polarity(item) == polarity).count();
  }

  private static long headings(Paper paper, String pattern) {
    return paper.sections().stream().filter(section -> section.heading().matches(pattern)).count();
  }

  /** How many lines of this form are taken as items, fields or notes: none is left out. */
  private static long kept(Paper paper, String form) throws IOException {
    List<String> lines = Files.readAllLines(file("003"));
    return paper.lines().stream()
        .filter(line -> line.fate() != Paper.Fate.IGNORED)
        .filter(line -> lines.get(line.number() - 1).matches(form))
        .count();
  }

  @Test
  @Covers("C-01")
  void document_002_has_39_ticks_five_triggers_a_command_and_three_fields_to_sign()
      throws IOException {
    Paper paper = document("002");
    assertThat(ticks(paper)).isEqualTo(39);
    assertThat(of(paper, Polarity.TRIGGER)).isEqualTo(5);
    assertThat(of(paper, Polarity.SIGNOFF)).isEqualTo(3);
    assertThat(paper.items().stream().flatMap(item -> item.details().commands().stream()))
        .singleElement()
        .asString()
        .contains("stop-deployment");
  }

  @Test
  @Covers("D-01")
  void document_003_has_41_ticks_and_four_steps_of_escalation() throws IOException {
    Paper paper = document("003");
    assertThat(ticks(paper)).isEqualTo(41);
    assertThat(of(paper, Polarity.TRIGGER)).isEqualTo(4);
    assertThat(kept(paper, "\\s*[-*] (?!\\[[ xX]]).*")).as("other bullets").isEqualTo(33);
    assertThat(kept(paper, "\\s*\\d\\. .*")).as("steps of the escalation").isEqualTo(4);
  }

  @Test
  @Covers("E-01")
  void document_004_has_ten_parts_seven_ticks_three_gates_four_runbooks_and_three_templates()
      throws IOException {
    Paper paper = document("004");
    assertThat(ticks(paper)).isEqualTo(7);
    assertThat(headings(paper, "\\d{1,2}\\) .*")).isEqualTo(10);
    assertThat(headings(paper, "Gate [A-C] .*")).isEqualTo(3);
    assertThat(headings(paper, "4\\.[1-4] .*")).isEqualTo(4);
    assertThat(headings(paper, "[A-C]\\. .*")).isEqualTo(3);
    assertThat(paper.page().templates()).hasSize(3);
  }
}
