package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.PlaybookProblem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong with a file, so that it is told at once. */
final class Problems {
  private final Set<PlaybookProblem> found = new LinkedHashSet<>();

  void add(Place place, String what) {
    add(place, what, "");
  }

  void add(Place place, String what, String cure) {
    found.add(new PlaybookProblem(place, what, cure));
  }

  boolean none() {
    return found.isEmpty();
  }

  /** By place, from the top of the file. */
  List<PlaybookProblem> sorted() {
    return found.stream().sorted().toList();
  }
}
