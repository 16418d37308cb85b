package dev.holddown.engine;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.Watch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All expressions of a playbook, in the order in which they must not be waited for. */
final class Expressions {
  private final Map<String, Expr> found = new LinkedHashMap<>();

  private Expressions() {}

  /** Those of the way back first, then those of watches, then the rest; each text once. */
  static List<Expr> of(Playbook playbook) {
    Expressions all = new Expressions();
    Playbook.Scopes scopes = playbook.scopes();
    all.args(scopes.vars().values());
    scopes.environments().values().forEach(vars -> all.args(vars.values()));
    scopes.targets().values().forEach(row -> all.args(row.values()));
    playbook
        .rollback()
        .ifPresent(back -> {
          back.phases().forEach(phase -> phase.items().forEach(all::item));
          all.args(back.to().values());
        });
    scopes.metrics().values().forEach(metric -> all.call(metric.call()));
    playbook.watches().forEach(all::watch);
    playbook.stages().forEach(stage -> stage.items().forEach(all::item));
    return List.copyOf(all.found.values());
  }

  private void add(Expr expr) {
    found.putIfAbsent(expr.source(), expr);
  }

  private void watch(Watch watch) {
    watch.levels().forEach(level -> add(level.breach()));
    if (watch.source() instanceof Watch.Source.OfCall of) {
      call(of.call());
    }
  }

  private void item(Item item) {
    item.about().when().ifPresent(this::add);
    switch (item) {
      case Item.Check check -> {
        check.probe().ifPresent(this::probe);
        cases(check.otherwise());
      }
      case Item.Step step -> {
        step.done().ifPresent(this::probe);
        call(step.call());
        step.verify().ifPresent(this::probe);
        step.undo().ifPresent(this::call);
      }
      case Item.Message message -> {
        args(message.to());
        arg(message.text());
        message.form().ifPresent(this::form);
      }
      case Item.Record record -> form(record.form());
      case Item.Rollout rollout -> {
        call(rollout.router());
        rollout.steps().forEach(step -> step.items().forEach(this::item));
      }
      case Item.Choose choose -> {
        probe(choose.probe());
        cases(choose.cases());
        choose.otherwise().items().forEach(this::item);
      }
      case Item.Group group -> group.items().forEach(this::item);
      case Item.Runbook runbook -> args(runbook.with().values());
      case Item.Signoff signoff -> {}
      case Item.Hold hold -> {}
    }
  }

  private void form(Form form) {
    form.fields().forEach(field -> field.value().ifPresent(this::arg));
  }

  private void cases(List<Item.Case> cases) {
    for (Item.Case one : cases) {
      add(one.when());
      one.items().forEach(this::item);
    }
  }

  private void probe(Probe probe) {
    probe.expect().ifPresent(this::add);
    probe.warn().ifPresent(this::add);
    call(probe.call());
    probe.save().values().forEach(this::add);
  }

  private void call(Call call) {
    args(call.args().values());
  }

  private void args(Collection<Arg> args) {
    args.forEach(this::arg);
  }

  private void arg(Arg arg) {
    switch (arg) {
      case Arg.Template template ->
          template.parts().stream()
              .filter(Arg.Hole.class::isInstance)
              .forEach(part -> add(((Arg.Hole) part).expr()));
      case Arg.Seq seq -> args(seq.items());
      case Arg.Tree tree -> args(tree.fields().values());
      case Arg.Literal literal -> {}
      case Arg.SecretRef secret -> {}
    }
  }
}
