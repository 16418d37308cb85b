package dev.holddown.engine;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Secrets;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Manual;
import dev.holddown.spi.Secret;
import dev.holddown.spi.Slot;
import dev.holddown.spi.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds the arguments of a call: each text encoded for its slot, secrets resolved last. */
public final class Binder {
  private final Ports.Outside outside;
  private final Redactor redactor;

  public Binder(Ports.Outside outside, Redactor redactor) {
    this.outside = outside;
    this.redactor = redactor;
  }

  /** The verb that asks. @throws ConditionException when there is none of that name */
  Asking asking(Call call) {
    Verb verb = verb(call);
    if (verb instanceof Asking asking) {
      return asking;
    }
    throw new ConditionException(
        call.place() + " " + call.action() + " changes the world; it cannot be asked");
  }

  /** Whether the verb can answer several questions by one call. */
  boolean joins(Call call) {
    return outside
        .verbs()
        .find(call.action())
        .filter(verb -> verb instanceof Asking asking && asking.joins())
        .isPresent();
  }

  /** The verb that acts. @throws ConditionException when there is none of that name */
  Acting acting(Call call) {
    Verb verb = verb(call);
    if (verb instanceof Acting acting) {
      return acting;
    }
    throw new ConditionException(
        call.place() + " " + call.action() + " only asks; it cannot be done as a step");
  }

  private Verb verb(Call call) {
    return outside
        .verbs()
        .find(call.action())
        .orElseThrow(
            () -> new ConditionException(call.place() + " there is no action " + call.action()));
  }

  /** Values for a call. @throws ConditionException with a sentence and the place */
  Map<String, Object> bind(Call call, Manual manual, Map<String, Object> scope) {
    Map<String, Object> args = new LinkedHashMap<>();
    call.args()
        .forEach((name, arg) -> {
          Slot slot = manual.field(name).map(Manual.Field::slot).orElse(Slot.LITERAL);
          args.put(name, reveal(outside.conditions().bind(arg, slot, scope)));
        });
    return args;
  }

  /** A text for people or an address, filled. */
  String text(Arg arg, Map<String, Object> scope) {
    return String.valueOf(outside.conditions().bind(arg, Slot.WORDS, scope));
  }

  private Object reveal(Object bound) {
    return switch (bound) {
      case Arg.SecretRef ref -> secret(ref);
      case Map<?, ?> map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((k, v) -> all.put(String.valueOf(k), reveal(v)));
        yield all;
      }
      case List<?> list -> list.stream().map(this::reveal).toList();
      default -> bound;
    };
  }

  private Secret secret(Arg.SecretRef ref) {
    Secret secret = find(ref);
    redactor.learn(secret);
    return secret;
  }

  private Secret find(Arg.SecretRef ref) {
    Secrets secrets = outside.secrets();
    try {
      Optional<Secret> found = secrets.find(ref.name());
      return found.orElseThrow(() ->
          new ConditionException(
              "%s there is no secret %s; looked at %s"
                  .formatted(ref.place(), ref.name(), secrets.where(ref.name()))));
    } catch (Secrets.RefusedException e) {
      throw new ConditionException(ref.place() + " " + e.getMessage());
    }
  }
}
