package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the words of an item say: its kind, limits, commands, links and fields. */
final class ItemWords {
  private static final int FOUND_BY_CHARACTERS = 40;

  private final List<String> source;
  private final Definitions definitions;

  /** Of a page that has been read whole: its lines, and where its links lead. */
  ItemWords(List<String> source, Definitions definitions) {
    this.source = source;
    this.definitions = definitions;
  }

  /** The item with all that its words say; any thread may ask. */
  PaperItem item(Taking.Taken taken) {
    Taking.Found found = taken.found();
    String title = taken.title();
    Polarity polarity = taken.polarity();
    List<String> raws = found.details.stream().map(Taking.Detail::raw).toList();
    List<String> commands = new ArrayList<>(Commands.inline(found.raw));
    raws.forEach(raw -> commands.addAll(Commands.inline(raw)));
    commands.addAll(found.commands);
    List<Limit> limits = new ArrayList<>(found.limits);
    if (found.limits.isEmpty()) {
      limits.addAll(Thresholds.in(found.raw, polarity));
      raws.forEach(raw -> limits.addAll(Thresholds.in(raw, polarity)));
    }
    found.window.ifPresent(
        w -> limits.replaceAll(l -> l.over().window().isEmpty() ? Thresholds.lasting(l, w) : l));
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
    fields.putAll(found.bound);
    Set<PaperItem.Mark> marks = marks(found, title, commands);
    return new PaperItem(
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

  private static Kinds.Manner manner(Taking.Found found) {
    if (found.box != Box.NONE) {
      return Kinds.Manner.BOXED;
    }
    return found.ordered ? Kinds.Manner.NUMBERED : Kinds.Manner.LISTED;
  }

  private static Set<PaperItem.Mark> marks(
      Taking.Found found, String title, List<String> commands) {
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

  private List<PaperItem.Link> links(Taking.Found found, List<String> raws) {
    Set<PaperItem.Link> links = new LinkedHashSet<>(Inline.links(found.raw, definitions));
    raws.forEach(raw -> links.addAll(Inline.links(raw, definitions)));
    return List.copyOf(links);
  }
}
