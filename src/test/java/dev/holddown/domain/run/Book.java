package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Timing;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A playbook, built in code. */
final class Book {
  private final List<Stage> stages = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();
  private final List<RollbackPlan.Phase> phases = new ArrayList<>();
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Map<String, Playbook> started = new LinkedHashMap<>();
  private final List<Obligation> owed = new ArrayList<>();
  private List<String> targets = List.of();
  private Optional<SignRule> approval = Optional.empty();
  private Optional<RollbackPlan.ByPolicy> byPolicy = Optional.empty();

  private Book() {}

  /** One stage without a gate, called {@code work}. */
  static Book of(Item... items) {
    return new Book().stage("work", items);
  }

  static Book empty() {
    return new Book();
  }

  Book stage(String id, Item... items) {
    return add(id, Item.Order.LISTED, Optional.empty(), items);
  }

  /** A stage with a gate whose lines are taken all at once. */
  Book gated(String id, Item... items) {
    return gated(id, Duration.ZERO, Optional.empty(), items);
  }

  Book gated(String id, Duration fresh, Optional<SignRule> sign, Item... items) {
    Optional<Stage.Gate> gate = Optional.of(new Stage.Gate(fresh, sign, Line.NOWHERE));
    return add(id, Item.Order.ANY, gate, items);
  }

  /** A stage with a gate that takes waivers of these items by these roles. */
  Book waivable(String id, Map<String, List<String>> roles, Item... items) {
    Stage.Gate gate = new Stage.Gate(Duration.ZERO, Optional.empty(), roles, Line.NOWHERE);
    return add(id, Item.Order.ANY, Optional.of(gate), items);
  }

  private Book add(String id, Item.Order order, Optional<Stage.Gate> gate, Item... items) {
    stages.add(new Stage(id, id, order, Duration.ZERO, gate, List.of(items), Line.NOWHERE));
    return this;
  }

  /** The stage that was added last opens and is due then; its gate says No-Go when it is late. */
  Book timed(Optional<Watch.Moment> opens, Optional<Watch.Moment> due) {
    Stage last = stages.removeLast();
    Timing timing = new Timing(List.of(), opens, due, true);
    stages.add(
        new Stage(
            last.id(),
            last.title(),
            last.order(),
            last.timeBox(),
            last.gate(),
            last.items(),
            last.place(),
            Optional.of(timing)));
    return this;
  }

  /** Runs of this id may be started: of a playbook about the same service. */
  Book starts(String id) {
    started.put(id, Book.of(Line.line("look").check()).build());
    return this;
  }

  /** What is owed during the run and after it. */
  Book owes(Obligation... obligations) {
    owed.addAll(List.of(obligations));
    return this;
  }

  Book watch(Looking watch) {
    watches.add(watch.build());
    return this;
  }

  /** A phase of the way back. */
  Book back(String id, Duration timeBox, List<String> needs, Item... items) {
    phases.add(new RollbackPlan.Phase(id, id, timeBox, needs, List.of(items), Line.NOWHERE));
    return this;
  }

  /** A phase of the way back with an hour of time that nothing needs. */
  Book back(String id, Item... items) {
    return back(id, Duration.ofHours(1), List.of(), items);
  }

  Book approval(SignRule rule) {
    approval = Optional.of(rule);
    return this;
  }

  Book byPolicy(String policy, RollbackPlan.Escalation escalation) {
    byPolicy = Optional.of(new RollbackPlan.ByPolicy(policy, Optional.of(escalation)));
    return this;
  }

  Book targets(String... names) {
    targets = List.of(names);
    return this;
  }

  /** A metric with a frozen baseline. */
  Book baseline(String metric) {
    metrics.put(
        metric,
        new Metric(
            metric,
            Optional.empty(),
            Line.call("prometheus.query"),
            "s",
            1,
            Optional.of(new Metric.Baseline.Frozen(Duration.ofMinutes(60))),
            Line.NOWHERE));
    return this;
  }

  Playbook build() {
    Map<String, Map<String, dev.holddown.domain.playbook.Arg>> rows = new LinkedHashMap<>();
    targets.forEach(name -> rows.put(name, Map.of()));
    Optional<RollbackPlan> rollback =
        phases.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new RollbackPlan(Map.of(), approval, byPolicy, List.copyOf(phases), Line.NOWHERE));
    Playbook built =
        new Playbook(
            "book",
            "Book",
            "",
            new Playbook.Subject("checkout", List.of("prod")),
            new Playbook.Scopes(List.of(), Map.of(), Map.of(), rows, metrics),
            List.copyOf(stages),
            List.copyOf(watches),
            rollback,
            started.isEmpty()
                ? Optional.empty()
                : Optional.of(new Linked(Linked.Mode.RELEASE, Map.copyOf(started))),
            Optional.empty());
    return built.owing(owed);
  }
}
