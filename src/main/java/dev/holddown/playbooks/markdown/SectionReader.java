package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the items of one section: its boxes, and where it has none, what is plainly to be done. */
final class SectionReader {
  /** A label that names who signs, and not when, what or why. */
  private static final String ROLE =
      "(?i)(?!.*\\b(?:date|time|name|comments?|notes?|version|reason)\\b)(?:[\\w/&-]+"
          + " ){0,3}(?:lead|manager"
          + "|owner|officer|director|engineer|architect|stakeholder|commander|sponsor|cto|ceo"
          + "|ciso|vp|qa|sre|dba|head|representative|approver)(?:"
          + " \\([^)]{1,40}\\))?";

  private final Taking taking;
  private final Outline.Part part;
  private final boolean procedural;
  private final Polarity polarity;
  private final boolean boxes;

  SectionReader(Taking taking, Outline.Part part, boolean procedural) {
    this.taking = taking;
    this.part = part;
    this.procedural = procedural;
    this.boxes = part.blocks().stream().anyMatch(b -> b.is(Block.Kind.ENTRY) && Taking.boxed(b));
    if (boxes) {
      taking.boxed(part.section());
    }
    if (toDo()) {
      taking.means(part.section(), Polarity.TASK);
    }
    this.polarity = taking.polarity(part.section());
  }

  /** Whether the heading only says before or after what, and the entries say what to do. */
  private boolean toDo() {
    Polarity said = taking.polarity(part.section());
    if (said != Polarity.PRECONDITION && said != Polarity.CRITERION) {
      return false;
    }
    String saying = taking.saying(part.section());
    boolean when =
        said == Polarity.PRECONDITION
            ? Headings.onlyWhen(saying)
            : !saying.equals(heading()) && Headings.after(saying);
    if (!when) {
      return false;
    }
    List<Block> entries = part.blocks().stream().filter(b -> b.is(Block.Kind.ENTRY)).toList();
    long does = entries.stream().filter(SectionReader::does).count();
    return does > 0 && does * 2 >= entries.size();
  }

  private static boolean does(Block entry) {
    String words = Inline.plain(entry.text);
    return Words.imperative(words) && !Kinds.asksToProve(words);
  }

  void read() {
    List<Block> blocks = part.blocks();
    if (choice(blocks)) {
      return;
    }
    int at = 0;
    while (at < blocks.size()) {
      Block block = blocks.get(at);
      if (block.is(Block.Kind.ENTRY)) {
        int end = listEnd(blocks, at);
        list(blocks.subList(at, end));
        at = end;
        continue;
      }
      switch (block.kind) {
        case TEXT -> text(block);
        case TABLE -> new TableReader(taking, part.section(), procedural).read(block);
        case FENCE -> new FenceReader(taking, part.section(), procedural).read(block, boxes);
        default -> {}
      }
      at++;
    }
  }

  /** Where a list ends: entries, and what stands between them and belongs to the one before. */
  private static int listEnd(List<Block> blocks, int from) {
    int end = from + 1;
    while (end < blocks.size()) {
      Block block = blocks.get(end);
      boolean entry = block.is(Block.Kind.ENTRY);
      Block before = blocks.get(end - 1);
      boolean follows =
          block.is(Block.Kind.FENCE)
              && block.first - before.end() <= 2
              && !FenceReader.boxes(block);
      boolean between =
          (block.is(Block.Kind.FENCE) || block.is(Block.Kind.TEXT))
              && end + 1 < blocks.size()
              && blocks.get(end + 1).is(Block.Kind.ENTRY)
              && blocks.get(end + 1).level > 1;
      if (!entry && !follows && !between) {
        return end;
      }
      end++;
    }
    return end;
  }

  /** The entries of a list, each with the blocks that follow it and belong to it. */
  private void list(List<Block> blocks) {
    List<Block> entries = new ArrayList<>();
    boolean numbers =
        !boxes && blocks.stream().filter(Block::ordered).count() > 1 && blocks.getFirst().ordered();
    for (Block block : blocks) {
      // Bullets between numbers belong to the number above, however they are indented.
      boolean below = numbers && !block.ordered();
      if (block.is(Block.Kind.ENTRY) && !below) {
        entries.add(block);
      } else {
        entries.getLast().children.add(block);
      }
    }
    if (!boxes && new DutyReader(taking, part.section()).list(entries)) {
      return;
    }
    boolean implied = !boxes && Implied.list(entries, taking.sections, part.section(), procedural);
    boolean labels = implied && Labels.mostly(entries, polarity);
    boolean stages = !boxes && procedural && !quiet() && entries.stream().anyMatch(Labels::stage);
    for (Block entry : entries) {
      if (labels && Labels.is(entry) || stages && Labels.stage(entry)) {
        group(entry);
      } else if (implied && !slot(entry) && !(stages && Labels.names(entry))) {
        implied(part.section(), entry);
      } else if (boxes && beside(entry, entries)) {
        implied(part.section(), entry, "a bullet among boxes");
      } else {
        explicit(entry, 0);
      }
    }
  }

  private boolean quiet() {
    return polarity == Polarity.NOTE || polarity == Polarity.CONTACT;
  }

  /** A label, and the items below it. */
  private void group(Block entry) {
    int section = taking.below(part.section(), entry.first, entry.text);
    String heading = taking.sections.get(section).heading();
    taking.means(section, Headings.polarity(heading, polarity).orElse(polarity));
    taking.ledger.field(entry.first, "a heading");
    for (Block child : entry.children) {
      if (child.is(Block.Kind.ENTRY)) {
        implied(section, child);
      } else if (child.is(Block.Kind.FENCE)) {
        new FenceReader(taking, section, procedural).read(child, false);
      }
    }
  }

  /** Whether an entry between boxes lacks one and says what to do all the same. */
  private boolean beside(Block entry, List<Block> entries) {
    return !Taking.boxed(entry)
        && entries.stream().anyMatch(one -> one.box.drawn() && one.indent == entry.indent)
        && polarity != Polarity.NOTE
        && boxesIn(entry.text) == 0
        && !entry.text.strip().endsWith(":")
        && Words.imperative(Inline.plain(entry.text));
  }

  /** Whether it only leaves room for something: {@code **Ticket:** [link]}. */
  private static boolean slot(Block entry) {
    return entry.children.isEmpty()
        && entry.text.length() < 200
        && Rx.matches(
            entry.text,
            "\\*{0,2}[^:*\\[\\]<>]{2,40}(?::\\*{0,2}|\\*{0,2}:)\\s*"
                + "(?:\\[[^\\[\\]]{1,60}\\]|<[^<>]{1,60}>)");
  }

  private void implied(int section, Block entry) {
    String why = entry.ordered() ? "a numbered step" : "a bullet of a section without boxes";
    implied(section, entry, why);
  }

  private void implied(int section, Block entry, String why) {
    Taking.Found found = new Taking.Found(section, entry.first, entry.text, why);
    found.last = entry.last;
    found.box = entry.box == Box.MARK && Headings.asks(heading()) ? Box.MARK : Box.NONE;
    found.ordered = entry.ordered();
    taking.details(found, entry);
    if (boxesIn(entry.text) >= 2) {
      options(found, entry.text);
    }
    taking.add(found);
  }

  private String heading() {
    return taking.sections.get(part.section()).heading();
  }

  /** Items with a box, at every depth. */
  private void explicit(Block entry, int depth) {
    boolean mark = entry.box == Box.MARK && asks();
    boolean item = entry.box.drawn() || mark;
    if (item && !Inline.plain(entry.text).isBlank()) {
      Taking.Found found =
          new Taking.Found(part.section(), entry.first, entry.text, mark ? "a tick" : "a box");
      found.last = entry.last;
      found.box = entry.box;
      found.depth = depth;
      found.ordered = entry.ordered();
      for (int i = 1; i < entry.lines.size(); i++) {
        found.details.add(new Taking.Detail(entry.first + i, entry.lines.get(i)));
      }
      if (boxesIn(entry.text) >= 1 && entry.box.drawn() && !entry.text.startsWith("[")) {
        options(found, Character.toString(0x2610) + " " + entry.text);
      }
      taking.details(found, entry);
      taking.add(found);
    } else if (boxesIn(entry.text) >= 2) {
      Taking.Found found =
          new Taking.Found(part.section(), entry.first, entry.text, "boxes in a row");
      found.box = Box.OPEN;
      options(found, entry.text);
      taking.add(found);
    } else if (Fields.blank(entry.text)) {
      blank(part.section(), entry.first, entry.text);
    } else if (depth == 0 && boxes) {
      Fields.signoff(entry.text)
          .ifPresent(role -> {
            Taking.Found found =
                new Taking.Found(part.section(), entry.first, entry.text, "a sign-off below boxes");
            found.kind = Optional.of(PaperItem.Kind.SIGNOFF);
            found.fields.put("signs", role);
            taking.add(found);
          });
    }
    for (Block child : entry.children) {
      if (child.is(Block.Kind.ENTRY)) {
        explicit(child, item ? depth + 1 : depth);
      }
    }
  }

  private boolean asks() {
    for (int s = part.section(); s >= 0; s = taking.sections.get(s).parent()) {
      Polarity own = taking.polarity(s);
      if (Headings.asks(taking.sections.get(s).heading())) {
        return true;
      }
      if (own == Polarity.NOTE) {
        return false;
      }
    }
    return polarity == Polarity.CRITERION || polarity == Polarity.PRECONDITION;
  }

  /** A group of boxes of which one is picked. */
  private boolean choice(List<Block> blocks) {
    List<Block> entries = blocks.stream().filter(b -> b.is(Block.Kind.ENTRY)).toList();
    Paper.Section section = taking.sections.get(part.section());
    boolean few =
        entries.size() >= 2
            && entries.size() <= 12
            && entries.stream()
                .allMatch(e -> e.box.drawn() && e.children.stream().noneMatch(Taking::boxed));
    boolean asked =
        section.heading().strip().endsWith("?")
            && (section.level() >= Outline.BOLD
                || Rx.matches(section.heading(), "(?i)(?:how|what|which|who|where)\\b.*"));
    if (!few || (polarity != Polarity.CHOICE && !asked)) {
      return false;
    }
    Block first = entries.getFirst();
    Taking.Found found =
        new Taking.Found(part.section(), first.first, first.text, "one of several");
    found.box = Box.OPEN;
    found.kind = Optional.of(PaperItem.Kind.CHOICE);
    entries.forEach(entry -> {
      found.options.add(Inline.plain(entry.text));
      found.last = entry.last;
      if (entry != first) {
        taking.ledger.field(entry.first, "an option of the choice in line " + first.first);
      }
    });
    taking.means(part.section(), Polarity.CHOICE);
    taking.add(found);
    blocks.stream().filter(b -> b.is(Block.Kind.TEXT)).forEach(this::text);
    return true;
  }

  private static int boxesIn(String text) {
    int boxes = 0;
    for (int i = 0; i < Math.min(text.length(), Inline.LINE_CHARACTERS_MAX); i++) {
      boolean bracket =
          text.charAt(i) == '['
              && i + 2 < text.length()
              && text.charAt(i + 2) == ']'
              && " xX".indexOf(text.charAt(i + 1)) >= 0
              && (i + 3 == text.length() || text.charAt(i + 3) == ' ');
      if (bracket || Marker.sign(text.charAt(i)) == Box.OPEN) {
        boxes++;
      }
    }
    return boxes;
  }

  private static void options(Taking.Found found, String text) {
    found.kind = Optional.of(PaperItem.Kind.CHOICE);
    String[] parts = text.split("\\[[ xX]\\]\\s|[☐⬜◻□▢🔲]\\s*", 40);
    for (int i = 1; i < parts.length; i++) {
      String option = Rx.first(Inline.plain(parts[i]), "[\\s|/,]+$", "");
      if (!option.isEmpty()) {
        found.options.add(option);
      }
    }
  }

  /** Blanks to fill in, and boxes in a row, in lines of text. */
  private void text(Block block) {
    int section = signed(block) ? taking.below(part.section(), block.first, "Sign-off") : 0;
    for (int i = 0; i < block.lines.size(); i++) {
      String line = block.lines.get(i);
      int number = block.first + i;
      if (boxesIn(line) >= 2) {
        Taking.Found found = new Taking.Found(part.section(), number, line, "boxes in a row");
        found.box = Box.OPEN;
        options(found, line);
        taking.add(found);
      } else if (Fields.blank(line) && polarity != Polarity.CONTACT) {
        blank(Math.max(section, part.section()), number, line);
      } else if (!boxes
          && procedural
          && (block.lines.size() == 1 || (i > 0 && block.lines.get(i - 1).endsWith(":")))
          && Commands.is(line)
          && polarity != Polarity.NOTE
          && line.indexOf(' ') > 0
          && !line.endsWith(".")) {
        int commands = part.section();
        if (polarity == Polarity.TRIGGER && i > 0) {
          commands = taking.below(part.section(), number - 1, block.lines.get(i - 1));
        }
        Taking.Found found =
            new Taking.Found(commands, number, line, "a command on a line of its own");
        found.commands.add(Commands.bare(line));
        found.kind = Optional.of(PaperItem.Kind.STEP);
        taking.add(found);
      }
    }
  }

  /** Whether the lines are a block of signatures, below something else. */
  private boolean signed(Block block) {
    return polarity != Polarity.SIGNOFF
        && block.lines.stream()
            .filter(Fields::blank)
            .anyMatch(line -> signs(Inline.plain(Fields.beforeBlank(line))));
  }

  private static boolean signs(String label) {
    return label.length() <= 120
        && Rx.matches(
            label,
            "(?i).*\\b(?:approv\\w*|sign(?:ed|-?off|ature)?|authori[sz]\\w*|completed by|reviewed"
                + " by|verified by|accepted by)\\b.*");
  }

  private void blank(int section, int number, String line) {
    String label = Inline.plain(Fields.beforeBlank(line));
    if (label.isEmpty() || label.length() > 120) {
      return;
    }
    Taking.Found found = new Taking.Found(section, number, line, "a blank to fill in");
    boolean role = taking.polarity(section) == Polarity.SIGNOFF && Rx.matches(label, ROLE);
    if (role) {
      found.fields.put("signs", Rx.first(label, "\\s*\\(.*$", ""));
    }
    found.kind = Optional.of(role || signs(label) ? PaperItem.Kind.SIGNOFF : PaperItem.Kind.RECORD);
    taking.add(found);
  }
}
