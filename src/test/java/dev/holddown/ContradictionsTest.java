package dev.holddown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.CoverageMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each contradiction of the documents is decided, and the decision is where people meet it. */
class ContradictionsTest {
  private static final Path PAGE = Path.of("docs/reference/contradictions.md");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| (X-\\d\\d) \\| ([^|]+) \\| ([^|]+) \\| \\[[^]]+]\\(([^)]+)\\): \"([^\"|]+)\" \\|");

  private static List<Matcher> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| X-"))
        .map(ROW::matcher)
        .peek(row -> assertThat(row.matches()).as(row.toString()).isTrue())
        .toList();
  }

  /** The words of a file without marks of comments and breaks of lines. */
  private static String words(String text) {
    return text.replaceAll("\\n\\s*#?\\s*", " ").replaceAll("\\s+", " ");
  }

  @Test
  void each_of_them_has_a_line() throws IOException {
    assertThat(rows().stream().map(row -> row.group(1)))
        .containsExactlyElementsOf(
            CoverageMap.ids().stream().filter(id -> id.startsWith("X-")).toList());
  }

  @Test
  void the_words_of_a_decision_stand_where_the_line_says() throws IOException {
    for (Matcher row : rows()) {
      Path file = PAGE.resolveSibling(row.group(4)).normalize();
      assertThat(file).as(row.group(1)).exists();
      assertThat(words(Files.readString(file))).as(row.group(1)).contains(row.group(5));
    }
  }
}
