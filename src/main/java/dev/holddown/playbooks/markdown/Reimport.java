package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.WrittenItems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A page that was read before and has changed, onto the playbook that came of it. An item whose
 * line is as it was stays as it stands in the playbook, with everything that was added by hand; one
 * whose words changed keeps its id and becomes a person's again; one that is gone is told.
 */
public final class Reimport {
  /** How much of its words an item must keep to count as the same. */
  private static final double ALIKE_LEAST = 0.6;

  private static final Set<String> REWRITTEN =
      Set.of("kind", "source", "stages", "watches", "rollback");

  private final Paper paper;
  private final List<WrittenItems.Written> written;
  private final List<WrittenItems.Top> top;
  private final List<WrittenItems.Top> back;
  private final Map<PaperItem, WrittenItems.Written> same = new LinkedHashMap<>();
  private final Map<PaperItem, WrittenItems.Written> changed = new LinkedHashMap<>();

  private Reimport(
      Paper paper,
      List<WrittenItems.Written> written,
      List<WrittenItems.Top> top,
      List<WrittenItems.Top> back) {
    this.paper = paper;
    this.back = back;
    this.written = written;
    this.top = top;
    match();
  }

  /**
   * Compares.
   *
   * @param file the name of the earlier playbook
   * @param playbook its bytes
   */
  public static Reimport of(Paper paper, String file, byte[] playbook) {
    return new Reimport(
        paper,
        WrittenItems.of(file, playbook),
        WrittenItems.top(file, playbook),
        WrittenItems.under(file, playbook, "rollback"));
  }

  /** Whether the earlier playbook could be taken apart; else nothing of it would be kept. */
  public boolean readable() {
    return !written.isEmpty();
  }

  private void match() {
    List<WrittenItems.Written> left =
        new ArrayList<>(written.stream().filter(w -> !w.quote().isEmpty()).toList());
    for (boolean here : new boolean[] {true, false}) {
      for (PaperItem item : paper.items()) {
        if (same.containsKey(item)) {
          continue;
        }
        Optional<WrittenItems.Written> old =
            left.stream()
                .filter(w -> key(w.quote()).equals(key(item.words().quote())))
                .filter(w -> !here || heading(w).equals(heading(item)))
                .findFirst();
        old.ifPresent(found -> {
          same.put(item, found);
          left.remove(found);
        });
      }
    }
    for (PaperItem item : paper.items()) {
      if (same.containsKey(item)) {
        continue;
      }
      left.stream()
          .filter(w -> heading(w).equals(heading(item)))
          .filter(w -> alike(w.quote(), item.words().quote()) >= ALIKE_LEAST)
          .max(java.util.Comparator.comparingDouble(w -> alike(w.quote(), item.words().quote())))
          .ifPresent(found -> {
            changed.put(item, found);
            left.remove(found);
          });
    }
  }

  private static String key(String quote) {
    return Inline.plain(quote).toLowerCase(Locale.ROOT);
  }

  private String heading(PaperItem item) {
    return Headings.bare(paper.sections().get(item.place().section()).heading());
  }

  private static String heading(WrittenItems.Written one) {
    return one.path().isEmpty() ? "" : Headings.bare(one.path().getLast());
  }

  /** The share of words that two lines have in common. */
  private static double alike(String one, String other) {
    Set<String> left = new HashSet<>(List.of(key(one).split("[^\\p{L}\\p{N}]+")));
    Set<String> right = new HashSet<>(List.of(key(other).split("[^\\p{L}\\p{N}]+")));
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    int fewer = Math.min(left.size(), right.size());
    return both.size() < 2 ? 0 : (double) both.size() / fewer;
  }

  /** What changed, in lines. */
  public List<String> differences() {
    List<String> lines = new ArrayList<>();
    changed.forEach((item, old) -> {
      lines.add("changed, line " + item.place().lines().first() + ": " + item.words().title());
      lines.add(
          "    was: "
              + Inline.plain(old.quote())
              + "; it keeps the id "
              + old.id()
              + " and is a person's again");
    });
    paper.items().stream()
        .filter(item -> !same.containsKey(item) && !changed.containsKey(item))
        .forEach(item ->
            lines.add("new, line " + item.place().lines().first() + ": " + item.words().title()));
    gone().forEach(old -> lines.add("gone: " + Inline.plain(old.quote()) + " (" + old.id() + ")"));
    lines.add(
        same.size()
            + (same.size() == 1 ? " item is" : " items are")
            + " as before and kept as they stand in the playbook");
    return lines;
  }

  private List<WrittenItems.Written> gone() {
    return written.stream()
        .filter(w -> !w.quote().isEmpty())
        .filter(w -> !same.containsValue(w) && !changed.containsValue(w))
        .toList();
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
    @Override
    public Set<String> ids() {
      Set<String> ids = new LinkedHashSet<>();
      written.forEach(w -> ids.add(w.id()));
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
      WrittenItems.Written old = same.get(item);
      if (old == null) {
        return "";
      }
      StringBuilder text = new StringBuilder(indented(old.lines(), indent));
      after(old).forEach(more -> text.append(indented(more.lines(), indent)));
      return text.toString();
    }

    /** What was written by hand right behind an item of the page. */
    private List<WrittenItems.Written> after(WrittenItems.Written item) {
      List<WrittenItems.Written> after = new ArrayList<>();
      for (int i = written.indexOf(item) + 1; i < written.size(); i++) {
        WrittenItems.Written next = written.get(i);
        if (!next.quote().isEmpty()
            || next.kind().equals("around")
            || !next.path().equals(item.path())) {
          break;
        }
        after.add(next);
      }
      return after;
    }

    @Override
    public Optional<String> id(Paper of, PaperItem item) {
      return Optional.ofNullable(changed.get(item))
          .map(WrittenItems.Written::id)
          .filter(id -> !id.isEmpty());
    }

    @Override
    public String around(String kind, String heading, int indent) {
      return written.stream()
          .filter(w -> w.kind().equals("around") && w.path().getLast().equals(heading))
          .filter(w -> w.lines().getFirst().strip().startsWith("- " + kind + ":"))
          .map(w -> indented(w.lines(), indent))
          .findFirst()
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
