package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.Invisible;
import dev.holddown.playbooks.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts items together from the lines they were found in, and tells the ledger of each line. */
final class Taking {
  /** What is known of an item where it is found; the rest comes from its words. */
  static final class Found {
    final int section;
    final int first;
    final String raw;
    final String why;
    int last;
    int depth;
    Box box = Box.NONE;
    boolean ordered;
    Optional<PaperItem.Kind> kind = Optional.empty();
    final List<Detail> details = new ArrayList<>();
    final List<String> commands = new ArrayList<>();
    final List<Limit> limits = new ArrayList<>();

    /** How long its limits must last, where the line before the list says so. */
    Optional<String> window = Optional.empty();

    final List<String> options = new ArrayList<>();
    final Map<String, String> fields = new LinkedHashMap<>();

    /** What a fence below says that the item does; it goes before everything else. */
    final Map<String, String> bound = new LinkedHashMap<>();

    Found(int section, int first, String raw, String why) {
      this.section = section;
      this.first = first;
      this.last = first;
      this.raw = raw;
      this.why = why;
    }
  }

  /** A line below an item that belongs to it. */
  record Detail(int line, String raw) {}

  /**
   * An item of the page whose words are still to be read.
   *
   * @param polarity of its section when it was found
   */
  record Taken(Found found, String title, Polarity polarity) {}

  /** Lines below an item, and commands of it, that are taken; the rest stays on the page. */
  static final int DETAIL_LINES_MAX = 2_000;

  private static final int TITLE_CHARACTERS_MAX = 240;

  private static final int ONE_PROCESSOR_ITEMS = 500;

  final List<String> source;
  final Ledger ledger;
  final Definitions definitions;
  final List<Paper.Section> sections = new ArrayList<>();
  final List<Taken> taken = new ArrayList<>();
  final List<Paper.Template> templates = new ArrayList<>();
  final List<Paper.Gap> gaps = new ArrayList<>();
  final List<Duty.Severity> severities = new ArrayList<>();
  final List<Duty.Escalation> escalations = new ArrayList<>();
  final List<Duty.Contact> contacts = new ArrayList<>();
  private int beyond;

  Taking(List<String> source, Ledger ledger, Definitions definitions) {
    this.source = source;
    this.ledger = ledger;
    this.definitions = definitions;
  }

  /** What stands beside the items. */
  Paper.Beside beside() {
    return new Paper.Beside(
        List.copyOf(templates),
        new Duty(List.copyOf(severities), List.copyOf(escalations), List.copyOf(contacts)),
        beyond == 0 ? 0 : taken.size() + beyond);
  }

  /**
   * The items, each with what its words say. They do not depend on each other, and a large page is
   * read by all processors; of too many, none is.
   */
  List<PaperItem> items() {
    if (beyond > 0) {
      return List.of();
    }
    ItemWords words = new ItemWords(source, definitions);
    Stream<Taken> all =
        taken.size() > ONE_PROCESSOR_ITEMS ? taken.parallelStream() : taken.stream();
    return all.map(words::item).toList();
  }

  Polarity polarity(int section) {
    return sections.get(section).polarity();
  }

  /** What the lines of a section turn out to mean, whatever its heading says. */
  void means(int section, Polarity polarity) {
    Paper.Section one = sections.get(section);
    sections.set(
        section, new Paper.Section(one.line(), one.level(), one.heading(), polarity, one.parent()));
  }

  /** Boxes are there to be ticked, whatever the heading around says. */
  void boxed(int section) {
    Paper.Section one = sections.get(section);
    if (one.polarity() == Polarity.NOTE || one.polarity() == Polarity.CONTACT) {
      means(section, Polarity.TASK);
    }
  }

  /** A section inside one, at a line that serves as its heading. */
  int below(int section, int line, String heading) {
    String words = Inline.plain(heading);
    Polarity polarity = Headings.polarity(words).orElse(Polarity.TASK);
    sections.add(new Paper.Section(line, Outline.LEAD_IN, words, polarity, section));
    return sections.size() - 1;
  }

  /** The nearest heading that says something: of the section itself, or of one around it. */
  String saying(int section) {
    int at = section;
    while (at > 0 && Headings.polarity(sections.get(at).heading()).isEmpty()) {
      at = sections.get(at).parent();
    }
    return sections.get(Math.max(0, at)).heading();
  }

  /** Adds the lines below an entry that belong to it: no boxed ones, which are items themselves. */
  void details(Found found, Block block) {
    for (Block child : block.children) {
      if (child.is(Block.Kind.ENTRY) && (child.box.drawn() || boxed(child))) {
        if (!child.box.drawn()) {
          found.details.add(new Detail(child.first, child.text));
        }
        continue;
      }
      found.last = Math.max(found.last, child.last);
      if (child.is(Block.Kind.FENCE)) {
        fence(found, child);
      } else {
        for (int i = 0; i < child.lines.size(); i++) {
          found.details.add(new Detail(child.first + i, child.lines.get(i)));
        }
        details(found, child);
      }
    }
  }

  /** A fence that belongs to an item: its commands, or its words. */
  void fence(Found found, Block fence) {
    found.last = Math.max(found.last, fence.last);
    if (fence.text.equals(Behaviour.LANGUAGE)) {
      behaviour(fence).ifPresent(found.fields::putAll);
      return;
    }
    if (Commands.shell(fence)) {
      found.commands.addAll(Commands.of(fence.lines));
      for (int i = 0; i < fence.lines.size(); i++) {
        String bare = fence.lines.get(i).strip();
        if (Rx.matches(bare, "(?i)(?:#+|→)?\\s*expect.*")) {
          found.details.add(new Detail(fence.lineOf(i), bare));
        }
      }
    }
    for (int line = fence.first; line <= fence.last; line++) {
      ledger.field(
          line, Commands.shell(fence) ? "a command of the item above" : "text of the item above");
    }
  }

  private Optional<Map<String, String>> behaviour(Block fence) {
    for (int line = fence.first; line <= fence.last; line++) {
      ledger.field(line, "what the item above does");
    }
    Optional<Map<String, String>> fields = Behaviour.of(fence, source);
    if (fields.isEmpty()) {
      gaps.add(new Paper.Gap(fence.first, Behaviour.UNREADABLE, Behaviour.CURE));
    }
    return fields;
  }

  /** A fence that says what the last item does, right below it. */
  void bind(Block fence) {
    if (beyond > 0) {
      return;
    }
    if (taken.isEmpty() || fence.first - taken.getLast().found().last > 2) {
      for (int line = fence.first; line <= fence.last; line++) {
        ledger.ignore(line, "a holddown fence below no item");
      }
      gaps.add(new Paper.Gap(fence.first, Behaviour.NOWHERE, Behaviour.CURE));
      return;
    }
    behaviour(fence).ifPresent(taken.getLast().found().bound::putAll);
  }

  static boolean boxed(Block block) {
    return block.box.drawn() || block.children.stream().anyMatch(Taking::boxed);
  }

  /** Adds the item; one without words is none. */
  void add(Found found) {
    if (taken.size() == Limits.ITEMS_MAX) {
      beyond++;
      ledger.ignore(found.first, "an item more than a playbook may hold");
      return;
    }
    bounded(found);
    String title = title(found.raw);
    if (Invisible.without(title).isBlank()) {
      ledger.field(found.first, "an item without words");
      return;
    }
    Polarity polarity = polarity(found.section);
    if (polarity == Polarity.TRIGGER) {
      found.window = LeadIns.window(sections.get(found.section));
    }
    taken.add(new Taken(found, title, polarity));
    ledger.item(found.first, found.why);
    found.details.forEach(
        detail -> ledger.field(detail.line(), "belongs to the item in line " + found.first));
  }

  /** What is too much for one item is left on the page, and told as a gap. */
  private void bounded(Found found) {
    int lines = found.details.size();
    int more = Math.max(lines, found.commands.size()) - DETAIL_LINES_MAX;
    if (more <= 0) {
      return;
    }
    for (List<?> list : List.of(found.details, found.commands)) {
      list.subList(Math.min(list.size(), DETAIL_LINES_MAX), list.size()).clear();
    }
    gaps.add(
        new Paper.Gap(
            found.first,
            String.format(
                Locale.ROOT,
                "the item has %,d lines more below it than the %,d that an item takes; they stay on"
                    + " the page",
                more,
                DETAIL_LINES_MAX),
            "make several items of it"));
  }

  /** The words of an item without marks, blanks and numbers. */
  static String title(String raw) {
    String plain = Rx.first(Inline.plain(raw), "^\\d{1,3}[.)]\\s+", "");
    if (Fields.blank(plain)) {
      plain = Fields.beforeBlank(plain);
    }
    plain = Rx.first(plain, "[\\s:]+$", "");
    if (plain.isEmpty()) {
      plain = raw.strip();
    }
    return plain.length() > TITLE_CHARACTERS_MAX
        ? plain.substring(0, TITLE_CHARACTERS_MAX - 1).strip() + "…"
        : plain;
  }
}
