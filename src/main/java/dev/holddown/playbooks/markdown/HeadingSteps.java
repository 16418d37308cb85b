package dev.holddown.playbooks.markdown;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Headings that are steps themselves: {@code ### Step 2: Tag the release}, and what is below. */
final class HeadingSteps {
  private final Taking taking;
  private final List<Outline.Part> parts;
  private final Map<Integer, Integer> numbered = new HashMap<>();

  /** How many numbered headings stand side by side, and how many of them say what to do. */
  private final Map<String, int[]> beside = new HashMap<>();

  HeadingSteps(Taking taking, List<Outline.Part> parts) {
    this.taking = taking;
    this.parts = parts;
  }

  /** Takes the heading of this part as an item; returns how many parts that were, or 0. */
  int take(int at) {
    Outline.Part part = parts.get(at);
    Paper.Section section = taking.sections.get(part.section());
    boolean step = Headings.step(section.heading());
    boolean numbered = Headings.numbered(section.heading());
    boolean quiet = section.polarity() == Polarity.NOTE || section.polarity() == Polarity.CONTACT;
    if (section.level() == 0
        || section.level() >= Outline.LEAD_IN
        || quiet
        || !(step || numbered)) {
      return 0;
    }
    int end = at + 1;
    while (end < parts.size()
        && taking.sections.get(parts.get(end).section()).level() > section.level()) {
      end++;
    }
    List<Block> blocks = parts.subList(at, end).stream().flatMap(p -> p.blocks().stream()).toList();
    boolean does = Words.imperative(Headings.bare(section.heading()));
    boolean empty = blocks.isEmpty() && !(does && siblings(section) > 2);
    boolean divided = headings(at, end) && !does;
    if (empty
        || divided
        || lists(blocks)
        || (!step && !does(section.heading(), blocks) && !mostlySteps(section))) {
      return 0;
    }
    boolean seen = section.polarity() == Polarity.CRITERION && Kinds.asksToProve(words(section));
    if (does && section.polarity() != Polarity.TRIGGER && !seen) {
      taking.means(part.section(), Polarity.TASK);
    }
    Taking.Found found =
        new Taking.Found(
            part.section(), section.line(), words(section), "a heading that is a step");
    found.ordered = true;
    for (Outline.Part one : parts.subList(at, end)) {
      taking.ledger.field(
          taking.sections.get(one.section()).line(),
          "belongs to the step in line " + section.line());
    }
    for (Block block : blocks) {
      belongs(found, block);
    }
    taking.add(found);
    return end - at;
  }

  private static String words(Paper.Section section) {
    return Rx.first(
        section.heading(), "^[^\\p{L}\\d]*(?:(?i)step )?\\d+(?:\\.\\d+)*[.):]*\\s*", "");
  }

  private void belongs(Taking.Found found, Block block) {
    found.last = Math.max(found.last, block.end());
    if (block.is(Block.Kind.FENCE)) {
      taking.fence(found, block);
    } else {
      for (int i = 0; i < block.lines.size(); i++) {
        found.details.add(new Taking.Detail(block.first + i, block.lines.get(i)));
      }
      taking.details(found, block);
    }
  }

  /** How many numbered headings of this level there are. */
  private long siblings(Paper.Section section) {
    if (numbered.isEmpty()) {
      for (Paper.Section one : taking.sections) {
        numbered.merge(one.level(), Headings.numbered(one.heading()) ? 1 : 0, Integer::sum);
      }
    }
    return numbered.getOrDefault(section.level(), 0);
  }

  /** Whether the numbered headings beside it say what to do, but for a few. */
  private boolean mostlySteps(Paper.Section section) {
    if (beside.isEmpty()) {
      for (Paper.Section one : taking.sections) {
        if (Headings.numbered(one.heading())) {
          int[] counted = beside.computeIfAbsent(place(one), any -> new int[2]);
          counted[0]++;
          counted[1] += Words.imperative(Headings.bare(one.heading())) ? 1 : 0;
        }
      }
    }
    int[] counted = beside.getOrDefault(place(section), new int[2]);
    return counted[0] > 3 && counted[1] * 4 >= counted[0] * 3;
  }

  private static String place(Paper.Section section) {
    return section.parent() + "/" + section.level();
  }

  /** Real headings inside make it a section. */
  private boolean headings(int at, int end) {
    int inside = 0;
    for (Outline.Part part : parts.subList(at + 1, end)) {
      inside += taking.sections.get(part.section()).level() < Outline.BOLD ? 1 : 0;
    }
    return inside > 1;
  }

  /** Whether the section lists steps or boxes of its own. */
  private static boolean lists(List<Block> blocks) {
    if (blocks.stream()
        .anyMatch(b -> Taking.boxed(b) || b.is(Block.Kind.FENCE) && FenceReader.boxes(b))) {
      return true;
    }
    List<Block> ordered = blocks.stream().filter(Block::ordered).toList();
    List<String> bullets =
        blocks.stream()
            .filter(b -> b.is(Block.Kind.ENTRY) && !b.ordered())
            .map(b -> Inline.plain(b.text))
            .toList();
    boolean steps = ordered.size() > 1;
    return steps
        || (bullets.size() > 2 && Words.actionable(bullets, false) >= 0.5)
        || blocks.stream().anyMatch(b -> b.is(Block.Kind.TABLE))
        || blocks.stream()
            .anyMatch(b ->
                b.is(Block.Kind.FENCE)
                    && Commands.shell(b)
                    && Commands.pieces(b.lines).stream().filter(p -> !p.comment().isEmpty()).count()
                        > 2);
  }

  private static boolean does(String heading, List<Block> blocks) {
    String bare = Headings.bare(heading);
    return Words.imperative(bare)
        || Rx.matches(bare, "[a-z-]+ing\\b.*")
        || blocks.stream().anyMatch(b -> b.is(Block.Kind.FENCE) && Commands.shell(b));
  }
}
