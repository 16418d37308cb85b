package dev.holddown.domain.kernel;

import java.util.Collection;

/** What came of a question. Never a boolean: a question that could not be answered is no answer. */
public enum Verdict {
  /** The condition held, on enough data. */
  PASSED,
  /** No data, too few samples, or neither condition true. */
  INCONCLUSIVE,
  /** The question could not be asked, or the condition could not be evaluated. */
  ERRORED,
  /** The condition did not hold. */
  FAILED;

  /** The worst of several; an empty collection proves nothing and is INCONCLUSIVE. */
  public static Verdict worst(Collection<Verdict> verdicts) {
    return verdicts.stream().max(Enum::compareTo).orElse(INCONCLUSIVE);
  }

  public boolean passed() {
    return this == PASSED;
  }
}
