package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.holddown.playbooks.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a checklist. The inputs kept beside this class run with the tests; with {@code
 * JAZZER_FUZZ=1} new ones are looked for.
 */
class MarkdownFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "- [ ] ",
          "* [x] ",
          "1. ",
          "12) ",
          "# ",
          "### ",
          "> ",
          "```",
          "```bash\n",
          "~~~\n",
          "<!--",
          "-->",
          "| a | b |\n|---|---|\n",
          "| ☐ | x |\n",
          "☐ ",
          "✅ ",
          "├─ ",
          "---\n",
          "===\n",
          "**bold**",
          "__",
          "`code`",
          "[a](b)",
          "[",
          "](",
          "<details>",
          "<summary>x</summary>",
          "Error rate < 0.1%",
          "> 5m",
          "no errors",
          "99999999999999999999",
          "200-300 MB",
          "within 10% of baseline",
          "$ kubectl get pods",
          "${x}",
          "${",
          "$${",
          "\t",
          "    ",
          "\n",
          "\n\n",
          "Rollback if:\n",
          "Approved by: ____",
          "[X]",
          "<id>",
          "YOUR/HOOK",
          "\u202e",
          "\u0000",
          "😀",
          "é",
          "步骤",
          "\r\n",
          "\r",
          "&gt;",
          "0 / 3",
          "Step 2: ",
          "T-30m",
          "\"",
          "\\",
          "'",
          ": ",
          "#",
          "{{x}}",
          "@ann");

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void pieces_of_checklists_in_any_order_are_read_and_become_playbooks(int seed) {
    Random random = new Random(seed);
    StringBuilder page = new StringBuilder();
    int pieces = random.nextInt(120);
    for (int i = 0; i < pieces; i++) {
      page.append(PIECES.get(random.nextInt(PIECES.size())));
      if (random.nextInt(3) == 0) {
        page.append('\n');
      }
    }
    holds(page.toString().getBytes(StandardCharsets.UTF_8));
  }

  @FuzzTest(maxDuration = "60s")
  void any_page_is_read_and_becomes_a_playbook_or_says_that_it_is_no_checklist(byte[] bytes) {
    holds(bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void any_words_have_limits_or_none(FuzzedDataProvider data) {
    String words = data.consumeRemainingAsString();
    for (Limit limit : Thresholds.in(words, Polarity.TASK)) {
      assertThat(LimitText.words(limit)).isNotBlank();
      assertThat(LimitText.condition(limit)).contains("result.value");
    }
  }

  /** What holds of every page. */
  private static void holds(byte[] bytes) {
    Paper paper = MarkdownReader.read("page.md", bytes);
    long lines = text(bytes).lines().count();
    assertThat(paper.lines()).hasSize((int) lines);
    assertThat(paper.items())
        .allSatisfy(item -> {
          assertThat(item.place().lines().first()).isBetween(1, (int) lines);
          assertThat(item.place().lines().last())
              .isBetween(item.place().lines().first(), (int) lines);
          assertThat(item.words().title()).isNotBlank();
        });
    if (!paper.items().isEmpty()) {
      String yaml = PlaybookWriter.write(paper, Read.SUBJECT);
      Reading reading = Read.reading(yaml);
      assertThat(reading.problems()).as(yaml).isEmpty();
      MarkdownWriter.write(reading.playbook().orElseThrow());
    }
    assertThat(MarkdownReader.read("page.md", bytes)).isEqualTo(paper);
    ImportReport.json(paper);
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
