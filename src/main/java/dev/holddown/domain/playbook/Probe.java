package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A question to the world with a condition on its answer.
 *
 * @param call what is asked
 * @param expect the pass condition; empty only where a save or a watch supplies the meaning
 * @param warn passed, with a heads-up
 * @param minSamples things examined below which the answer is INCONCLUSIVE (default 1)
 * @param within poll until true for this long; zero asks once
 * @param every the pause between polls (default 2 s)
 * @param consecutive how many answers in a row must pass (default 1)
 * @param timeout how long one call may take (default 10 s)
 * @param save named values taken from the answer, each a CEL expression
 * @param says what is wrong in plain words, when the condition is false; empty: its values
 * @param body empty: the answer's text is kept as evidence
 */
public record Probe(
    Call call,
    Optional<Expr> expect,
    Optional<Expr> warn,
    long minSamples,
    Polling polling,
    Duration timeout,
    Map<String, Expr> save,
    Optional<Arg> says,
    Optional<Body> body) {
  /** What becomes of the text of an answer, where it is not kept as evidence whole. */
  public enum Body {
    /** It is only counted: it may hold what nobody is to read again. */
    COUNTED
  }

  /** A probe that says its values, and whose answer is kept whole. */
  public Probe(
      Call call,
      Optional<Expr> expect,
      Optional<Expr> warn,
      long minSamples,
      Polling polling,
      Duration timeout,
      Map<String, Expr> save) {
    this(
        call, expect, warn, minSamples, polling, timeout, save, Optional.empty(), Optional.empty());
  }

  /** The same, asked once. */
  public Probe once() {
    return new Probe(call, expect, warn, minSamples, Polling.once(), timeout, save, says, body);
  }

  /** How often and how long a probe is asked. */
  public record Polling(Duration within, Duration every, int consecutive) {
    public static Polling once() {
      return new Polling(Duration.ZERO, Duration.ofSeconds(2), 1);
    }
  }
}
