package dev.holddown.sim;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The playbook as an engine with a bug would understand it. The oracles read the one that the
 * release engineer wrote.
 */
final class BrokenPlans {
  private BrokenPlans() {}

  static Playbook read(Playbook written, Mutant mutant) {
    return switch (mutant) {
      case STARTER_SIGNS ->
          signed(written, r -> new SignRule(r.needed(), r.anyOf(), false, r.covers(), r.valid()));
      case SIGNATURE_NEVER_EXPIRES -> signed(written, r -> valid(r, Duration.ofDays(365)));
      case COVERS_IGNORED ->
          signed(
              written,
              r -> new SignRule(r.needed(), r.anyOf(), r.notStarter(), List.of(), r.valid()));
      case FRESHNESS_IGNORED ->
          gates(written, g -> new Stage.Gate(Duration.ZERO, g.sign(), g.place()));
      case GATE_UNSIGNED ->
          gates(written, g -> new Stage.Gate(g.fresh(), Optional.empty(), g.place()));
      case ROW_LEFT_OUT -> rows(written);
      case CHILD_NOT_AWAITED -> items(written, BrokenPlans::hasty);
      case RECORD_HALF_FILLED -> items(written, BrokenPlans::half);
      case SHORTER_WINDOW -> levels(written);
      case SHORTER_BAKE -> items(written, BrokenPlans::shorter);
      case ROLLBACK_UNAPPROVED ->
          back(written, r -> new RollbackPlan(r.to(), Optional.empty(), r.phases(), r.place()));
      case PHASE_ORDER_IGNORED ->
          back(
              written,
              r -> new RollbackPlan(r.to(), r.approval(), backwards(r.phases()), r.place()));
      default -> written;
    };
  }

  private static SignRule valid(SignRule r, Duration valid) {
    return new SignRule(r.needed(), r.anyOf(), r.notStarter(), r.covers(), valid);
  }

  private static List<RollbackPlan.Phase> backwards(List<RollbackPlan.Phase> phases) {
    List<RollbackPlan.Phase> reversed = new ArrayList<>();
    for (RollbackPlan.Phase p : phases.reversed()) {
      reversed.add(
          new RollbackPlan.Phase(p.id(), p.title(), p.timeBox(), List.of(), p.items(), p.place()));
    }
    return reversed;
  }

  // --- the same playbook with one part changed ---

  private static Playbook with(
      Playbook p, List<Stage> stages, List<Watch> watches, Optional<RollbackPlan> rollback) {
    return new Playbook(
        p.id(),
        p.title(),
        p.about(),
        p.subject(),
        p.scopes(),
        stages,
        watches,
        rollback,
        p.linked(),
        p.badge());
  }

  private static Playbook back(Playbook p, UnaryOperator<RollbackPlan> change) {
    return with(p, p.stages(), p.watches(), p.rollback().map(change));
  }

  private static Playbook gates(Playbook p, UnaryOperator<Stage.Gate> change) {
    return with(
        p,
        p.stages().stream().map(s -> stage(s, s.gate().map(change), s.items())).toList(),
        p.watches(),
        p.rollback());
  }

  private static Stage stage(Stage s, Optional<Stage.Gate> gate, List<Item> items) {
    return new Stage(s.id(), s.title(), s.order(), s.timeBox(), gate, items, s.place());
  }

  private static Playbook items(Playbook p, UnaryOperator<Item> change) {
    return with(
        p,
        p.stages().stream()
            .map(s -> stage(s, s.gate(), s.items().stream().map(change).toList()))
            .toList(),
        p.watches(),
        p.rollback());
  }

  private static Item hasty(Item item) {
    return item instanceof Item.Runbook r
        ? new Item.Runbook(r.about(), r.use(), r.with(), false)
        : item;
  }

  private static Item half(Item item) {
    return item instanceof Item.Record r
        ? new Item.Record(r.about(), r.into(), new Form(r.form().fields().subList(0, 2)))
        : item;
  }

  private static Item shorter(Item item) {
    return switch (item) {
      case Item.Rollout r ->
          new Item.Rollout(
              r.about(),
              r.router(),
              r.steps().stream()
                  .map(s ->
                      new Item.RolloutStep(s.weight(), s.bake().dividedBy(4), s.items(), s.sign()))
                  .toList(),
              r.watch(),
              r.onBreach());
      case Item.Hold h -> new Item.Hold(h.about(), h.lasts().dividedBy(4), h.watch(), h.onBreach());
      default -> item;
    };
  }

  private static Playbook levels(Playbook p) {
    List<Watch> watches = new ArrayList<>();
    for (Watch w : p.watches()) {
      List<Watch.Level> levels =
          w.levels().stream()
              .map(l -> new Watch.Level(l.name(), l.breach(), l.sustained().dividedBy(2), l.then()))
              .toList();
      watches.add(new Watch(w.id(), w.title(), w.source(), w.armed(), levels, w.pace(), w.place()));
    }
    return with(p, p.stages(), watches, p.rollback());
  }

  private static Playbook rows(Playbook p) {
    Map<String, Map<String, Arg>> fewer = new LinkedHashMap<>(p.scopes().targets());
    fewer.remove("c");
    Playbook.Scopes s = p.scopes();
    return new Playbook(
        p.id(),
        p.title(),
        p.about(),
        p.subject(),
        new Playbook.Scopes(s.inputs(), s.vars(), s.environments(), fewer, s.metrics()),
        p.stages(),
        p.watches(),
        p.rollback(),
        p.linked(),
        p.badge());
  }

  private static Playbook signed(Playbook p, UnaryOperator<SignRule> change) {
    Playbook lines = items(p, i -> signed(i, change));
    Playbook gated = gates(lines, g -> new Stage.Gate(g.fresh(), g.sign().map(change), g.place()));
    return back(
        gated, r -> new RollbackPlan(r.to(), r.approval().map(change), r.phases(), r.place()));
  }

  private static Item signed(Item item, UnaryOperator<SignRule> change) {
    return switch (item) {
      case Item.Signoff s -> new Item.Signoff(about(s.about(), change));
      case Item.Check c -> new Item.Check(about(c.about(), change), c.probe(), c.otherwise());
      case Item.Rollout r ->
          new Item.Rollout(
              r.about(),
              r.router(),
              r.steps().stream()
                  .map(s ->
                      new Item.RolloutStep(s.weight(), s.bake(), s.items(), s.sign().map(change)))
                  .toList(),
              r.watch(),
              r.onBreach());
      default -> item;
    };
  }

  private static Item.About about(Item.About a, UnaryOperator<SignRule> change) {
    return new Item.About(
        a.id(),
        a.title(),
        a.place(),
        a.each(),
        a.when(),
        a.sign().map(change),
        a.fresh(),
        a.timeBox(),
        a.notApplicableBy(),
        a.notes());
  }
}
