package dev.holddown.playbooks;

import dev.holddown.domain.board.Monitor;
import dev.holddown.domain.playbook.Metric;
import dev.holddown.domain.playbook.Watch;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The named parts of a playbook that its items point at. */
final class Parts {
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Map<String, Watch> watches = new LinkedHashMap<>();
  private final Map<String, Monitor> monitors = new LinkedHashMap<>();
  private final Set<String> watched = new LinkedHashSet<>();
  private final Set<String> armedByDefault = new LinkedHashSet<>();
  private final boolean wayBack;

  /**
   * @param wayBack whether the playbook has a {@code rollback:} block
   */
  Parts(boolean wayBack) {
    this.wayBack = wayBack;
  }

  boolean wayBack() {
    return wayBack;
  }

  Map<String, Metric> metrics() {
    return metrics;
  }

  Map<String, Watch> watches() {
    return watches;
  }

  /** What a board says of its watches, by id. */
  Map<String, Monitor> monitors() {
    return monitors;
  }

  /** Ids of the watches that a rollout or hold looks at. */
  Set<String> watched() {
    return watched;
  }

  /** Ids of the watches that do not say when they look. */
  Set<String> armedByDefault() {
    return armedByDefault;
  }
}
