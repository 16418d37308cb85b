package dev.holddown.playbooks;

import dev.holddown.domain.playbook.EvidenceNeed;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads which evidence must be there by the end of which stage. */
final class EvidenceReader {
  private static final int AT_LEAST_MAX = 1_000_000;

  private final Context context;
  private final List<Stage> stages;

  private final Map<String, Integer> kept;

  EvidenceReader(Context context, List<Stage> stages) {
    this.context = context;
    this.stages = stages;
    this.kept = kept(stages);
  }

  /** By name: the first stage with a line that keeps it. */
  static Map<String, Integer> kept(List<Stage> stages) {
    Map<String, Integer> kept = new TreeMap<>();
    for (int i = 0; i < stages.size(); i++) {
      int index = i;
      stages.get(i).items().stream()
          .flatMap(EvidenceReader::all)
          .flatMap(item -> names(item).stream())
          .forEach(name -> kept.putIfAbsent(name, index));
    }
    return kept;
  }

  List<EvidenceNeed> read(List<Node> nodes) {
    List<EvidenceNeed> needs = new ArrayList<>();
    for (Node node : nodes) {
      read(Keys.of(context, "needed evidence", node)).ifPresent(needs::add);
    }
    return List.copyOf(needs);
  }

  private Optional<EvidenceNeed> read(Keys keys) {
    String name = keys.must("need", "name what a line keeps").map(this::name).orElse("");
    long atLeast = keys.whole("at-least", 1, 1, AT_LEAST_MAX);
    int by = keys.take("by").map(this::stage).orElse(stages.size() - 1);
    Place place = keys.valuePlace("need");
    keys.take("serves").ifPresent(node -> context.values().texts(node, "serves"));
    keys.finish();
    if (!name.matches("[a-z][a-z0-9_]*") || by < 0) {
      return Optional.empty();
    }
    Integer keeper = kept.get(name);
    if (keeper == null) {
      context.values().unknown(place, "line that keeps", name, kept.keySet());
      return Optional.empty();
    }
    if (keeper > by) {
      context
          .problems()
          .add(
              place,
              "`"
                  + name
                  + "` is kept in the stage "
                  + stages.get(keeper).id()
                  + " only, and needed by the end of "
                  + stages.get(by).id(),
              "name that stage or a later one");
      return Optional.empty();
    }
    return Optional.of(new EvidenceNeed(name, atLeast, stages.get(by).id()));
  }

  private String name(Node node) {
    return context.values().name(node, "need");
  }

  private int stage(Node node) {
    String id = context.values().name(node, "by");
    List<String> ids = stages.stream().map(Stage::id).toList();
    if (!ids.contains(id) && !id.isEmpty()) {
      context.values().unknown(node.place(), "stage", id, ids);
    }
    return ids.indexOf(id);
  }

  /** What gathers other lines keeps nothing itself. */
  private static List<String> names(Item item) {
    String names = item.about().notes().getOrDefault(EvidenceNeed.KEEP, "");
    return names.isEmpty() || item instanceof Item.Group ? List.of() : List.of(names.split(", "));
  }

  /** The item and all inside it. */
  private static Stream<Item> all(Item item) {
    Stream<Item> inside =
        switch (item) {
          case Item.Group group -> group.items().stream();
          case Item.Check check -> check.otherwise().stream().flatMap(way -> way.items().stream());
          case Item.Choose choose -> choose.cases().stream().flatMap(way -> way.items().stream());
          case Item.Rollout rollout ->
              rollout.steps().stream().flatMap(step -> step.items().stream());
          default -> Stream.of();
        };
    return Stream.concat(Stream.of(item), inside.flatMap(EvidenceReader::all));
  }
}
