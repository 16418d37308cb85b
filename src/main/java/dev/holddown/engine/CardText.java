package dev.holddown.engine;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Verb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rollback of a run as a page to print: each phase and step with its final values, for the
 * night on which nothing else works.
 */
public final class CardText {
  private final Ports ports;
  private final Binder binder;
  private final Scopes scopes;
  private final Redactor redactor;

  public CardText(Ports ports, Redactor redactor) {
    this.ports = ports;
    this.redactor = redactor;
    this.binder = new Binder(ports.outside(), redactor);
    this.scopes = new Scopes(ports.outside().conditions(), new LastGood(ports.store()));
  }

  /** The page; values that are not known yet stand as they are written in the playbook. */
  public String of(RunState s, Map<String, Object> to) {
    StringBuilder page = new StringBuilder();
    page.append("ROLLBACK CARD\n\n");
    page.append("Run          ").append(s.head().run()).append('\n');
    page.append("Release      ").append(s.head().title()).append('\n');
    page.append("Goes back on ").append(s.head().lock()).append('\n');
    to.forEach((name, value) ->
        page.append("Back to      ").append(name).append(" = ").append(value).append('\n'));
    page.append("By Holddown  holddown rollback ")
        .append(s.head().run())
        .append("\n\nBy hand, in this order:\n");
    Map<String, Object> scope =
        new LinkedHashMap<>(scopes.of(s, ports.passing().clock().instant()));
    scope.put("rollback", Map.of("to", to));
    int number = 1;
    for (RollbackPlan.Phase phase : s.plan().rollbackPhases()) {
      String box = phase.timeBox().isZero() ? "" : " (within " + Span.text(phase.timeBox()) + ")";
      page.append("\n")
          .append(number++)
          .append(". ")
          .append(phase.title())
          .append(box)
          .append('\n');
      s.plan().phase(phase.id()).stream()
          .flatMap(Node::all)
          .forEach(node -> line(page, s, node, scope));
    }
    return redactor.text(page.toString());
  }

  private void line(StringBuilder page, RunState s, Node node, Map<String, Object> scope) {
    if (node.gathers()) {
      return;
    }
    Map<String, Object> row = scopes.row(scope, s, node.item().about().each(), node.row());
    page.append("   [ ] ").append(node.title()).append('\n');
    switch (node.item()) {
      case Item.Step step -> {
        call(page, "do    ", step.call(), row);
        step.done().ifPresent(probe -> probe(page, "proof ", probe, row));
      }
      case Item.Check check -> check.probe().ifPresent(probe -> probe(page, "ask   ", probe, row));
      default -> {}
    }
  }

  private void probe(StringBuilder page, String word, Probe probe, Map<String, Object> scope) {
    call(page, word, probe.call(), scope);
    probe.expect().ifPresent(e -> page.append("         expect ").append(e.source()).append('\n'));
  }

  private void call(StringBuilder page, String word, Call call, Map<String, Object> scope) {
    page.append("         ")
        .append(word)
        .append(call.action())
        .append(' ')
        .append(args(call, scope))
        .append('\n');
  }

  private String args(Call call, Map<String, Object> scope) {
    Optional<Verb> verb = ports.outside().verbs().find(call.action());
    try {
      return verb.map(v -> binder.bind(call, v.manual(), scope).toString()).orElse("");
    } catch (ConditionException | IllegalArgumentException e) {
      return "(" + e.getMessage() + ")";
    }
  }
}
