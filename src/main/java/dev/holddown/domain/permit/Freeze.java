package dev.holddown.domain.permit;

import dev.holddown.domain.playbook.SignRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A period in which forward changes are refused. It never stands in the way of a rollback, an abort
 * or a hold.
 *
 * @param override who may let a run through, and whether they must say why; empty is nobody
 */
public record Freeze(
    String id, About about, Scope scope, Times times, Optional<Override> override) {
  /** Why it is, and the role or person who declared it. */
  public record About(String why, String owner) {}

  /** Who lets a run through. */
  public record Override(SignRule sign, boolean reasonRequired) {}

  /** When it holds. */
  public sealed interface Times {
    /** Once. Without an end it holds until it is ended by command. */
    record Once(Instant from, Optional<Instant> to) implements Times {}

    /** Again and again, before {@code to} when that is given. */
    record Again(Recurrence recurrence, Optional<Instant> to) implements Times {}
  }

  /** A freeze that holds, and until when; empty when no end is known. */
  public record InForce(Freeze freeze, Optional<Instant> until) {}

  /** Whether it holds at a moment. */
  public Optional<InForce> at(Instant at) {
    return switch (times) {
      case Times.Once once -> {
        boolean begun = !at.isBefore(once.from());
        boolean over = once.to().filter(to -> !at.isBefore(to)).isPresent();
        yield begun && !over ? Optional.of(new InForce(this, once.to())) : Optional.empty();
      }
      case Times.Again again ->
          again.to().filter(to -> !at.isBefore(to)).isPresent()
              ? Optional.empty()
              : again
                  .recurrence()
                  .until(at)
                  .map(end -> again.to().filter(to -> to.isBefore(end)).orElse(end))
                  .map(end -> new InForce(this, Optional.of(end)));
    };
  }

  /** The freezes that hold for a service and environment: one is enough to refuse. */
  public static List<InForce> inForce(
      List<Freeze> freezes, String service, String environment, Instant at) {
    return freezes.stream()
        .filter(freeze -> freeze.scope().covers(service, environment))
        .flatMap(freeze -> freeze.at(at).stream())
        .toList();
  }
}
