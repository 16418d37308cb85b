package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a step: one act, and how it is known to be done and to work. */
final class StepReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration TIMEOUT_MOST = Duration.ofHours(24);
  private static final int RETRIES_MAX = 20;

  private final Context context;

  StepReader(Context context) {
    this.context = context;
  }

  Item.Step read(Keys keys, Item.About about, Surroundings around) {
    Scope scope = EachReader.within(around.scope(), about.each());
    Optional<Call> call = new CallReader(context).only(keys, scope, true, Set.of());
    if (call.isEmpty()) {
      context
          .problems()
          .add(
              keys.place(),
              "the step \"" + about.title() + "\" does nothing: it has no action",
              "add one, such as exec.run: {…}, or write it as a check with sign:");
    }
    ProbeReader probes = new ProbeReader(context);
    Optional<Probe> done = probes.block(keys, "done", scope);
    Optional<Probe> verify = probes.block(keys, "verify", scope);
    if (!around.branch()) {
      done.ifPresent(this::saved);
      verify.ifPresent(this::saved);
    }
    Optional<Call> undo = undo(keys, scope);
    Item.Traits traits = traits(keys, about, around);
    return new Item.Step(
        about, call.orElse(new Call("", Map.of(), Place.none())), done, verify, undo, traits);
  }

  private void saved(Probe probe) {
    probe
        .save()
        .forEach((name, expr) -> context.names().save(name, expr.place(), context.problems()));
  }

  private Optional<Call> undo(Keys keys, Scope scope) {
    return keys.take("undo")
        .flatMap(node -> {
          Keys inside = Keys.of(context, "`undo`", node);
          Optional<Call> call = new CallReader(context).only(inside, scope, true, Set.of());
          if (call.isEmpty() && node instanceof Node.Mapping) {
            context.problems().add(node.place(), "`undo` has no action", "");
          }
          inside.finish();
          return call;
        });
  }

  private Item.Traits traits(Keys keys, Item.About about, Surroundings around) {
    boolean repeatable = keys.flag("repeatable");
    boolean destructive = keys.flag("destructive");
    boolean again = repeatable || keys.has("done");
    String named = "the step \"" + about.title() + "\"";
    if (around.wayBack() && !again) {
      context
          .problems()
          .add(
              keys.place(),
              named + " of the rollback has neither `done` nor `repeatable: true`",
              "a rollback acts without waiting, so it must be able to act again: add one of them");
    }
    if (destructive && !keys.has("sign") && !around.approved()) {
      context
          .problems()
          .add(
              keys.place(),
              named + " is destructive and nobody has to sign",
              "add sign: {role: …} to it");
    }
    long retries = keys.whole("retry", 0, 0, RETRIES_MAX);
    if (retries > 0 && !again) {
      context
          .problems()
          .add(
              keys.place(),
              named + " has `retry`, but neither `done` nor `repeatable: true`",
              "without one of them it is never run a second time");
    }
    Item.OnFail onFail =
        keys.oneOf("on-fail", List.of("stop", "continue")).equals("continue")
            ? Item.OnFail.CONTINUE
            : Item.OnFail.STOP;
    Duration timeout = keys.duration("timeout", TIMEOUT);
    if (timeout.compareTo(ProbeReader.TIMEOUT_LEAST) < 0 || timeout.compareTo(TIMEOUT_MOST) > 0) {
      context.problems().add(keys.place(), "`timeout` of a step must be from 100ms to 24h", "");
    }
    return new Item.Traits(repeatable, destructive, onFail, 1 + (int) retries, timeout);
  }
}
