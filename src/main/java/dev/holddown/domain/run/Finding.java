package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Verdict;
import java.util.Map;
import java.util.Optional;

/**
 * What a question found, judged once; replay never judges again.
 *
 * @param reason a sentence with value and limit
 * @param heads a warning that the pass carries; empty for none
 * @param saves named values taken from the answer
 * @param evidence digest of the stored request and answer, when kept
 * @param samples how many things were examined
 */
public record Finding(
    Verdict verdict,
    String reason,
    String heads,
    Map<String, Object> saves,
    Optional<String> evidence,
    long samples) {
  public static Finding of(Verdict verdict, String reason) {
    return new Finding(verdict, reason, "", Map.of(), Optional.empty(), 0);
  }
}
