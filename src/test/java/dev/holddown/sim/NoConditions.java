package dev.holddown.sim;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.engine.port.Conditions;
import dev.holddown.spi.Slot;
import java.util.Map;

/** {@link SimJobs} judges by itself; the engine's core evaluates nothing. */
public final class NoConditions implements Conditions {
  @Override
  public Judgement judge(Expr condition, Map<String, Object> scope) {
    throw new IllegalStateException("the core evaluated " + condition);
  }

  @Override
  public Object value(Expr expression, Map<String, Object> scope) {
    throw new IllegalStateException("the core evaluated " + expression);
  }

  @Override
  public Object bind(Arg arg, Slot slot, Map<String, Object> scope) {
    throw new IllegalStateException("the core bound " + arg);
  }
}
