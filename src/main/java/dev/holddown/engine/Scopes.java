package dev.holddown.engine;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.Conditions;
import dev.holddown.spi.Slot;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Function;

/** The names that conditions and texts of a run may use, as plain values. */
public final class Scopes {
  private final Conditions conditions;
  private final Function<RunHead, Optional<Map<String, Object>>> lastGood;

  /**
   * What a state says at any moment, of which a hundred watches want the same; states that nobody
   * holds go.
   */
  private final Map<RunState, Map<String, Object>> fixed =
      Collections.synchronizedMap(new WeakHashMap<>());

  public Scopes(Conditions conditions, LastGood lastGood) {
    this.conditions = conditions;
    this.lastGood = lastGood::of;
  }

  /** Where no store is at hand: nothing good is known. */
  Scopes(Conditions conditions) {
    this.conditions = conditions;
    this.lastGood = head -> Optional.empty();
  }

  /** The scope of a run at a moment, without a row. */
  public Map<String, Object> of(RunState s, Instant now) {
    Map<String, Object> known = fixed.get(s);
    Map<String, Object> scope = new LinkedHashMap<>(known == null ? told(s) : known);
    scope.put("now", now.toString());
    if (known == null) {
      scope.put("vars", vars(s, scope));
      scope.put("targets", targets(s, scope));
      if (!mayChange(s)) {
        fixed.put(s, Collections.unmodifiableMap(new LinkedHashMap<>(scope)));
      }
    }
    return scope;
  }

  /** What the run itself says, at any moment. */
  private static Map<String, Object> told(RunState s) {
    String start = s.startedAt().toString();
    return Map.of(
        "inputs",
        s.head().inputs(),
        "subject",
        Map.of("service", s.head().service(), "environment", s.head().environment()),
        "run",
        Map.of("id", s.head().run(), "start", start, "title", s.head().title()),
        "scope",
        Map.of("start", start),
        "saved",
        s.saved(),
        "rollback",
        Map.of("to", s.wayBack()));
  }

  /** Whether a text of theirs may read the clock; one that only looks so costs time, no more. */
  private static boolean mayChange(RunState s) {
    var scopes = s.plan().playbook().scopes();
    return String.valueOf(scopes.vars()).contains("now")
        || String.valueOf(scopes.environments()).contains("now")
        || String.valueOf(scopes.targets()).contains("now");
  }

  /** The same with {@code last_good()}; reads the store, so it is asked on a platform thread. */
  Map<String, Object> withLastGood(RunState s, Instant now) {
    Map<String, Object> scope = of(s, now);
    lastGood.apply(s.head()).ifPresent(good -> scope.put("last_good", good));
    return scope;
  }

  /** The same with {@code each.<name>} set to a row. */
  Map<String, Object> row(
      Map<String, Object> scope, RunState s, Optional<Item.Each> each, Optional<String> row) {
    if (row.isEmpty()) {
      return scope;
    }
    Map<String, Object> with = new LinkedHashMap<>(scope);
    Map<String, Object> values = new LinkedHashMap<>();
    if (scope.get("targets") instanceof Map<?, ?> rows
        && rows.get(row.get()) instanceof Map<?, ?> one) {
      one.forEach((k, v) -> values.put(String.valueOf(k), v));
    }
    values.put("name", row.get());
    with.put("each", Map.of(each.map(Item.Each::name).orElse("target"), values));
    return with;
  }

  private Map<String, Object> vars(RunState s, Map<String, Object> scope) {
    var scopes = s.plan().playbook().scopes();
    Map<String, Arg> args = new LinkedHashMap<>(scopes.vars());
    args.putAll(scopes.environments().getOrDefault(s.head().environment(), Map.of()));
    return bound(args, scope);
  }

  private Map<String, Object> targets(RunState s, Map<String, Object> scope) {
    Map<String, Object> rows = new LinkedHashMap<>();
    s.plan()
        .playbook()
        .scopes()
        .targets()
        .forEach((name, row) -> rows.put(name, bound(row, scope)));
    return rows;
  }

  /** Each value may use those above it. */
  private Map<String, Object> bound(Map<String, Arg> args, Map<String, Object> scope) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Object> inner = new LinkedHashMap<>(scope);
    inner.put("vars", scope.containsKey("vars") ? scope.get("vars") : values);
    args.forEach((name, arg) -> values.put(name, conditions.bind(arg, Slot.DATA, inner)));
    return values;
  }
}
