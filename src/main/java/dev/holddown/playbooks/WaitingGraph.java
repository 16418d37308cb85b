package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which line can begin only after which other: by {@code needs} and {@code opens}, by the order of
 * a list, and because a stage follows the one before it. What waits for itself would never begin.
 */
final class WaitingGraph {
  private final Map<String, List<String>> waits = new LinkedHashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, String> parents = new HashMap<>();

  /** Reports the first line that waits for itself. */
  static void check(List<Stage> stages, Problems problems) {
    WaitingGraph graph = new WaitingGraph();
    Optional<String> before = Optional.empty();
    for (Stage stage : stages) {
      graph.places.put(stage.id(), stage.place());
      graph.edge(end(stage.id()), begin(stage.id()));
      before.ifPresent(id -> graph.edge(begin(stage.id()), end(id)));
      graph.timing(stage.id(), stage.timing());
      graph.items(stage.id(), stage.items(), stage.order());
      before = Optional.of(stage.id());
    }
    graph.circle(problems);
  }

  private static String begin(String id) {
    return "<" + id;
  }

  private static String end(String id) {
    return ">" + id;
  }

  private void edge(String from, String to) {
    waits.computeIfAbsent(from, f -> new ArrayList<>()).add(to);
  }

  private void timing(String id, Optional<Timing> timing) {
    timing.ifPresent(t -> {
      t.needs().forEach(need -> edge(begin(id), end(need)));
      t.opens().map(Watch.Moment::anchor).ifPresent(anchor -> edge(begin(id), end(anchor)));
    });
  }

  private void items(String parent, List<Item> items, Item.Order order) {
    Optional<String> before = Optional.empty();
    for (Item item : items) {
      String id = item.about().id();
      places.put(id, item.about().place());
      parents.put(id, parent);
      edge(begin(id), begin(parent));
      edge(end(id), begin(id));
      edge(end(parent), end(id));
      if (order == Item.Order.LISTED) {
        before.ifPresent(earlier -> edge(begin(id), end(earlier)));
      }
      timing(id, item.about().timing());
      inside(id, item);
      before = Optional.of(id);
    }
  }

  private void inside(String id, Item item) {
    switch (item) {
      case Item.Group group -> items(id, group.items(), group.order());
      case Item.Choose choose -> {
        choose.cases().forEach(way -> items(id, way.items(), Item.Order.LISTED));
        items(id, choose.otherwise().items(), Item.Order.LISTED);
      }
      case Item.Check check ->
          check.otherwise().forEach(way -> items(id, way.items(), Item.Order.LISTED));
      case Item.Rollout rollout ->
          rollout.steps().forEach(step -> items(id, step.items(), Item.Order.LISTED));
      default -> {}
    }
  }

  private void circle(Problems problems) {
    Set<String> done = new HashSet<>();
    for (String from : waits.keySet()) {
      List<String> path = new ArrayList<>();
      if (found(from, path, done, problems)) {
        return;
      }
    }
  }

  private boolean found(String at, List<String> path, Set<String> done, Problems problems) {
    if (path.contains(at)) {
      tell(path.subList(path.indexOf(at), path.size()), problems);
      return true;
    }
    if (!done.add(at)) {
      return false;
    }
    path.add(at);
    for (String next : waits.getOrDefault(at, List.of())) {
      if (found(next, path, done, problems)) {
        return true;
      }
    }
    path.removeLast();
    return false;
  }

  private void tell(List<String> round, Problems problems) {
    List<String> ids = new ArrayList<>();
    for (String node : round) {
      String id = node.substring(1);
      if (places.containsKey(id) && !ids.contains(id)) {
        ids.add(id);
      }
    }
    // the outer ones only stand around those that wait
    List<String> inner =
        ids.stream().filter(id -> !ids.stream().map(parents::get).toList().contains(id)).toList();
    List<String> shown = inner.isEmpty() ? ids : inner;
    Place place = places.getOrDefault(shown.getFirst(), Place.none());
    problems.add(
        place,
        "these wait for each other and none could begin: "
            + String.join(" → ", shown)
            + " → "
            + shown.getFirst(),
        "cut a needs: or opens:, or change the order");
  }
}
