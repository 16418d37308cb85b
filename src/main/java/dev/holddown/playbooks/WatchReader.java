package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a watch: what it samples, what is a breach, and what happens then. */
final class WatchReader {
  private static final List<String> LEVELS = List.of("critical", "warn");
  private static final List<String> BASELINE = List.of("value", "mean", "sd", "samples");

  private final Context context;
  private final Parts parts;
  private final Scope scope;

  WatchReader(Context context, Parts parts, Scope scope) {
    this.context = context;
    this.parts = parts;
    this.scope = scope;
  }

  /** What is sampled, and the names its condition may use. */
  private record Sampled(Watch.Source source, Scope scope) {}

  void read(Node node) {
    read(Keys.of(context, "a watch", node));
  }

  /** A monitor of a board: the same, told to people, and without an end. */
  void monitor(Node node) {
    read(Keys.of(context, "a monitor", node));
  }

  private void read(Keys keys) {
    boolean board = keys.noun().equals("a monitor");
    keys.must("watch", "its value is the title");
    String title = keys.text("watch");
    keys.take("quote").ifPresent(quote -> context.values().text(quote, "quote"));
    String id = context.names().watchId(keys, title);
    Optional<Node> when = board ? Optional.empty() : keys.take("armed");
    Watch.Armed armed = when.map(new ArmedReader(context)::read).orElse(ArmedReader.ALWAYS);
    if (when.isEmpty()) {
      parts.armedByDefault().add(id);
    }
    Sampled sampled = sampled(keys, title);
    boolean pulled = sampled.source() instanceof Watch.Source.Declared;
    List<Watch.Level> levels = pulled ? pulled(keys) : levels(keys, sampled.scope());
    Watch.Pace pace = new PaceReader(context, parts).read(keys);
    Watch watch = new Watch(id, title, sampled.source(), armed, levels, pace, keys.place());
    if (board) {
      parts.monitors().put(id, new TellingReader(context).monitor(keys, watch, sampled.scope()));
    }
    keys.finish();
    parts.watches().put(id, watch);
  }

  private Sampled sampled(Keys keys, String title) {
    ProbeReader probes = new ProbeReader(context);
    boolean metric = keys.has("metric");
    boolean action = !keys.actions().isEmpty();
    boolean declare = keys.offers("declare") && keys.has("declare");
    if ((metric ? 1 : 0) + (action ? 1 : 0) + (declare ? 1 : 0) != 1) {
      context
          .problems()
          .add(
              keys.place(),
              "the watch \"" + title + "\" must sample exactly one thing",
              "give it metric:, an action of its own, or declare: {role: …}");
    }
    if (metric) {
      Optional<Metric> found = probes.metric(keys, parts);
      keys.entry("min-samples").ifPresent(entry -> ofMetric(entry));
      keys.entry("each").ifPresent(entry -> ofMetric(entry));
      keys.actions().forEach(entry -> keys.entry(entry.key()));
      Scope inside = scope.with("result", List.of());
      if (found.isPresent()) {
        inside = EachReader.within(scope, found.get().each());
        inside = probes.withResult(inside, found.get().call());
        if (found.get().baseline().isPresent()) {
          inside = inside.with("baseline", BASELINE);
        }
      }
      String name = found.map(Metric::name).orElse("");
      return new Sampled(new Watch.Source.OfMetric(name), inside);
    }
    if (declare) {
      Keys inside = Keys.of(context, "`declare`", keys.take("declare").orElseThrow());
      String role =
          inside
              .must("role", "name who may pull it")
              .map(node -> context.values().role(node, "role"))
              .orElse("");
      inside.finish();
      return new Sampled(new Watch.Source.Declared(role), scope);
    }
    Optional<Item.Each> each = new EachReader(context).read(keys);
    Scope inside = EachReader.within(scope, each);
    Optional<Call> call = probes.call(keys, inside);
    long minSamples = probes.minSamples(keys, 1);
    keys.take("metric");
    keys.entry("declare");
    if (call.isEmpty()) {
      return new Sampled(new Watch.Source.OfMetric(""), inside.with("result", List.of()));
    }
    return new Sampled(
        new Watch.Source.OfCall(call.get(), each, minSamples),
        probes.withResult(inside, call.get()));
  }

  private void ofMetric(Node.Entry entry) {
    context
        .problems()
        .add(
            entry.place(),
            "`" + entry.key() + "` of a watch on a metric stands at the metric",
            "move it there");
  }

  /** A watch that a person pulls has no condition; its deeds are done at once. */
  private List<Watch.Level> pulled(Keys keys) {
    if (!keys.has("then")) {
      context
          .problems()
          .add(keys.place(), "a watch that a person pulls needs `then`", "write then: rollback");
    }
    Expr always = new Expr("true", keys.place());
    return List.of(
        new Watch.Level(
            "breach", always, Duration.ZERO, new ThenReader(context, parts).read(keys)));
  }

  private List<Watch.Level> levels(Keys keys, Scope inside) {
    Optional<Node> node = keys.take("levels");
    if (node.isEmpty()) {
      return List.of(level("breach", keys, inside));
    }
    List<Watch.Level> levels = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node entry : keys.listing("levels")) {
      Keys level = Keys.of(context, "a level", entry);
      level.must("level", "write level: warn or level: critical");
      String name =
          level.take("level").map(n -> context.values().oneOf(n, "level", LEVELS)).orElse("");
      if (!seen.add(name) && !name.isEmpty()) {
        context.problems().add(level.place(), "the level " + name + " stands twice", "");
      }
      levels.add(level(name, level, inside));
      if (!keys.noun().equals("a monitor") && level.has("penalty")) {
        context
            .problems()
            .add(
                level.place(),
                "`penalty` stands in a watch of a playbook, which takes nothing off",
                "only a monitor of a board has a penalty");
      }
      level.entry("penalty");
      level.finish();
    }
    if (levels.isEmpty() && node.get() instanceof Node.Listing) {
      context.problems().add(keys.place(), "`levels` is empty", "add {level: critical, …}");
    }
    for (String single : List.of("breach", "for", "then")) {
      keys.entry(single)
          .ifPresent(entry ->
              context
                  .problems()
                  .add(
                      entry.place(),
                      "`" + single + "` stands beside `levels`",
                      "move it into a level"));
    }
    return List.copyOf(levels);
  }

  private Watch.Level level(String name, Keys keys, Scope inside) {
    Optional<Node> breach = keys.must("breach", "say with a condition on result what a breach is");
    Expr condition =
        breach
            .map(node -> context.expressions().condition(node, "breach", inside))
            .orElse(new Expr("", keys.place()));
    keys.must("for", "say how long it must last, such as for: 2m; for: 0s is at once");
    return new Watch.Level(
        name,
        condition,
        keys.duration("for", Duration.ZERO),
        new ThenReader(context, parts).read(keys));
  }
}
