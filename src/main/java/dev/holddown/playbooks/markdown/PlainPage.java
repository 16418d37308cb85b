package dev.holddown.playbooks.markdown;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page without any markup, such as the text of a web page: short lines that name a list, then a
 * line for each item and perhaps lines below it that lead somewhere.
 */
final class PlainPage {
  private static final Pattern NAMES =
      Pattern.compile(
          "(?i).*\\b(?:check-?list|steps|procedure|run-?book|playbook|tasks|verification|"
              + "criteria|triggers|rollback|deployment|triage)\\b.*");
  private static final Pattern COUNTER = Pattern.compile("^(\\d{1,4}) ?/ ?(\\d{1,4})$");

  /** Each is looked for in every heading: a page has a handful. */
  private static final int COUNTERS_MAX = 50;

  private final Taking taking;
  private int section;
  private boolean described;
  private Block counters = new Block(Block.Kind.TEXT, 0, 0, "");

  PlainPage(Taking taking) {
    this.taking = taking;
  }

  /** Whether nothing on the page is marked up, and something names a checklist. */
  static boolean is(List<Block> blocks) {
    boolean plain =
        blocks.stream()
            .allMatch(b -> b.is(Block.Kind.TEXT) || b.is(Block.Kind.ENTRY) && b.box == Box.MARK);
    return plain && blocks.stream().flatMap(b -> b.lines.stream()).anyMatch(PlainPage::names);
  }

  private static boolean names(String line) {
    return line.length() < 80
        && line.split(" ").length <= 8
        && !Rx.matches(line, ".*[.!?:,;]$")
        && NAMES.matcher(line).matches();
  }

  void read(List<Block> blocks) {
    boolean title = true;
    for (Block block : blocks) {
      boolean alone = block.lines.size() == 1;
      if (alone && (title || names(block.lines.getFirst()))) {
        heading(block, title);
      } else if (section > 0 && taking.sections.get(section).level() > 1) {
        list(block);
      } else {
        counters = counted(block) ? block : counters;
      }
      title = false;
    }
    declared();
  }

  private void heading(Block block, boolean title) {
    String words = Inline.plain(block.lines.getFirst());
    int parent = title ? 0 : Math.min(1, taking.sections.size() - 1);
    Polarity polarity = Headings.polarity(words).orElse(Polarity.TASK);
    taking.sections.add(new Paper.Section(block.first, title ? 1 : 2, words, polarity, parent));
    section = taking.sections.size() - 1;
    described = false;
    taking.ledger.field(block.first, "a heading");
  }

  /** A line of words begins an item; a short one that leads somewhere belongs to it. */
  private void list(Block block) {
    Taking.Found open = new Taking.Found(section, 0, "", "");
    for (int i = 0; i < block.lines.size(); i++) {
      String line = block.lines.get(i);
      int number = block.first + i;
      boolean sentence = line.split(" ").length >= 5 && Rx.matches(line, ".*[.!?)…]$");
      if (!sentence && leads(line) && open.first > 0) {
        open.details.add(new Taking.Detail(number, line));
        open.last = number;
        continue;
      }
      if (!sentence && line.split(" ").length < 4) {
        taking.ledger.field(number, "a badge");
        described = true;
        continue;
      }
      if (!described
          && i == 0
          && i + 1 < block.lines.size()
          && block.lines.get(i + 1).split(" ").length < 4
          && !leads(block.lines.get(i + 1))) {
        taking.ledger.field(number, "what the list is for");
        continue;
      }
      close(open);
      open = new Taking.Found(section, number, line, "a line of a list without marks");
      open.ordered = taking.polarity(section) == Polarity.TASK;
    }
    close(open);
  }

  private void close(Taking.Found open) {
    if (open.first > 0) {
      taking.add(open);
    }
  }

  private static boolean leads(String line) {
    return Rx.matches(line, ".*[↗→»›]\\s*$|^https?://\\S+$|^\\[.*\\]\\(.*\\)$");
  }

  private static boolean counted(Block block) {
    return block.lines.stream().anyMatch(line -> COUNTER.matcher(line).matches());
  }

  /** A page that says "0 / 10" of a list must have ten items in it. */
  private void declared() {
    List<String> lines = counters.lines;
    Map<Integer, Integer> found = new HashMap<>();
    taking.taken.forEach(one -> found.merge(one.found().section, 1, Integer::sum));
    int looked = 0;
    for (int i = 1; i < lines.size(); i++) {
      Matcher counter = COUNTER.matcher(lines.get(i));
      if (!counter.matches()) {
        continue;
      }
      taking.ledger.field(counters.first + i, "a counter");
      if (++looked <= COUNTERS_MAX) {
        declared(counters.first + i, lines.get(i - 1), Integer.parseInt(counter.group(2)), found);
      }
    }
  }

  private void declared(int line, String name, int wanted, Map<Integer, Integer> found) {
    for (int s = 1; s < taking.sections.size(); s++) {
      Paper.Section section = taking.sections.get(s);
      int have = found.getOrDefault(s, 0);
      if (section.level() > 1 && have != wanted && section.heading().contains(name)) {
        taking.gaps.add(
            new Paper.Gap(
                line,
                "the page counts "
                    + wanted
                    + " items in \""
                    + name
                    + "\", and "
                    + have
                    + " were found",
                "look at the lines below the heading in line " + section.line()));
        return;
      }
    }
  }
}
