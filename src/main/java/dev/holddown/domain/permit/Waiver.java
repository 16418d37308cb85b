package dev.holddown.domain.permit;

import dev.holddown.domain.kernel.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The terms of a policy exception.
 *
 * @param id its number, such as {@code EX-7}
 * @param owner who answers for the risk; never the one who approves
 * @param created since when it may count
 * @param expires it counts before this moment, and not at it
 */
public record Waiver(String id, String owner, Reasons reasons, Instant created, Instant expires) {
  /** The longest that a waiver may count: 168 h after its creation. */
  public static final Duration LIFE_MAX = Duration.ofHours(168);

  private static final int WORDS_CHARS_MIN = 3;

  /**
   * Why the risk is taken.
   *
   * @param risk {@code low}, {@code medium} or {@code high}
   * @param reference where more is written, such as a ticket; may be empty
   */
  public record Reasons(String rationale, String risk, String reference) {}

  /** What is wrong with the terms at this moment; empty when nothing is. */
  public Optional<String> problem(Instant at) {
    return problem(at, LIFE_MAX);
  }

  /** The same where a workspace lets a waiver last for {@code longest}, and never for more. */
  public Optional<String> problem(Instant at, Duration longest) {
    Duration most = longest.compareTo(LIFE_MAX) < 0 ? longest : LIFE_MAX;
    Duration life = Duration.between(created, expires);
    String wrong = "";
    if (owner.isBlank()) {
      wrong = "it names no owner";
    } else if (reasons.rationale().strip().length() < WORDS_CHARS_MIN) {
      wrong = "a rationale of at least " + WORDS_CHARS_MIN + " characters is needed";
    } else if (reasons.risk().isBlank()) {
      wrong = "it does not say how high the risk is: low, medium or high";
    } else if (!expires.isAfter(at)) {
      wrong = "it expired at " + expires;
    } else if (life.compareTo(most) > 0) {
      wrong =
          "it would count for "
              + Span.text(life)
              + ", to "
              + expires
              + "; a waiver lasts "
              + Span.text(most)
              + (most.equals(LIFE_MAX) ? " at most" : " at most in this workspace");
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of("waiver " + id + ": " + wrong);
  }
}
