package dev.holddown.playbooks.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.playbooks.Reading;
import dev.holddown.testing.HostileStrings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five hundred hostile strings in every place of a checklist: text of an item, and no more. */
class HostilePagesTest {
  private static final String UNSEEN =
      "[[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]&&[^\\n\\t\\u200c\\u200d]]";

  /** Pages with the string in a place each; the item that is named Safe is always there. */
  private static List<String> pages(String hostile) {
    return List.of(
        "# %s\n\n- [ ] Safe\n",
        "# Release\n## %s\n- [ ] Safe\n",
        "# Release\n- [ ] a %s\n- [ ] Safe\n",
        "# Release\n- [ ] %s\n- [ ] Safe\n",
        "# Release\n- [ ] a\n  - owner: %s\n- [ ] Safe\n",
        "# Release\n- [ ] Safe\n- [ ] a ([%s](%s))\n",
        "# Release\n- [ ] Safe\n\n## Steps\n```bash\n# %s\necho %s\n```\n",
        "# Release\n- [ ] Safe\n\n| Check | Owner |\n|---|---|\n| a %s | b %s |\n",
        "# Release\n- [ ] Safe\n\n## Sign-off\n| Role | Date |\n|---|---|\n| %s | |\n",
        "# Release\n- [ ] Safe\n\n## Contacts\n| Role | Phone |\n|---|---|\n| a | %s |\n",
        "# Release\n- [ ] Safe\n\n## Severity\n| Severity | Escalate to |\n|---|---|\n| P1 | %s |\n",
        "# Release\n- [ ] Safe\n\n## Message template\n```\nSubject: %s\n[WHO] %s\n```\n",
        "---\ntitle: %s\n---\n- [ ] Safe\n",
        "# Release\n- [ ] Safe\n\n## Rollback if\n- %s\n\n## Rollback steps\n1. Go back %s\n",
        "# Release\n- [ ] b\n  ```holddown\n  note: %s\n  ```\n- [ ] Safe\n")
        .stream()
        .map(page -> page.replace("%s", hostile))
        .toList();
  }

  @Test
  void a_page_with_one_becomes_a_playbook_in_which_it_is_words() {
    int bound = 0;
    for (String hostile : HostileStrings.all()) {
      for (String page : pages(hostile)) {
        Paper paper = Read.paper(page);
        if (paper.items().isEmpty()) {
          // An open comment or fence of the string hides the rest of the page.
          assertThat(hostile).containsAnyOf("<!--", "```", "~~~");
          continue;
        }
        String yaml = PlaybookWriter.write(paper, Read.SUBJECT);
        Reading reading = Read.reading(yaml);
        if (page.contains("```holddown")) {
          // Written by whoever wrote the page, as YAML: refused at its place, or a note.
          bound += reading.sound() ? 1 : 0;
          continue;
        }
        assertThat(reading.problems()).as(yaml).isEmpty();
        assertThat(yaml).doesNotContainPattern(UNSEEN);
        assertThat(MarkdownWriter.write(reading.playbook().orElseThrow()))
            .doesNotContainPattern(UNSEEN);
        assertThat(yaml).doesNotContain("http.get", "exec.run");
        Reading people = Read.reading(PeopleWriter.write(paper));
        assertThat(people.problems()).as(PeopleWriter.write(paper)).isEmpty();
      }
    }
    assertThat(bound).isPositive();
  }
}
