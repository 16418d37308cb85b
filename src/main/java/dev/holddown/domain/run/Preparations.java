package dev.holddown.domain.run;

import java.util.Optional;

/** What must be frozen before anything changes the world: baselines, and the way back. */
final class Preparations {
  static final String WAY_BACK = "rollback/to";
  static final String BASELINE = "baseline/";

  private Preparations() {}

  /** The first that is not there, with why; empty when all are. */
  static Optional<String> missing(RunState s) {
    for (String metric : s.plan().baselines().keySet()) {
      ItemState state = s.item(BASELINE + metric);
      if (state.status != ItemStatus.PASSED) {
        return Optional.of("the baseline of " + metric + why(state));
      }
    }
    ItemState to = s.item(WAY_BACK);
    return s.plan().playbook().rollback().isPresent() && to.status != ItemStatus.PASSED
        ? Optional.of("the way back (rollback.to)" + why(to))
        : Optional.empty();
  }

  /** Whether the key is one of them in this run. */
  static boolean has(RunState s, String key) {
    return key.equals(WAY_BACK)
        ? s.plan().playbook().rollback().isPresent()
        : key.startsWith(BASELINE)
            && s.plan().baselines().containsKey(key.substring(BASELINE.length()));
  }

  /** Whether one of them is still on its way, so that nobody is asked to mend it. */
  static boolean measuring(RunState s) {
    boolean baseline =
        s.plan().baselines().keySet().stream()
            .anyMatch(metric -> s.item(BASELINE + metric).status == ItemStatus.OPEN);
    boolean wayBack =
        s.plan().playbook().rollback().isPresent() && s.item(WAY_BACK).status == ItemStatus.OPEN;
    return baseline || wayBack;
  }

  private static String why(ItemState state) {
    return state.reason.isEmpty() ? " is being measured" : ": " + state.reason;
  }
}
