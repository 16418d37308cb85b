package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.WrittenItems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which item of a playbook each item of its changed page is. */
final class Matching {
  /** How much of its words an item must keep to count as the same, under its heading. */
  private static final double ALIKE_LEAST = 0.6;

  /** The same under another heading. */
  private static final double MOVED_ALIKE_LEAST = 0.8;

  /** With how many a reworded item is compared: no page has so many changed at once. */
  private static final int COMPARED_MAX = 200;

  private final Paper paper;
  private final Map<PaperItem, WrittenItems.Written> same = new IdentityHashMap<>();
  private final Map<PaperItem, WrittenItems.Written> changed = new IdentityHashMap<>();
  private final Set<WrittenItems.Written> used = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Of items that were kept aside, one is only taken whose line is there again. */
  Matching(Paper paper, List<WrittenItems.Written> written, List<WrittenItems.Written> aside) {
    this.paper = paper;
    List<WrittenItems.Written> quoted =
        written.stream().filter(one -> !one.quote().isEmpty()).toList();
    exactly(quoted, true);
    exactly(quoted, false);
    exactly(aside, false);
    reworded(quoted, true, ALIKE_LEAST);
    reworded(quoted, false, MOVED_ALIKE_LEAST);
  }

  Optional<WrittenItems.Written> same(PaperItem item) {
    return Optional.ofNullable(same.get(item));
  }

  Optional<WrittenItems.Written> changed(PaperItem item) {
    return Optional.ofNullable(changed.get(item));
  }

  /** Whether an item of the page is this one. */
  boolean used(WrittenItems.Written one) {
    return used.contains(one);
  }

  private boolean open(PaperItem item) {
    return !same.containsKey(item) && !changed.containsKey(item);
  }

  private void exactly(List<WrittenItems.Written> from, boolean underItsHeading) {
    Map<String, Deque<WrittenItems.Written>> left = new HashMap<>();
    for (WrittenItems.Written one : from) {
      if (!used.contains(one)) {
        String place = underItsHeading ? heading(one) : "";
        left.computeIfAbsent(place + "\n" + key(one.quote()), k -> new ArrayDeque<>()).add(one);
      }
    }
    for (PaperItem item : paper.items()) {
      String place = underItsHeading ? heading(item) : "";
      Deque<WrittenItems.Written> found =
          open(item) ? left.get(place + "\n" + key(item.words().quote())) : null;
      if (found != null && !found.isEmpty()) {
        (keeps(item, found.getFirst()) ? same : changed).put(item, found.getFirst());
        used.add(found.removeFirst());
      }
    }
  }

  /** Whether what the page says that the item does is what stands in the playbook. */
  private static boolean keeps(PaperItem item, WrittenItems.Written old) {
    Set<String> lines = new HashSet<>();
    old.lines().forEach(line -> lines.add(line.strip()));
    return Behaviour.of(item)
        .map(said -> said.lines().stream().allMatch(l -> l.isBlank() || lines.contains(l.strip())))
        .orElse(true);
  }

  private void reworded(List<WrittenItems.Written> from, boolean underItsHeading, double least) {
    Map<String, List<WrittenItems.Written>> left = new HashMap<>();
    Map<WrittenItems.Written, Set<String>> words = new IdentityHashMap<>();
    for (WrittenItems.Written one : from) {
      if (!used.contains(one)) {
        left.computeIfAbsent(underItsHeading ? heading(one) : "", k -> new ArrayList<>()).add(one);
        words.put(one, words(one.quote()));
      }
    }
    for (PaperItem item : paper.items()) {
      List<WrittenItems.Written> near =
          open(item)
              ? left.getOrDefault(underItsHeading ? heading(item) : "", List.of())
              : List.of();
      Set<String> own = near.isEmpty() ? Set.of() : words(item.words().quote());
      WrittenItems.Written best = null;
      double most = least;
      for (WrittenItems.Written one : near.subList(0, Math.min(COMPARED_MAX, near.size()))) {
        double alike = alike(own, words.getOrDefault(one, Set.of()));
        if (alike >= most && (best == null || alike > most)) {
          best = one;
          most = alike;
        }
      }
      if (best != null) {
        changed.put(item, best);
        used.add(best);
        near.remove(best);
      }
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

  private static Set<String> words(String quote) {
    return new HashSet<>(Arrays.asList(key(quote).split("[^\\p{L}\\p{N}]+")));
  }

  /** The share of words that two lines have in common. */
  private static double alike(Set<String> left, Set<String> right) {
    long both = left.stream().filter(right::contains).count();
    int fewer = Math.min(left.size(), right.size());
    return both < 2 ? 0 : (double) both / fewer;
  }
}
