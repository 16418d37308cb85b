package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A playbook unrolled: every item, watch and metric once for each row it is repeated for. A pure
 * function of the compiled playbook, so that it is never stored.
 */
public final class Plan {
  private final Playbook playbook;
  private final Map<String, List<Node>> stages = new LinkedHashMap<>();
  private final Map<String, List<Node>> phases = new LinkedHashMap<>();
  private final List<Node> undo = new ArrayList<>();
  private final List<Node> owed = new ArrayList<>();
  private final Map<String, Obligation> obligations = new LinkedHashMap<>();
  private final List<Node> timed = new ArrayList<>();
  private final Map<String, Node> byKey = new LinkedHashMap<>();
  private final Map<String, String> placeOf = new LinkedHashMap<>();
  private final Map<String, Spot> spots = new LinkedHashMap<>();
  private final Map<String, WatchKey> watches = new LinkedHashMap<>();
  private final Map<String, List<String>> watchKeys = new LinkedHashMap<>();
  private final Map<String, MetricKey> baselines = new LinkedHashMap<>();

  /** Where a node stands: in which list, named by its first node, and at which index. */
  record Spot(List<Node> list, String name, int index) {
    static String name(List<Node> list) {
      return list.getFirst().key();
    }
  }

  /** A watch for one row. */
  public record WatchKey(String key, Watch watch, Optional<String> row) {}

  /** A metric for one row. */
  public record MetricKey(String key, Metric metric, Optional<String> row) {}

  private Plan(Playbook playbook) {
    this.playbook = playbook;
  }

  public static Plan of(Playbook playbook) {
    Plan plan = new Plan(playbook);
    for (Stage stage : playbook.stages()) {
      plan.stages.put(
          stage.id(), plan.place(stage.id(), plan.nodes(stage.items(), Optional.empty())));
    }
    for (RollbackPlan.Phase phase : plan.rollbackPhases()) {
      plan.phases.put(
          phase.id(), plan.place(phase.id(), plan.nodes(phase.items(), Optional.empty())));
    }
    plan.undo.addAll(Undo.nodes(List.copyOf(plan.byKey.values())));
    plan.place(Undo.PLACE, plan.undo);
    plan.stages.values().forEach(plan::spots);
    plan.phases.values().forEach(plan::spots);
    plan.spots(plan.undo);
    for (Obligation obligation : playbook.obligations()) {
      Node node = plan.node(obligation.item(), Optional.empty());
      plan.owed.add(node);
      plan.obligations.put(node.key(), obligation);
    }
    plan.place(Owed.PLACE, plan.owed);
    playbook.watches().forEach(plan::unrollWatch);
    playbook.scopes().metrics().values().forEach(plan::unrollBaseline);
    return plan;
  }

  public Playbook playbook() {
    return playbook;
  }

  public List<Node> stage(String id) {
    return stages.getOrDefault(id, List.of());
  }

  public List<Node> phase(String id) {
    return phases.getOrDefault(id, List.of());
  }

  public List<RollbackPlan.Phase> rollbackPhases() {
    return playbook.rollback().map(RollbackPlan::phases).orElse(List.of());
  }

  /** What is owed before the run may close: the undo of each step that has one, last step first. */
  public List<Node> undo() {
    return undo;
  }

  /** What is owed during the run and after it. */
  public List<Node> owed() {
    return owed;
  }

  /** What is owed under this key. */
  public Optional<Obligation> obligation(String key) {
    return Optional.ofNullable(obligations.get(key));
  }

  /** The lines that open or are due at some moment. */
  List<Node> timed() {
    return timed;
  }

  public Optional<Node> node(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** Where the node of a key stands; empty for a gate and whatever else is no line. */
  Optional<Spot> spot(String key) {
    return Optional.ofNullable(spots.get(key));
  }

  private void spots(List<Node> list) {
    for (int i = 0; i < list.size(); i++) {
      spots.put(list.get(i).key(), new Spot(list, Spot.name(list), i));
      list.get(i).branches().forEach(this::spots);
    }
  }

  /** Whether the item belongs to the way back; what is owed before closing counts as such. */
  public boolean inRollback(String key) {
    String place = placeOf.getOrDefault(key, "");
    return phases.containsKey(place) || place.equals(Undo.PLACE);
  }

  /** The stage or phase of an item. */
  public String placeOf(String key) {
    return placeOf.getOrDefault(key, "");
  }

  public Map<String, WatchKey> watches() {
    return watches;
  }

  /** Metrics with a frozen baseline, by key. */
  public Map<String, MetricKey> baselines() {
    return baselines;
  }

  /** The watch of a key. */
  public WatchKey watch(String key) {
    return Optional.ofNullable(watches.get(key))
        .orElseThrow(() -> new IllegalArgumentException("no watch " + key));
  }

  /** The metric of a name. */
  public Metric metric(String name) {
    return Optional.ofNullable(playbook.scopes().metrics().get(name))
        .orElseThrow(() -> new IllegalArgumentException("no metric " + name));
  }

  /** The metric of a key with a frozen baseline. */
  public MetricKey baseline(String key) {
    return Optional.ofNullable(baselines.get(key))
        .orElseThrow(() -> new IllegalArgumentException("no baseline " + key));
  }

  /** The keys of a watch: one, or one for each row. */
  public List<String> watchKeys(String id) {
    return watchKeys.getOrDefault(id, List.of());
  }

  private List<Node> place(String place, List<Node> nodes) {
    for (Node root : nodes) {
      root.all()
          .forEach(node -> {
            byKey.put(node.key(), node);
            placeOf.put(node.key(), place);
            boolean asks = Filling.form(node.item()).isPresent();
            boolean owes = place.equals(Owed.PLACE); // it has its own time
            if (!owes && (node.item().about().timing().isPresent() || asks)) {
              timed.add(node);
            }
          });
    }
    return nodes;
  }

  private List<Node> nodes(List<Item> items, Optional<String> row) {
    return items.stream().map(item -> node(item, row)).toList();
  }

  private Node node(Item item, Optional<String> row) {
    Optional<Item.Each> each = item.about().each();
    String id = item.about().id();
    if (each.isPresent() && row.isEmpty()) {
      List<Node> rows = new ArrayList<>();
      for (String name : rows()) {
        rows.add(
            new Node(
                key(id, Optional.of(name)),
                item,
                Optional.of(name),
                branches(item, Optional.of(name)),
                false));
      }
      return new Node(id, item, Optional.empty(), List.of(rows), true);
    }
    return new Node(key(id, row), item, row, branches(item, row), false);
  }

  private List<List<Node>> branches(Item item, Optional<String> row) {
    return switch (item) {
      case Item.Group group -> List.of(nodes(group.items(), row));
      case Item.Choose choose -> {
        List<List<Node>> all = new ArrayList<>();
        choose.cases().forEach(c -> all.add(nodes(c.items(), row)));
        all.add(nodes(choose.otherwise().items(), row));
        yield List.copyOf(all);
      }
      case Item.Check check -> check.otherwise().stream().map(c -> nodes(c.items(), row)).toList();
      case Item.Rollout rollout ->
          rollout.steps().stream().map(s -> nodes(s.items(), row)).toList();
      default -> List.of();
    };
  }

  private List<String> rows() {
    return List.copyOf(playbook.scopes().targets().keySet());
  }

  private void unrollWatch(Watch watch) {
    Optional<Item.Each> each =
        switch (watch.source()) {
          case Watch.Source.OfMetric metric ->
              Optional.ofNullable(playbook.scopes().metrics().get(metric.name()))
                  .flatMap(Metric::each);
          case Watch.Source.OfCall call -> call.each();
          case Watch.Source.Declared declared -> Optional.empty();
        };
    List<String> keys = new ArrayList<>();
    for (Optional<String> row : rowsOf(each)) {
      String key = key(watch.id(), row);
      watches.put(key, new WatchKey(key, watch, row));
      keys.add(key);
    }
    watchKeys.put(watch.id(), List.copyOf(keys));
  }

  private void unrollBaseline(Metric metric) {
    if (metric.baseline().filter(b -> b instanceof Metric.Baseline.Frozen).isPresent()) {
      for (Optional<String> row : rowsOf(metric.each())) {
        String key = key(metric.name(), row);
        baselines.put(key, new MetricKey(key, metric, row));
      }
    }
  }

  private List<Optional<String>> rowsOf(Optional<Item.Each> each) {
    return each.isPresent()
        ? rows().stream().map(Optional::of).toList()
        : List.of(Optional.empty());
  }

  /** The key of an id in a row: {@code id} or {@code id[row]}. */
  public static String key(String id, Optional<String> row) {
    return row.map(r -> id + "[" + r + "]").orElse(id);
  }
}
