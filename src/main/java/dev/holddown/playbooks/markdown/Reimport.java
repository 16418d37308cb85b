package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.WrittenItems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page that was read before and has changed, onto the playbook that came of it. An item whose
 * line is as it was stays as it stands in the playbook, with everything that was added by hand,
 * under whatever heading it is now; one whose words changed keeps its id and becomes a person's
 * again, what was bound to it a remark above it; one that is gone is told and kept aside.
 */
public final class Reimport {
  private static final Set<String> REWRITTEN =
      Set.of("kind", "source", "stages", "watches", "rollback");
  private static final Pattern BOUND =
      Pattern.compile(
          "\\s*(?:-"
              + " )?(?:[a-z][a-z0-9_]*\\.[a-z0-9_.]+|expect|warn|breach|done|verify|for|each):.*");

  private final Paper paper;
  private final List<WrittenItems.Written> written;
  private final List<WrittenItems.Written> aside;
  private final List<WrittenItems.Top> top;
  private final List<WrittenItems.Top> back;
  private final Matching matching;

  private Reimport(Paper paper, String file, byte[] playbook) {
    this.paper = paper;
    this.written = WrittenItems.of(file, playbook);
    this.aside = Aside.read(playbook);
    this.top = WrittenItems.top(file, playbook);
    this.back = WrittenItems.under(file, playbook, "rollback");
    this.matching = new Matching(paper, written, aside);
  }

  /**
   * Compares.
   *
   * @param file the name of the earlier playbook
   * @param playbook its bytes
   */
  public static Reimport of(Paper paper, String file, byte[] playbook) {
    return new Reimport(paper, file, playbook);
  }

  /** Whether the earlier playbook could be taken apart; else nothing of it would be kept. */
  public boolean readable() {
    return !written.isEmpty();
  }

  /** What changed, in lines. */
  public List<String> differences() {
    List<String> lines = new ArrayList<>();
    int same = 0;
    for (PaperItem item : paper.items()) {
      String line = ", line " + item.place().lines().first() + ": " + item.words().title();
      Optional<WrittenItems.Written> old = matching.changed(item);
      if (old.isPresent()) {
        boolean bound = Behaviour.of(item).isPresent();
        lines.add("changed" + line);
        lines.add(
            "    was: "
                + Inline.plain(old.get().quote())
                + "; it keeps the id "
                + old.get().id()
                + (bound ? " and does what the page says" : " and is a person's again")
                + (bound(old.get()) ? "; what it did is a remark above it" : ""));
      } else if (matching.same(item).filter(aside::contains).isPresent()) {
        lines.add("back" + line);
      } else if (matching.same(item).isPresent()) {
        same++;
      } else {
        lines.add("new" + line);
      }
    }
    gone().forEach(old -> lines.add("gone: " + Inline.plain(old.quote()) + " (" + old.id() + ")"));
    long kept = gone().size();
    if (kept > 0) {
      lines.add(
          kept == 1
              ? "what is gone is kept aside as a remark at the end of the playbook"
              : kept + " items that are gone are kept aside as remarks at the end of the playbook");
    }
    lines.add(
        same
            + (same == 1 ? " item is" : " items are")
            + " as before and kept as they stand in the playbook");
    return lines;
  }

  private List<WrittenItems.Written> gone() {
    return written.stream().filter(w -> !w.quote().isEmpty() && !matching.used(w)).toList();
  }

  private static boolean bound(WrittenItems.Written one) {
    return one.lines().stream().anyMatch(line -> BOUND.matcher(line).matches());
  }

  /** The playbook anew, with what was added by hand. */
  public String write(PlaybookWriter.Subject subject) {
    return PlaybookWriter.write(paper, subject, new Earlier());
  }

  /** Indents lines so that the first of them stands at this column. */
  private static String indented(List<String> lines, int indent) {
    int first =
        lines.stream()
            .filter(l -> !l.isBlank())
            .mapToInt(l -> l.length() - l.stripLeading().length())
            .min()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      String moved =
          line.isBlank() ? "" : " ".repeat(indent) + line.substring(Math.min(first, line.length()));
      text.append(moved).append('\n');
    }
    return text.toString();
  }

  private final class Earlier implements Kept {
    private final Set<WrittenItems.Written> told =
        Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, WrittenItems.Written> around = new HashMap<>();
    private final Map<WrittenItems.Written, Integer> places = new IdentityHashMap<>();

    Earlier() {
      for (int i = 0; i < written.size(); i++) {
        WrittenItems.Written one = written.get(i);
        places.put(one, i);
        if (one.kind().equals("around")) {
          String first = one.lines().getFirst().strip();
          String kind = Rx.first(first, "(?s)^- (\\w+):.*$", "$1");
          around.putIfAbsent(kind + ":" + one.path().getLast(), one);
        }
      }
    }

    @Override
    public Set<String> ids() {
      Set<String> ids = new LinkedHashSet<>();
      written.forEach(w -> ids.add(w.id()));
      aside.forEach(w -> ids.add(w.id()));
      ids.remove("");
      return ids;
    }

    @Override
    public boolean head(String key) {
      return top.stream().anyMatch(t -> t.key().equals(key));
    }

    @Override
    public String head() {
      StringBuilder head = new StringBuilder();
      top.stream()
          .filter(t -> !REWRITTEN.contains(t.key()))
          .forEach(t -> head.append(indented(trimmed(t.lines()), 0)));
      return head.toString();
    }

    private static List<String> trimmed(List<String> lines) {
      int to = lines.size();
      while (to > 1 && (lines.get(to - 1).isBlank() || lines.get(to - 1).startsWith("#"))) {
        to--;
      }
      return lines.subList(0, to);
    }

    @Override
    public String item(Paper of, PaperItem item, int indent) {
      return matching
          .same(item)
          .map(old -> indented(old.lines(), indent) + behind(old, indent))
          .orElse("");
    }

    @Override
    public String above(PaperItem item, int indent) {
      Optional<WrittenItems.Written> old = matching.changed(item).filter(Reimport::bound);
      if (old.isEmpty()) {
        return "";
      }
      StringBuilder remark = new StringBuilder();
      List<String> lines = new ArrayList<>();
      lines.add("It was this before its words changed; bind it again if that still proves it:");
      indented(old.get().lines(), 0).lines().filter(l -> !l.isBlank()).forEach(lines::add);
      lines.forEach(
          line -> remark.append(" ".repeat(indent)).append("# ").append(line).append('\n'));
      return remark.toString();
    }

    @Override
    public String behind(PaperItem item, int indent) {
      return matching.changed(item).map(old -> behind(old, indent)).orElse("");
    }

    /** What was written by hand right behind an item of the page. */
    private String behind(WrittenItems.Written item, int indent) {
      StringBuilder text = new StringBuilder();
      int at = places.getOrDefault(item, written.size());
      for (int i = at + 1; i < written.size(); i++) {
        WrittenItems.Written next = written.get(i);
        boolean gone = !next.quote().isEmpty() && !matching.used(next);
        boolean own = next.path().equals(item.path()) && !next.kind().equals("around");
        if (!own || (!next.quote().isEmpty() && !gone)) {
          break;
        }
        if (!gone) {
          told.add(next);
          text.append(indented(next.lines(), indent));
        }
      }
      return text.toString();
    }

    @Override
    public String aside() {
      List<List<String>> items = new ArrayList<>();
      for (WrittenItems.Written one : written) {
        boolean byHand =
            one.quote().isEmpty()
                && !one.kind().equals("around")
                && !one.kind().equals("watch")
                && !told.contains(one);
        if (byHand || (!one.quote().isEmpty() && !matching.used(one))) {
          items.add(indented(one.lines(), 0).lines().toList());
        }
      }
      aside.stream()
          .filter(one -> !matching.used(one))
          .forEach(one -> items.add(indented(one.lines(), 0).lines().toList()));
      return Aside.write(items);
    }

    @Override
    public Optional<String> id(Paper of, PaperItem item) {
      return matching.changed(item).map(WrittenItems.Written::id).filter(id -> !id.isEmpty());
    }

    @Override
    public String around(String kind, String heading, int indent) {
      return Optional.ofNullable(around.get(kind + ":" + heading))
          .map(one -> indented(one.lines(), indent))
          .orElse("");
    }

    @Override
    public String back() {
      StringBuilder text = new StringBuilder();
      back.stream()
          .filter(key -> !key.key().equals("phases"))
          .forEach(key -> text.append(indented(trimmed(key.lines()), 2)));
      return text.toString();
    }

    @Override
    public String watches() {
      StringBuilder text = new StringBuilder();
      written.stream()
          .filter(w -> w.kind().equals("watch") && w.quote().isEmpty())
          .forEach(w -> text.append(indented(w.lines(), 2)));
      return text.toString();
    }
  }
}
