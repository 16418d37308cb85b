package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Probe;
import java.util.List;
import java.util.Optional;

/** Reads a check: a probe, a signature, or both. */
final class CheckReader {
  private final Context context;
  private final ItemReader items;

  CheckReader(Context context, ItemReader items) {
    this.context = context;
    this.items = items;
  }

  Item.Check read(Keys keys, Item.About about, Surroundings around) {
    ProbeReader probes = new ProbeReader(context);
    Optional<Metric> metric = probes.metric(keys, around.parts());
    Item.About named =
        metric.flatMap(Metric::each).map(each -> repeated(about, each)).orElse(about);
    Scope scope = EachReader.within(around.scope(), named.each());
    Optional<Call> own = probes.call(keys, scope);
    if (own.isPresent() && keys.has("metric")) {
      context
          .problems()
          .add(keys.place(), "a check asks a metric or an action of its own, not both", "");
    }
    Optional<Call> call = metric.map(Metric::call).or(() -> own);
    long minSamples = metric.map(Metric::minSamples).orElse(1L);
    Optional<Probe> probe = call.map(c -> probes.probe(keys, c, scope, minSamples));
    probe.ifPresent(p -> {
      if (p.expect().isEmpty() && p.save().isEmpty() && !keys.meant("expect")) {
        probes.noCondition(keys.place(), "the check \"" + about.title() + "\"");
      }
      if (!around.branch()) {
        p.save()
            .forEach((name, expr) -> context.names().save(name, expr.place(), context.problems()));
      }
    });
    if (probe.isEmpty() && !keys.has("metric")) {
      unasked(keys);
    }
    if (probe.isEmpty() && !keys.has("sign") && !keys.has("metric")) {
      context
          .problems()
          .add(
              keys.place(),
              "the check \"" + about.title() + "\" has neither an action nor a signature",
              "add an action with expect:, or sign: {role: …}");
    }
    return new Item.Check(named, probe, waysOut(keys, probe, around, scope));
  }

  /** The manners of a question that is not there. */
  private void unasked(Keys keys) {
    for (String key : ProbeReader.MANNERS) {
      keys.entry(key)
          .ifPresent(entry ->
              context
                  .problems()
                  .add(
                      entry.place(),
                      "`" + key + "` stands without an action: nothing is asked",
                      "add an action, such as http.get: {url: …}"));
    }
  }

  private List<Item.Case> waysOut(
      Keys keys, Optional<Probe> probe, Surroundings around, Scope scope) {
    List<Node> nodes = keys.listing("else");
    if (!nodes.isEmpty() && probe.isEmpty()) {
      context
          .problems()
          .add(keys.place(), "`else` is a way out of a failed probe, and this check has none", "");
      return List.of();
    }
    Scope inside =
        probe.map(p -> new ProbeReader(context).withResult(scope, p.call())).orElse(scope);
    return nodes.stream()
        .map(node -> new CaseReader(context, items).read(node, inside, around, false))
        .toList();
  }

  private static Item.About repeated(Item.About about, Item.Each each) {
    return new Item.About(
        about.id(),
        about.title(),
        about.place(),
        Optional.of(each),
        about.when(),
        about.sign(),
        about.fresh(),
        about.timeBox(),
        about.notApplicableBy(),
        about.notes());
  }
}
