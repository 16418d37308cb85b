package dev.holddown.conditions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One evaluation: the scope it reads and what it has read so far. Used by one thread only. */
final class Evaluation {
  /** Values shown in a reason. */
  static final int VALUES_SHOWN_MAX = 6;

  private final Map<String, Object> scope;
  private final List<Step> steps;
  private final Map<String, Object> seen = new LinkedHashMap<>();

  Evaluation(Map<String, Object> scope, List<Step> steps) {
    this.scope = scope;
    this.steps = steps;
  }

  Map<String, Object> scope() {
    return scope;
  }

  Object step(long index, Object left, Object right) {
    return steps.get((int) index).apply(this, left, right);
  }

  /** Notes a value for the reason; the first {@value #VALUES_SHOWN_MAX} are kept. */
  void saw(String label, Object value) {
    if (seen.size() < VALUES_SHOWN_MAX) {
      seen.putIfAbsent(label, value);
    }
  }

  /** Such as {@code result.value = 0.034, baseline.value = 0.01}; empty when nothing was read. */
  String values() {
    return seen.entrySet().stream()
        .map(e -> e.getKey() + " = " + Shown.value(e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
