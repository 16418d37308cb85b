package dev.holddown.cli;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Plan;
import dev.holddown.spi.Acting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each item would ask or do. */
final class PlannedItems {
  private final Kit.Language language;
  private final Plan plan;
  private final PlannedValues values;

  PlannedItems(Kit.Language language, Plan plan, Map<String, Object> scope) {
    this.language = language;
    this.plan = plan;
    this.values = new PlannedValues(language, scope, PlannedValues.VALUE_CHARACTERS_MAX);
  }

  List<PlannedItem> all(List<Node> nodes) {
    List<PlannedItem> items = new ArrayList<>();
    nodes.forEach(node -> add(node, 0, items));
    return items;
  }

  /** What the frozen target of the way back would be. */
  String wayBack() {
    return plan.playbook()
        .rollback()
        .filter(back -> !back.to().isEmpty())
        .map(back ->
            ", to "
                + back.to().entrySet().stream()
                    .map(e -> e.getKey() + "=" + values.text(e.getValue()))
                    .collect(Collectors.joining("  ")))
        .orElse("");
  }

  PlannedItem gate(String key, String title, Stage.Gate gate) {
    List<String> details = new ArrayList<>();
    details.add("Go only when every line is closed");
    if (!gate.fresh().isZero()) {
      details.add("answers older than " + Span.text(gate.fresh()) + " are asked again");
    }
    gate.sign().ifPresent(rule -> details.add(signed(rule)));
    return new PlannedItem(0, "gate", key, "Gate of " + title, details);
  }

  private void add(Node node, int depth, List<PlannedItem> items) {
    Optional<String> row = node.row();
    values.row(node.item().about().each(), row);
    String kind = node.unrolled() ? "each" : kind(node.item());
    items.add(
        new PlannedItem(
            depth, kind, node.key(), node.title(), node.unrolled() ? List.of() : details(node)));
    node.branches().stream().flatMap(List::stream).forEach(child -> add(child, depth + 1, items));
    values.row(node.item().about().each(), row);
  }

  private static String kind(Item item) {
    return item.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private List<String> details(Node node) {
    List<String> details = new ArrayList<>();
    Item item = node.item();
    item.about().when().ifPresent(when -> details.add("only when " + when.source()));
    switch (item) {
      case Item.Check check -> check.probe().ifPresent(probe -> probe(details, "asks", probe));
      case Item.Step step -> step(details, step);
      case Item.Message message ->
          details.add(
              "to "
                  + message.to().stream().map(values::text).collect(Collectors.joining(", "))
                  + ": "
                  + values.text(message.text()));
      case Item.Rollout rollout -> rollout(details, rollout);
      case Item.Hold hold ->
          details.add("waits " + Span.text(hold.lasts()) + watching(hold.watch(), hold.onBreach()));
      case Item.Choose choose -> {
        probe(details, "asks", choose.probe());
        choose.cases().forEach(c -> details.add("case " + c.title() + ": " + c.when().source()));
      }
      case Item.Record record ->
          details.add(
              "into "
                  + record.into()
                  + ": "
                  + record.form().fields().stream()
                      .map(field ->
                          field.name()
                              + field.ask().map(role -> " (asked of " + role + ")").orElse(""))
                      .collect(Collectors.joining(", ")));
      case Item.Runbook runbook ->
          details.add(
              "starts a run of "
                  + runbook.use()
                  + (runbook.waits() ? " and waits for its end" : ""));
      case Item.Signoff signoff -> {}
      case Item.Group group -> {}
    }
    item.about().sign().ifPresent(rule -> details.add(signed(rule)));
    return details;
  }

  private void probe(List<String> details, String word, Probe probe) {
    String within =
        probe.polling().within().isZero() ? "" : ", within " + Span.text(probe.polling().within());
    details.add(
        word
            + " "
            + values.call(probe.call())
            + probe.expect().map(Expr::source).map(e -> ", expects " + e).orElse("")
            + within);
  }

  private void step(List<String> details, Item.Step step) {
    details.add("does " + values.call(step.call()) + ", " + fence(step.call()));
    step.done().ifPresent(done -> probe(details, "done when", done));
    step.verify().ifPresent(verify -> probe(details, "works when", verify));
    step.undo().ifPresent(undo -> details.add("undone by " + values.call(undo)));
    if (step.traits().destructive()) {
      details.add("destructive: signed before it starts");
    }
  }

  private void rollout(List<String> details, Item.Rollout rollout) {
    details.add("moves " + values.call(rollout.router()) + ", " + fence(rollout.router()));
    for (Item.RolloutStep step : rollout.steps()) {
      details.add(
          step.weight()
              + " %"
              + (step.bake().isZero() ? "" : ", bakes " + Span.text(step.bake()))
              + step.sign().map(rule -> ", then " + signed(rule)).orElse(""));
    }
    if (!rollout.watch().isEmpty()) {
      details.add("counts" + watching(rollout.watch(), rollout.onBreach()));
    }
  }

  private static String watching(List<String> watches, Item.OnBreach onBreach) {
    return watches.isEmpty()
        ? ""
        : " only while "
            + String.join(", ", watches)
            + (watches.size() == 1 ? " is ok" : " are ok")
            + "; a breach: "
            + onBreach.name().toLowerCase(Locale.ROOT);
  }

  /** How a late act of an owner before is kept out. */
  private String fence(Call call) {
    return language
        .verbs()
        .find(call.action())
        .filter(Acting.class::isInstance)
        .map(verb -> "fence: " + ((Acting) verb).fence().name().toLowerCase(Locale.ROOT))
        .orElse("fence: unknown");
  }

  static String signed(SignRule rule) {
    String roles =
        rule.needed().stream()
            .map(r -> (r.count() > 1 ? r.count() + " × " : "") + r.role())
            .collect(Collectors.joining(rule.anyOf() > 0 ? " or " : " and "));
    return "signed by "
        + (rule.anyOf() > 0 ? rule.anyOf() + " of " : "")
        + roles
        + (rule.notStarter() ? ", not by the starter" : "");
  }

  static String deeds(Watch.Level level) {
    return level.then().stream()
        .map(then ->
            then.deed().name().toLowerCase(Locale.ROOT)
                + (then.after().isZero() ? "" : " after " + Span.text(then.after())))
        .collect(Collectors.joining(", "));
  }
}
