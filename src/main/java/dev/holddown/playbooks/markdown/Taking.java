package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.Invisible;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    final List<String> options = new ArrayList<>();
    final Map<String, String> fields = new LinkedHashMap<>();

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

  private static final int TITLE_CHARACTERS_MAX = 240;

  private static final int FOUND_BY_CHARACTERS = 40;

  final List<String> source;
  final Ledger ledger;
  final Definitions definitions;
  final List<Paper.Section> sections = new ArrayList<>();
  final List<PaperItem> items = new ArrayList<>();
  final List<Paper.Template> templates = new ArrayList<>();
  final List<Paper.Gap> gaps = new ArrayList<>();
  final List<Duty.Severity> severities = new ArrayList<>();
  final List<Duty.Escalation> escalations = new ArrayList<>();
  final List<Duty.Contact> contacts = new ArrayList<>();

  Taking(List<String> source, Ledger ledger, Definitions definitions) {
    this.source = source;
    this.ledger = ledger;
    this.definitions = definitions;
  }

  /** What stands beside the items. */
  Paper.Beside beside() {
    return new Paper.Beside(
        List.copyOf(templates),
        new Duty(List.copyOf(severities), List.copyOf(escalations), List.copyOf(contacts)));
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
    PaperItem last = items.isEmpty() ? null : items.getLast();
    if (last == null || fence.first - last.place().lines().last() > 2) {
      for (int line = fence.first; line <= fence.last; line++) {
        ledger.ignore(line, "a holddown fence below no item");
      }
      gaps.add(new Paper.Gap(fence.first, Behaviour.NOWHERE, Behaviour.CURE));
      return;
    }
    behaviour(fence)
        .ifPresent(said -> {
          Map<String, String> fields = new LinkedHashMap<>(last.details().fields());
          fields.putAll(said);
          PaperItem.Details details = last.details();
          items.set(
              items.size() - 1,
              new PaperItem(
                  last.kind(),
                  last.words(),
                  last.place(),
                  last.marks(),
                  new PaperItem.Details(
                      details.limits(),
                      details.commands(),
                      details.links(),
                      fields,
                      details.options())));
        });
  }

  static boolean boxed(Block block) {
    return block.box.drawn() || block.children.stream().anyMatch(Taking::boxed);
  }

  /** Adds the item; one without words is none. */
  void add(Found found) {
    String title = title(found.raw);
    if (Invisible.without(title).isBlank()) {
      ledger.field(found.first, "an item without words");
      return;
    }
    Polarity polarity = polarity(found.section);
    List<String> raws = found.details.stream().map(Detail::raw).toList();
    List<String> commands = new ArrayList<>(Commands.inline(found.raw));
    raws.forEach(raw -> commands.addAll(Commands.inline(raw)));
    commands.addAll(found.commands);
    List<Limit> limits = new ArrayList<>(found.limits);
    if (found.limits.isEmpty()) {
      limits.addAll(Thresholds.in(found.raw, polarity));
      raws.forEach(raw -> limits.addAll(Thresholds.in(raw, polarity)));
    }
    Map<String, String> fields = new LinkedHashMap<>(found.fields);
    Fields.of(found.raw, raws).forEach(fields::putIfAbsent);
    String signs = Fields.signsBelow(raws);
    if (!signs.isEmpty()) {
      fields.put("signs", signs);
    }
    PaperItem.Kind kind =
        !signs.isEmpty()
            ? PaperItem.Kind.SIGNOFF
            : found.kind.orElseGet(() -> Kinds.of(title, polarity, manner(found), commands));
    if (kind == PaperItem.Kind.SIGNOFF && signs.isEmpty() && owned(raws)) {
      kind = PaperItem.Kind.CHECK;
    }
    String signer = kind == PaperItem.Kind.SIGNOFF ? Fields.signer(found.raw) : "";
    if (!signer.isEmpty()) {
      fields.putIfAbsent("signs", signer);
    }
    Set<PaperItem.Mark> marks = marks(found, title, commands);
    PaperItem item =
        new PaperItem(
            kind,
            new PaperItem.Words(title, found.raw),
            new PaperItem.Place(
                new Paper.Lines(found.first, found.last),
                found.section,
                found.depth,
                column(found.first, found.raw),
                found.why),
            marks,
            new PaperItem.Details(
                List.copyOf(limits),
                List.copyOf(commands),
                links(found, raws),
                fields,
                List.copyOf(found.options)));
    items.add(item);
    ledger.item(found.first, found.why);
    found.details.forEach(
        detail -> ledger.field(detail.line(), "belongs to the item in line " + found.first));
  }

  private int column(int line, String raw) {
    String text = source.get(line - 1);
    int limit = Math.min(text.length(), Inline.LINE_CHARACTERS_MAX);
    String begin = raw.strip().lines().findFirst().orElse("");
    int cut = Math.min(FOUND_BY_CHARACTERS, begin.length());
    int at = text.substring(0, limit).indexOf(begin.substring(0, cut));
    return (at >= 0 ? at : text.length() - text.stripLeading().length()) + 1;
  }

  /** Whether a line below says whose work it is: then it is work, not a signature. */
  private static boolean owned(List<String> details) {
    return details.stream().anyMatch(detail -> Rx.matches(detail, "(?i)owner: [\\w, ]{1,80}"));
  }

  private static Kinds.Manner manner(Found found) {
    if (found.box != Box.NONE) {
      return Kinds.Manner.BOXED;
    }
    return found.ordered ? Kinds.Manner.NUMBERED : Kinds.Manner.LISTED;
  }

  private static Set<PaperItem.Mark> marks(Found found, String title, List<String> commands) {
    Set<PaperItem.Mark> marks = EnumSet.noneOf(PaperItem.Mark.class);
    if (found.box == Box.TICKED || found.box == Box.MARK) {
      marks.add(PaperItem.Mark.TICKED);
    }
    if (found.box == Box.NONE) {
      marks.add(PaperItem.Mark.IMPLICIT);
    }
    boolean destroys = commands.stream().anyMatch(Fields::destroys);
    if (destroys
        || (found.box == Box.NONE
            && Words.imperative(title)
            && Fields.isToDestroy(title.split("[.,;(]", 2)[0]))) {
      marks.add(PaperItem.Mark.DESTRUCTIVE);
    }
    return marks;
  }

  private List<PaperItem.Link> links(Found found, List<String> raws) {
    Set<PaperItem.Link> links = new LinkedHashSet<>(Inline.links(found.raw, definitions));
    raws.forEach(raw -> links.addAll(Inline.links(raw, definitions)));
    return List.copyOf(links);
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
