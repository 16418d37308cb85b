package dev.holddown.domain.permit;

import dev.holddown.domain.kernel.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One person lets another one sign for them.
 *
 * @param from who gives it, by their own hand
 * @param roles in which; each is one that the giver has of their own
 */
public record Delegation(String id, String from, String to, List<String> roles, Time time) {
  /** The longest that it may hold. */
  public static final Duration LIFE_MAX = Duration.ofDays(30);

  /** It counts from {@code since} on and before {@code until}. */
  public record Time(Instant since, Instant until) {
    boolean holds(Instant at) {
      return !at.isBefore(since) && at.isBefore(until);
    }
  }

  /** What is wrong with it; empty when nothing is. */
  public Optional<String> problem(Instant at) {
    Duration life = Duration.between(time.since(), time.until());
    String wrong = "";
    if (from.equals(to)) {
      wrong = from + " delegates to another person, not to themselves";
    } else if (roles.isEmpty()) {
      wrong = "a delegation names at least one role";
    } else if (!time.until().isAfter(at) || !life.isPositive()) {
      wrong = "the delegation would be over at " + time.until();
    } else if (life.compareTo(LIFE_MAX) > 0) {
      wrong =
          "a delegation lasts "
              + Span.text(LIFE_MAX)
              + " at most, and this one would last "
              + Span.text(life);
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong);
  }

  /** Whether it lets somebody sign in a role at a moment. */
  public boolean lets(String person, String giver, String role, Instant at) {
    return to.equals(person) && from.equals(giver) && roles.contains(role) && time.holds(at);
  }
}
