package dev.holddown.spi;

import java.time.Instant;
import java.util.Map;

/**
 * What the world said.
 *
 * @param result plain values for conditions; {@code value} is the number that charts show. The
 *     engine adds {@code samples}
 * @param samples things examined; below {@code min-samples} the answer is INCONCLUSIVE
 * @param at the time the answer is about, by the provider's clock when it tells, else when asked
 * @param message what went wrong; of an answer what it says, in a sentence for people; or empty
 */
public record Answer(
    Kind kind, Map<String, Object> result, long samples, Instant at, String message, Proof proof) {
  /** Whether there is an answer. */
  public enum Kind {
    ANSWERED,
    NO_DATA,
    ERROR
  }

  public static Answer of(Map<String, Object> result, long samples, Instant at, Proof proof) {
    return new Answer(Kind.ANSWERED, result, samples, at, "", proof);
  }

  /**
   * The same with what it says in a sentence, which people read in place of the condition that was
   * judged.
   */
  public Answer saying(String sentence) {
    return new Answer(kind, result, samples, at, sentence, proof);
  }

  public static Answer noData(String message, Instant at, Proof proof) {
    return new Answer(Kind.NO_DATA, Map.of(), 0, at, message, proof);
  }

  public static Answer error(String message, Instant at, Proof proof) {
    return new Answer(Kind.ERROR, Map.of(), 0, at, message, proof);
  }
}
