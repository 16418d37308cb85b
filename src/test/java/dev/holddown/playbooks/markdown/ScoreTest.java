package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reader against what careful people list of real checklists, and of the five documents. */
class ScoreTest {
  private static final Path SHARED = Path.of(System.getProperty("holddown.shared", "../shared"));

  @Test
  void real_checklists_are_read_as_a_careful_person_reads_them() throws IOException {
    Path samples = SHARED.resolve("samples/checklists");
    assumeTrue(
        Files.isDirectory(samples),
        () -> "no checklists at " + samples + "; point -Dholddown.shared=… at their folder");
    judge(false);
  }

  @Test
  void the_five_documents_are_read_as_a_careful_person_reads_them() throws IOException {
    Path sources = SHARED.resolve("sources");
    assumeTrue(
        Files.isDirectory(sources),
        () -> "no documents at " + sources + "; point -Dholddown.shared=… at their folder");
    judge(true);
  }

  private static void judge(boolean documents) throws IOException {
    List<Score> scores = new ArrayList<>();
    for (Path file : Expected.all()) {
      if (file.getFileName().toString().matches("00[0-4]\\.yaml") == documents) {
        scores.add(score(Expected.read(file)));
      }
    }
    StringBuilder table = new StringBuilder();
    int wanted = scores.stream().mapToInt(s -> s.wanted).sum();
    int found = scores.stream().mapToInt(s -> s.found).sum();
    int wrong = scores.stream().mapToInt(s -> s.wrong).sum();
    int limits = scores.stream().mapToInt(s -> s.limitsWanted).sum();
    int right = scores.stream().mapToInt(s -> s.limitsRight).sum();
    int kinds = scores.stream().mapToInt(s -> s.kindsRight).sum();
    int polarity = scores.stream().mapToInt(s -> s.polarityRight).sum();
    int taken = scores.stream().mapToInt(s -> s.taken).sum();
    for (Score score : scores) {
      table.append(score.row()).append('\n');
      if (Boolean.getBoolean("holddown.faults")) {
        score.faults.forEach(fault -> table.append("    ").append(fault).append('\n'));
      }
    }
    table.append(
        String.format(
            Locale.ROOT,
            "found %d of %d (%.1f %%), wrong %d of %d (%.1f %%), limits %d of %d (%.1f %%), kinds"
                + " %.1f %%, polarity %.1f %%%n",
            found,
            wanted,
            100.0 * found / wanted,
            wrong,
            taken,
            100.0 * wrong / taken,
            right,
            limits,
            100.0 * right / Math.max(1, limits),
            100.0 * kinds / found,
            100.0 * polarity / found));
    System.out.println(table);
    assertThat((double) found / wanted).as("items found\n%s", table).isGreaterThanOrEqualTo(0.95);
    assertThat((double) wrong / taken)
        .as("lines wrongly taken\n%s", table)
        .isLessThanOrEqualTo(0.03);
    assertThat((double) right / limits)
        .as("limits read right\n%s", table)
        .isGreaterThanOrEqualTo(0.9);
    assertThat((double) kinds / found).as("kinds\n%s", table).isGreaterThanOrEqualTo(0.92);
    assertThat((double) polarity / found)
        .as("what the section means\n%s", table)
        .isGreaterThanOrEqualTo(0.97);
  }

  private static Score score(Expected expected) throws IOException {
    Path file = SHARED.resolve("samples/checklists").resolve(expected.file());
    if (!Files.exists(file)) {
      file = SHARED.resolve("sources").resolve(expected.file());
    }
    byte[] bytes = Files.readAllBytes(file);
    Paper paper = MarkdownReader.read(expected.file(), bytes);
    assertThat(paper.page().sha256()).as("the text that was judged").isEqualTo(expected.sha256());
    return new Score(expected, paper);
  }
}
