package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives every stage, item, phase and watch its id, and resolves the words that point at them. */
final class Names {
  private static final Set<String> ANCHORS = Set.of("start", "end", "t0");

  private record Reference(String name, Place place) {}

  private final Declared declared;
  private final Map<String, Place> ids = new LinkedHashMap<>();
  private final Map<String, Place> watches = new LinkedHashMap<>();
  private final Map<String, Place> saves = new HashMap<>();
  private final Map<String, Integer> suffixes = new HashMap<>();
  private final List<Reference> anchors = new ArrayList<>();
  private int items;

  Names(Declared declared) {
    this.declared = declared;
  }

  Declared declared() {
    return declared;
  }

  /** The id of a stage, item or phase: given, or made from its title. */
  String id(Keys keys, String title) {
    return id(keys, title, ids, declared.ids());
  }

  /** An id for what a line means besides itself; it can be pointed at like any other. */
  String made(String id, Place place) {
    return free(id, place, ids, declared.ids());
  }

  String watchId(Keys keys, String title) {
    return id(keys, title, watches, declared.watchIds());
  }

  private String free(
      String id, Place place, Map<String, Place> taken, Set<String> givenElsewhere) {
    String unique = id;
    while (taken.containsKey(unique)
        || givenElsewhere.contains(unique)
        || ANCHORS.contains(unique)) {
      unique = id + "_" + suffixes.merge(id, 2, (n, two) -> n + 1);
    }
    taken.put(unique, place);
    return unique;
  }

  private String id(Keys keys, String title, Map<String, Place> taken, Set<String> givenElsewhere) {
    Problems problems = keys.context().problems();
    Optional<Node> given = keys.take("id");
    if (given.isEmpty()) {
      String free = free(Ids.from(title), keys.place(), taken, givenElsewhere);
      keys.self(free);
      return free;
    }
    String id = keys.context().values().name(given.get(), "id");
    keys.self(id);
    if (ANCHORS.contains(id)) {
      problems.add(
          given.get().place(),
          "`" + id + "` is a moment of every run, not an id",
          "choose another");
    }
    Place first = taken.putIfAbsent(id, given.get().place());
    if (first != null && !id.isEmpty()) {
      problems.add(
          given.get().place(),
          "the id `" + id + "` is taken, first in line " + first.line(),
          "ids are unique in a playbook");
    }
    return id;
  }

  /** A value is saved once: what was signed cannot change under the signature. */
  void save(String name, Place place, Problems problems) {
    Place first = saves.putIfAbsent(name, place);
    if (first != null) {
      problems.add(
          place,
          "`" + name + "` is saved already in line " + first.line(),
          "a saved value never changes; choose another name");
    }
  }

  /** Counts an item; false when it is one too many, which is told once. */
  boolean countItem(Place place, Problems problems) {
    if (++items == Limits.ITEMS_MAX + 1) {
      problems.add(
          place,
          "the playbook has more than " + Limits.ITEMS_MAX + " items",
          "split it into several playbooks");
    }
    return items <= Limits.ITEMS_MAX;
  }

  /** Remembers that an anchor was named, to be resolved when every id is known. */
  void anchor(String name, Place place) {
    anchors.add(new Reference(name, place));
  }

  /** Reports the anchors that are no moment of the run. */
  void resolve(Problems problems) {
    for (Reference anchor : anchors) {
      if (!ANCHORS.contains(anchor.name()) && !ids.containsKey(anchor.name())) {
        List<String> right = new ArrayList<>(ids.keySet());
        right.addAll(ANCHORS);
        problems.add(
            anchor.place(),
            "there is no stage, item or phase `" + anchor.name() + "`",
            Nearest.cure(anchor.name(), right));
      }
    }
  }
}
