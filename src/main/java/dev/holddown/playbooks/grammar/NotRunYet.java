package dev.holddown.playbooks.grammar;

import dev.holddown.playbooks.grammar.Key.Later;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the language says and no engine runs yet: the one list of it. Who builds one of these takes
 * its line away, and reads the key in the reader of its shape; until then {@code validate} takes it
 * and {@code run} refuses it.
 */
public final class NotRunYet {
  private static final String REMOVE = "remove the block or keep it in a comment";
  private static final Later PAGES = unbuilt("pages");
  private static final Later CHAINS = later("chains of probes with a clean-up");
  private static final Later LINES =
      new Later("evidence of a part of a line", "write it on the check or step itself");
  private static final Later ASKING =
      new Later("a line that asks something", "write it on a check or a choose");
  private static final Later BASELINES =
      new Later("stored baselines", "write {frozen: start, over: 60m} or {offset: 7d}");

  /** By {@code shape.key}; {@code item} stands for items of every kind. */
  private static final Map<String, Later> KEYS =
      Map.ofEntries(
          Map.entry("playbook.suggest", later("runbooks that a watch can propose")),
          Map.entry("playbook.charts", PAGES),
          Map.entry(
              "playbook.lock", later("locks other than one for each service and environment")),
          Map.entry("environment.plan", later("a planned length for each environment")),
          Map.entry("environment.back", later("a time limit of the way back for each environment")),
          Map.entry("environment.data-loss", later("a limit of data loss for each environment")),
          Map.entry("stage.tags", PAGES),
          Map.entry("item.on-warn", later("branches on a warning; use choose")),
          Map.entry("need.when", later("evidence that is needed only sometimes")),
          Map.entry("need.schema", later("evidence that must fit a schema")),
          Map.entry("probe.keep", LINES),
          Map.entry("group.keep", LINES),
          Map.entry("use.keep", LINES),
          Map.entry("runbook.keep", LINES),
          Map.entry("step.store", ASKING),
          Map.entry("signoff.store", ASKING),
          Map.entry("record.store", ASKING),
          Map.entry("message.store", ASKING),
          Map.entry("rollout.store", ASKING),
          Map.entry("hold.store", ASKING),
          Map.entry("runbook.store", ASKING),
          Map.entry("group.store", ASKING),
          Map.entry("use.store", ASKING),
          Map.entry("item.shape", new Later("JSON shapes", "write it as expect: with has()")),
          Map.entry("item.sequence", CHAINS),
          Map.entry("item.finally", CHAINS),
          Map.entry("item.make", CHAINS),
          Map.entry("item.synthetic", CHAINS),
          Map.entry("step.as", later("credentials for each environment")),
          Map.entry("rollout_step.segment", later("routers that know segments")),
          Map.entry("workspace.connectors", later("settings of connectors")),
          Map.entry("workspace.secrets", later("other stores of secrets")),
          Map.entry("workspace.slos", later("error budgets")),
          Map.entry("workspace.calendars", later("named hours")),
          Map.entry("workspace.dora", later("delivery metrics")),
          Map.entry("watch.baseline", later("baselines of a watch; define a metric with one")),
          Map.entry("baseline.side", BASELINES),
          Map.entry("baseline.same", BASELINES),
          Map.entry("baseline.days", BASELINES),
          Map.entry("baseline.stored", BASELINES));

  /** Single values of keys that otherwise run, by {@code shape.key: value}. */
  private static final Map<String, Later> VALUES =
      Map.of(
          "input.type: images",
          new Later("inputs with several values", "declare one input of type image for each"),
          "rollback.to: none",
          new Later(
              "a reason and a signature on having no way back",
              "name what to go back to, such as {image: \"${last_good().image}\"}"));

  private static final Set<String> ITEMS =
      Set.of(
          "check", "step", "signoff", "record", "message", "rollout", "hold", "runbook", "choose",
          "group", "use", "probe");

  private NotRunYet() {}

  private static Later later(String needs) {
    return new Later(needs, REMOVE);
  }

  private static Later unbuilt(String what) {
    boolean one = what.startsWith("a ") || what.startsWith("an ");
    return new Later(what + (one ? ", which is" : ", which are") + " not built yet", REMOVE);
  }

  /** What this key of this shape still needs. */
  static Optional<Later> need(String shape, String key) {
    return Optional.ofNullable(KEYS.get(shape + "." + key))
        .or(() ->
            ITEMS.contains(shape)
                ? Optional.ofNullable(KEYS.get("item." + key))
                : Optional.empty());
  }

  /**
   * What this value still needs.
   *
   * @param value such as {@code playbook.mode: incident}
   */
  public static Optional<Later> value(String value) {
    return Optional.ofNullable(VALUES.get(value));
  }
}
