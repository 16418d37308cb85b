package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.testing.RealReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pages that a test writes, and what is read from them. */
final class Read {
  private static final PlaybookReader READER = RealReader.reader();
  static final PlaybookWriter.Subject SUBJECT = new PlaybookWriter.Subject("", "prod");

  private Read() {}

  static Paper paper(String page) {
    return MarkdownReader.read("page.md", page.getBytes(StandardCharsets.UTF_8));
  }

  static List<PaperItem> items(String page) {
    return paper(page).items();
  }

  static List<String> titles(String page) {
    return items(page).stream().map(item -> item.words().title()).toList();
  }

  static PaperItem item(String page) {
    List<PaperItem> items = items(page);
    assertThat(items).hasSize(1);
    return items.getFirst();
  }

  /** The limits of a box with these words. */
  static List<String> limits(String words) {
    return items("- [ ] " + words).stream()
        .flatMap(item -> item.details().limits().stream())
        .map(LimitText::words)
        .toList();
  }

  static Reading reading(String yaml) {
    return READER.read("page.yaml", yaml);
  }

  /** The playbook of a page, its problems at their places on the page. */
  static Reading reading(PlaybookWriter.Made made) {
    return READER.read("page.md", made.yaml(), made.origin());
  }

  /** The playbook of a page; there must be no problem and nothing that is not run. */
  static Playbook playbook(Paper paper) {
    String yaml = PlaybookWriter.write(paper, SUBJECT);
    Reading reading = reading(yaml);
    assertThat(reading.problems()).as(paper.page().file() + "\n" + yaml).isEmpty();
    assertThat(reading.later()).as(yaml).isEmpty();
    return reading.playbook().orElseThrow();
  }
}
