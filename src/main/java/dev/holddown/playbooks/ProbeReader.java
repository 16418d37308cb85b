package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.spi.Manual;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a probe: one action that asks, and the conditions on its answer. */
final class ProbeReader {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  static final Duration TIMEOUT_LEAST = Duration.ofMillis(100);
  static final Duration TIMEOUT_MOST = Duration.ofMinutes(10);

  /** The keys that say how the answer is judged. */
  static final List<String> MANNERS =
      List.of("expect", "warn", "min-samples", "within", "every", "consecutive", "timeout", "save");

  private static final long SAMPLES_MAX = 1_000_000_000_000L;

  private final Context context;

  ProbeReader(Context context) {
    this.context = context;
  }

  /** A probe in a block of its own, such as {@code done:}; it must have a condition. */
  Optional<Probe> block(Keys owner, String key, Scope scope) {
    return owner
        .take(key)
        .flatMap(node -> {
          Keys keys = Keys.of(context, "`" + key + "`", node);
          Optional<Call> call = call(keys, scope);
          if (call.isEmpty() && node instanceof Node.Mapping) {
            context
                .problems()
                .add(
                    node.place(),
                    "`" + key + "` asks nothing",
                    "give it an action and a condition: {http.get: {url: …}, expect: …}");
            MANNERS.forEach(keys::entry);
          }
          Optional<Probe> probe = call.map(c -> probe(keys, c, scope, 1));
          probe
              .filter(p -> p.expect().isEmpty() && !keys.meant("expect"))
              .ifPresent(p -> noCondition(keys.place(), "`" + key + "`"));
          keys.finish();
          return probe;
        });
  }

  /** The action of a probe, when there is one. */
  Optional<Call> call(Keys keys, Scope scope) {
    return new CallReader(context).only(keys, scope, false, Set.of());
  }

  /** The conditions and manners of a probe whose call is known. */
  Probe probe(Keys keys, Call call, Scope scope, long minSamples) {
    Scope inside = withResult(scope, call);
    Expressions expressions = context.expressions();
    Optional<Expr> expect =
        offered(keys, "expect").map(node -> expressions.condition(node, "expect", inside));
    Optional<Expr> warn =
        offered(keys, "warn").map(node -> expressions.condition(node, "warn", inside));
    if (warn.isPresent() && expect.isEmpty()) {
      context
          .problems()
          .add(
              keys.place(),
              "`warn` stands without `expect`: a warning is a heads-up on something that passed",
              "add expect:");
    }
    return new Probe(
        call,
        expect,
        warn,
        minSamples(keys, minSamples),
        polling(keys),
        timeout(keys, TIMEOUT),
        saves(keys, inside),
        offered(keys, "store")
            .map(node -> context.values().oneOf(node, "store", List.of("counts", "body")))
            .filter("counts"::equals)
            .map(counts -> Probe.Body.COUNTED));
  }

  /** The value of a key that not every probe has: a choice has no condition of its own. */
  private static Optional<Node> offered(Keys keys, String key) {
    return keys.offers(key) ? keys.take(key) : Optional.empty();
  }

  long minSamples(Keys keys, long otherwise) {
    return keys.whole("min-samples", otherwise, 0, SAMPLES_MAX);
  }

  Duration timeout(Keys keys, Duration otherwise) {
    Duration timeout = keys.duration("timeout", otherwise);
    if (timeout.compareTo(TIMEOUT_LEAST) < 0 || timeout.compareTo(TIMEOUT_MOST) > 0) {
      Place place = keys.take("timeout").map(Node::place).orElse(keys.place());
      context.problems().add(place, "`timeout` must be from 100ms to 10m", "");
    }
    return timeout;
  }

  /** The names of a scope, with the answer's. */
  Scope withResult(Scope scope, Call call) {
    List<String> fields = new ArrayList<>();
    for (Manual.Output output :
        context.verbs().manual(call.action()).map(Manual::result).orElse(List.of())) {
      fields.add(output.name().replaceAll("[^A-Za-z0-9_].*", ""));
    }
    if (fields.contains("")) {
      fields.clear();
    }
    if (!fields.isEmpty()) {
      fields.addAll(List.of("samples", "age"));
    }
    return scope.with("result", fields.stream().distinct().toList());
  }

  void noCondition(Place place, String what) {
    context
        .problems()
        .add(place, what + " proves nothing: it has no `expect`", "add expect: with a condition");
  }

  /** The metric under {@code metric:}. */
  Optional<Metric> metric(Keys keys, Parts parts) {
    Optional<Node> node = keys.take("metric");
    String name = node.map(n -> context.values().name(n, "metric")).orElse("");
    Metric metric = parts.metrics().get(name);
    if (metric == null && !name.isEmpty()) {
      context
          .values()
          .unknown(node.orElseThrow().place(), "metric", name, parts.metrics().keySet());
    }
    return Optional.ofNullable(metric);
  }

  private Probe.Polling polling(Keys keys) {
    Probe.Polling once = Probe.Polling.once();
    Duration within = keys.duration("within", once.within());
    Duration every = keys.duration("every", once.every());
    int consecutive = (int) keys.whole("consecutive", once.consecutive(), 1, 1_000);
    if (keys.has("every") && every.isZero()) {
      context.problems().add(keys.place(), "`every` must be longer than 0s", "write every: 2s");
    }
    if (keys.has("every") && !keys.has("within") && consecutive == 1) {
      context
          .problems()
          .add(
              keys.place(),
              "`every` does nothing here: the question is asked once",
              "add within: or consecutive:");
    }
    return new Probe.Polling(within, every, consecutive);
  }

  private Map<String, Expr> saves(Keys keys, Scope scope) {
    Map<String, Expr> saves = new LinkedHashMap<>();
    keys.take("save")
        .ifPresent(node -> {
          for (Node.Entry entry : Keys.of(context, "`save`", node).all()) {
            context.values().isName(entry.key(), entry.place(), "the saved name");
            saves.put(entry.key(), context.expressions().value(entry.value(), entry.key(), scope));
          }
        });
    return Ordered.copy(saves);
  }
}
