package dev.holddown.playbooks.markdown;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a playbook as a page of boxes. Conditions and actions stay in the playbook. */
public final class MarkdownWriter {
  private static final int LEVEL_MAX = 6;

  private final StringBuilder page = new StringBuilder();
  private Polarity under = Polarity.TASK;

  private MarkdownWriter() {}

  /** The page. */
  public static String write(Playbook playbook) {
    MarkdownWriter writer = new MarkdownWriter();
    writer.heading(1, playbook.title());
    if (!playbook.about().isBlank()) {
      writer.page.append(line(playbook.about())).append("\n\n");
    }
    for (Stage stage : playbook.stages()) {
      writer.heading(2, stage.title());
      writer.items(stage.items(), 2);
    }
    writer.watches(playbook.watches());
    playbook.rollback().ifPresent(writer::back);
    return writer.page.toString().stripTrailing() + "\n";
  }

  private static String line(String text) {
    return Rx.all(text, "\\s*\\R\\s*", " ").strip();
  }

  private void heading(int level, String title) {
    gap();
    under = Headings.polarity(title).orElse(under);
    page.append("#".repeat(Math.min(level, LEVEL_MAX)))
        .append(' ')
        .append(line(title))
        .append("\n\n");
  }

  private void gap() {
    if (!page.isEmpty() && !page.toString().endsWith("\n\n")) {
      page.append('\n');
    }
  }

  private void items(List<Item> items, int level) {
    for (Item item : items) {
      if (item instanceof Item.Group group) {
        heading(level + 1, group.about().title());
        items(group.items(), level + 1);
        gap();
      } else {
        item(item, level);
      }
    }
    gap();
  }

  private void item(Item item, int level) {
    Item.About about = item.about();
    Map<String, String> notes = about.notes();
    String quote = notes.getOrDefault("quote", about.title());
    boolean ticked = notes.containsKey("imported");
    page.append(ticked ? "- [x] " : "- [ ] ").append(line(quote)).append('\n');
    if (item instanceof Item.Choose choose) {
      choose.cases().forEach(one -> page.append("  - ").append(line(one.title())).append('\n'));
    }
    for (String words : notes.getOrDefault("note", "").lines().toList()) {
      String[] parts = words.split(": ", 2);
      if (words.startsWith("run by hand: ")) {
        page.append("  ```bash\n  ").append(parts[1]).append("\n  ```\n");
      } else if (!words.isBlank()
          && !words.startsWith("owner: ")
          && !words.startsWith("fill in: ")
          && !quote.contains(parts[parts.length - 1])) {
        page.append("  - ").append(line(words)).append('\n');
      }
    }
    String owner = about.sign().map(MarkdownWriter::roles).orElse("");
    if (item instanceof Item.Signoff) {
      page.append("  - Sign-off: ").append(owner).append('\n');
    } else if (!owner.isEmpty() && (!owner.equals("operator") || signs(about.title()))) {
      page.append("  - Owner: ").append(owner).append('\n');
    }
    notes.forEach((key, value) -> {
      if (key.startsWith("link ") && !quote.contains(value)) {
        page.append("  - [").append(key.substring(5)).append("](").append(value).append(")\n");
      }
    });
    if (item instanceof Item.Rollout rollout) {
      rollout.steps().forEach(step -> items(step.items(), level));
    }
  }

  /** Whether its words alone would make a signoff of it. */
  private boolean signs(String title) {
    return Kinds.of(title, under, Kinds.Manner.BOXED, List.of()) == PaperItem.Kind.SIGNOFF;
  }

  private static String roles(SignRule rule) {
    return rule.needed().stream().map(SignRule.RoleCount::role).collect(Collectors.joining(", "));
  }

  private void watches(List<Watch> watches) {
    if (watches.isEmpty()) {
      return;
    }
    heading(2, "Rollback triggers");
    for (Watch watch : watches) {
      page.append("- [ ] ").append(line(watch.title())).append('\n');
    }
    gap();
  }

  private void back(RollbackPlan plan) {
    heading(2, "Rollback steps");
    for (RollbackPlan.Phase phase : plan.phases()) {
      heading(3, phase.title());
      items(phase.items(), 3);
    }
  }
}
