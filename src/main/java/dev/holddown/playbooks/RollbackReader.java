package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the way back: its frozen values, who must say yes, and its phases. */
final class RollbackReader {
  private final Context context;
  private final Parts parts;

  RollbackReader(Context context, Parts parts) {
    this.context = context;
    this.parts = parts;
  }

  RollbackPlan read(Node node) {
    Keys keys = Keys.of(context, "`rollback`", node);
    Map<String, Arg> to = keys.take("to").map(this::to).orElse(Map.of());
    Scope scope = context.names().declared().inRun();
    Approval approval =
        keys.take("approval").map(value -> approval(value, scope)).orElse(Approval.NONE);
    Surroundings around = new Surroundings(scope, parts, true, approval.sign().isPresent(), false);
    keys.must("phases", "write phases: [{phase: …, time-box: 5m, items: […]}]");
    List<RollbackPlan.Phase> phases = new ArrayList<>();
    List<String> stopping = new ArrayList<>();
    for (Node phase : keys.listing("phases")) {
      phases.add(phase(phase, around, phases, stopping));
    }
    keys.finish();
    return new RollbackPlan(
        to, approval.sign(), approval.byPolicy(), List.copyOf(phases), keys.place());
  }

  private Map<String, Arg> to(Node node) {
    Map<String, Arg> values = new LinkedHashMap<>();
    if (node instanceof Node.Scalar scalar && scalar.text().equals("none")) {
      new TypeReader(context, "").value(node, "rollback.to: none");
      return Map.of();
    }
    Scope scope = context.names().declared().atStart();
    for (Node.Entry entry : Keys.of(context, "`to`", node).all()) {
      context.values().isName(entry.key(), entry.place(), "the value");
      values.put(entry.key(), new Untyped(context).read(entry.value(), scope, true));
    }
    return Ordered.copy(values);
  }

  /** Who says yes, and by which policy they need not. */
  private record Approval(Optional<SignRule> sign, Optional<RollbackPlan.ByPolicy> byPolicy) {
    static final Approval NONE = new Approval(Optional.empty(), Optional.empty());
  }

  private Approval approval(Node node, Scope scope) {
    if (node instanceof Node.Mapping) {
      Keys keys = Keys.of(context, "`approval`", node);
      if (keys.has("policy") || keys.has("else")) {
        return byPolicy(keys, scope);
      }
      if (keys.has("sign")) {
        Optional<SignRule> rule = new SignReader(context).read(keys, "sign", scope);
        keys.finish();
        return new Approval(rule, Optional.empty());
      }
    }
    SignRule rule = new SignReader(context).rule(node, scope);
    return new Approval(Optional.of(rule), Optional.empty());
  }

  private Approval byPolicy(Keys keys, Scope scope) {
    keys.entry("sign")
        .ifPresent(entry ->
            context
                .problems()
                .add(
                    entry.place(),
                    "`sign` beside `policy` is asked for by nobody",
                    "write approval: {policy: …, else: {sign: {role: …}}}"));
    String id =
        keys.must("policy", "name the preauthorisation, or write approval: {sign: {role: …}}")
            .map(node -> context.values().name(node, "policy"))
            .orElse("");
    context.pending().reference(Pending.Names.POLICY, id, keys.valuePlace("policy"));
    Optional<Node> otherwise =
        keys.must("else", "say who is asked when the policy does not hold: else: {sign: …}");
    keys.finish();
    if (otherwise.isEmpty()) {
      return Approval.NONE;
    }
    Keys inside = Keys.of(context, "`else` of an approval", otherwise.get());
    inside.must("sign", "name who says yes");
    Optional<SignRule> sign = new SignReader(context).read(inside, "sign", scope);
    Optional<RollbackPlan.Escalation> escalation = inside.take("escalate").map(this::escalation);
    inside.finish();
    return new Approval(sign, Optional.of(new RollbackPlan.ByPolicy(id, escalation)));
  }

  private RollbackPlan.Escalation escalation(Node node) {
    Keys keys = Keys.of(context, "`escalate`", node);
    keys.must("after", "say how long nobody answered, such as 5m");
    Duration after = keys.lasting("after");
    SignRule to =
        keys.must("to", "say who is asked then, such as {role: senior, count: 2}")
            .map(value -> new SignReader(context).one(value))
            .orElse(new SignRule(List.of(), 0, false, List.of(), Duration.ofHours(24)));
    keys.finish();
    return new RollbackPlan.Escalation(after, to);
  }

  private RollbackPlan.Phase phase(
      Node node, Surroundings around, List<RollbackPlan.Phase> before, List<String> stopping) {
    Keys keys = Keys.of(context, "a phase", node);
    keys.must("phase", "its value is the title");
    String title = keys.text("phase");
    String id = context.names().id(keys, title);
    keys.must("time-box", "say how long it may take, such as time-box: 5m");
    Duration timeBox = keys.lasting("time-box");
    List<String> needs = needs(keys, before);
    stopping.stream().filter(earlier -> !needs.contains(earlier)).forEach(needs::add);
    Optional<Watch.Moment> due = new TimingReader(context).moment(keys, "due");
    List<Item> items = new ItemReader(context).items(keys, around);
    // A phase that stops the others is one that each later phase needs.
    if (keys.oneOf("on-fail", List.of("continue", "stop")).equals("stop")) {
      stopping.add(id);
    }
    keys.finish();
    return new RollbackPlan.Phase(id, title, timeBox, List.copyOf(needs), items, keys.place(), due);
  }

  private List<String> needs(Keys keys, List<RollbackPlan.Phase> before) {
    List<String> earlier = before.stream().map(RollbackPlan.Phase::id).toList();
    List<String> needs = new ArrayList<>();
    for (Node name : keys.take("needs").map(context.values()::list).orElse(List.of())) {
      String id = context.values().text(name, "needs");
      if (!earlier.contains(id) && !id.isEmpty()) {
        context
            .problems()
            .add(
                name.place(),
                "there is no earlier phase `" + id + "`",
                earlier.isEmpty() ? "this is the first phase" : Nearest.cure(id, earlier));
      }
      needs.add(id);
    }
    return needs;
  }
}
