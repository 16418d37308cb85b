package dev.holddown.engine;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.Conditions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Gets the expressions of runs ready before they are needed: the first compilation of a process
 * costs a second, which a rollback after a restart must not wait for. Safe from any thread.
 */
final class Warmth {
  private static final int PLAYBOOKS_MAX = 500;

  private final Conditions conditions;
  private final Executor executor;
  private final Set<String> ready = ConcurrentHashMap.newKeySet();

  /** {@code executor} must not make others wait. */
  Warmth(Conditions conditions, Executor executor) {
    this.conditions = conditions;
    this.executor = executor;
  }

  /** Returns at once. */
  void of(RunState state) {
    if (ready.size() >= PLAYBOOKS_MAX) {
      ready.clear(); // at worst one is got ready again
    }
    if (ready.add(state.playbookDigest())) {
      executor.execute(() -> warm(state));
    }
  }

  private void warm(RunState state) {
    Thread me = Thread.currentThread();
    int before = me.getPriority();
    me.setPriority(Thread.MIN_PRIORITY);
    try {
      for (Expr expr : Expressions.of(state.plan().playbook())) {
        conditions.prepare(expr);
      }
    } finally {
      me.setPriority(before);
    }
  }
}
