package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The sections of a page: its headings, and the lines that serve as headings. */
final class Outline {
  /** Levels of lines that only serve as headings: in bold, and before a list. */
  static final int BOLD = 7;

  static final int LEAD_IN = 8;

  private static final Pattern BOLD_LINE =
      Pattern.compile(
          "^(?:\\*\\*|__)([^*_]{1,160}?)(?:\\*\\*|__)\\s*:?\\s*(?:\\([^)]{1,60}\\))?:?$");

  /** A section with the blocks that belong to it and to no section inside it. */
  record Part(int section, List<Block> blocks) {}

  private final List<Paper.Section> sections;
  private final List<Part> parts = new ArrayList<>();
  private final int root;
  private int current;

  private Outline(List<Paper.Section> sections, int root) {
    this.sections = sections;
    this.root = root;
    this.current = root;
    parts.add(new Part(root, new ArrayList<>()));
  }

  /**
   * Adds the sections of these blocks to {@code sections}, below the section {@code root}.
   *
   * @return each section with its own blocks, in the order of the page
   */
  static List<Part> of(List<Block> blocks, List<Paper.Section> sections, int root) {
    Outline outline = new Outline(sections, root);
    for (int i = 0; i < blocks.size(); i++) {
      outline.block(blocks, i);
    }
    return outline.parts;
  }

  private void block(List<Block> blocks, int at) {
    Block block = blocks.get(at);
    if (block.is(Block.Kind.HEADING)) {
      section(block.first, block.level, block.text);
      return;
    }
    if (block.is(Block.Kind.TEXT)) {
      int level = serves(block, at + 1 < blocks.size() ? blocks.get(at + 1) : block);
      if (level > 0) {
        if (block.lines.size() > 1) {
          Block words = new Block(Block.Kind.TEXT, block.first, block.indent, "");
          words.lines.addAll(block.lines.subList(0, block.lines.size() - 1));
          words.text = String.join(" ", words.lines);
          words.last = block.last - 1;
          parts.getLast().blocks().add(words);
        }
        section(block.last, level, level == LEAD_IN ? LeadIns.sentence(block.lines) : block.text);
        return;
      }
    }
    parts.getLast().blocks().add(block);
  }

  /** The level at which a paragraph serves as a heading of the next block; 0 when it does not. */
  private int serves(Block block, Block next) {
    String last = block.lines.getLast();
    if (last.length() > 300 || Fields.blank(last)) {
      return 0;
    }
    boolean single = block.lines.size() == 1;
    if (single && BOLD_LINE.matcher(last).matches() && next != block) {
      return BOLD;
    }
    boolean introduces =
        next.is(Block.Kind.ENTRY) || next.is(Block.Kind.FENCE) || next.is(Block.Kind.TABLE);
    if (!introduces || next == block) {
      return 0;
    }
    String plain = Inline.plain(last);
    if (plain.endsWith(":") && !next.is(Block.Kind.FENCE)) {
      return LEAD_IN;
    }
    if (plain.endsWith(":") && plain.length() < 60) {
      return LEAD_IN;
    }
    boolean close = next.first == block.last + 1;
    boolean title =
        single
            && plain.length() <= 60
            && !Rx.matches(plain, ".*[.!?;,]$")
            && plain.split(" ").length <= 8
            && !next.is(Block.Kind.TABLE)
            && Character.isUpperCase(
                plain.isEmpty() ? 'a' : Rx.first(plain, "^[^\\p{L}]+", "a").charAt(0));
    return title && close ? LEAD_IN : 0;
  }

  private void section(int line, int level, String heading) {
    int parent = current;
    while (parent != root && sections.get(parent).level() >= level) {
      parent = sections.get(parent).parent();
    }
    while (parent != root
        && level >= BOLD
        && sections.get(parent).level() >= BOLD
        && sections.get(parent).polarity() == Polarity.NOTE) {
      parent = sections.get(parent).parent();
    }
    String plain = Inline.plain(heading);
    sections.add(
        new Paper.Section(
            line, level, plain, polarity(plain, level, sections.get(parent)), parent));
    current = sections.size() - 1;
    parts.add(new Part(current, new ArrayList<>()));
  }

  /** A page that is readiness as a whole has nothing that it comes before: its parts must hold. */
  private static Polarity around(Paper.Section parent) {
    boolean page = parent.level() == 1 && parent.polarity() == Polarity.PRECONDITION;
    return page ? Polarity.CRITERION : parent.polarity();
  }

  private static Polarity polarity(String heading, int level, Paper.Section parent) {
    Polarity around = around(parent);
    Optional<Polarity> said =
        Headings.polarity(heading, parent.level() <= 1 ? Polarity.TASK : around);
    Polarity own = said.orElse(around == Polarity.CHOICE ? Polarity.TASK : around);
    boolean quiet = around == Polarity.NOTE || around == Polarity.CONTACT;
    if (level >= LEAD_IN && LeadIns.tells(heading)) {
      return Polarity.NOTE;
    }
    if (own == Polarity.NOTE && level >= LEAD_IN && !quiet) {
      return around;
    }
    if (quiet && level > 1 && own == Polarity.TASK && around == Polarity.NOTE) {
      return level >= BOLD ? Polarity.NOTE : own;
    }
    return own;
  }
}
