package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.PlaybookProblem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong with a file, so that it is told at once. */
final class Problems {
  private static final int SENTENCE_CHARACTERS_MAX = 600;

  private final Set<PlaybookProblem> found = new LinkedHashSet<>();

  void add(Place place, String what) {
    add(place, what, "");
  }

  void add(Place place, String what, String cure) {
    found.add(new PlaybookProblem(place, brief(what), brief(cure)));
  }

  private static String brief(String text) {
    String cut =
        text.length() <= SENTENCE_CHARACTERS_MAX
            ? text
            : text.substring(0, SENTENCE_CHARACTERS_MAX) + "…";
    return Invisible.shown(cut).replace('\r', ' ').replace('\n', ' ');
  }

  boolean none() {
    return found.isEmpty();
  }

  /** By place, from the top of the file. */
  List<PlaybookProblem> sorted() {
    return found.stream().sorted().toList();
  }
}
