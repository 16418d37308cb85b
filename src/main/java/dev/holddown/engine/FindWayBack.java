package dev.holddown.engine;

import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Ports;
import dev.holddown.spi.Slot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Evaluates {@code rollback.to}, so that it is frozen before anything is changed. */
final class FindWayBack {
  private final Scopes scopes;
  private final Ports ports;

  FindWayBack(Scopes scopes, Ports ports) {
    this.scopes = scopes;
    this.ports = ports;
  }

  RunCommand of(RunState s) {
    RollbackPlan plan = s.plan().playbook().rollback().orElseThrow();
    Map<String, Object> to = new LinkedHashMap<>();
    try {
      Map<String, Object> scope = scopes.withLastGood(s, ports.passing().clock().instant());
      plan.to()
          .forEach((name, arg) ->
              to.put(name, ports.outside().conditions().bind(arg, Slot.DATA, scope)));
    } catch (ConditionException e) {
      boolean first =
          plan.to().values().stream().anyMatch(a -> a.toString().contains("last_good()"));
      String cure =
          first
              ? "; if no release of "
                  + s.head().lock()
                  + " has succeeded yet, adopt the version that runs: holddown known-good add"
              : "";
      return new RunCommand.FreezeWayBack(Map.of(), false, e.getMessage() + cure);
    }
    return new RunCommand.FreezeWayBack(
        to, true, to.isEmpty() ? "nothing to freeze" : "frozen: " + to);
  }
}
