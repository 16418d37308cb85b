package dev.holddown.connectors.support;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Proof;
import java.time.Instant;

/** Why a metric has no number: no data, or a question that could not be asked. */
public final class MetricFault extends Exception {
  private static final long serialVersionUID = 1L;
  private final Answer.Kind kind;
  private final String sentence;

  private MetricFault(Answer.Kind kind, String sentence) {
    super(sentence, null, false, false);
    this.kind = kind;
    this.sentence = sentence;
  }

  /** The question could not be asked, or its answer could not be read. */
  public static MetricFault error(String sentence) {
    return new MetricFault(Answer.Kind.ERROR, sentence);
  }

  /** The question was asked, and there is nothing to judge. */
  public static MetricFault noData(String sentence) {
    return new MetricFault(Answer.Kind.NO_DATA, sentence);
  }

  /** The same fault, with words before its sentence. */
  public MetricFault of(String who) {
    return new MetricFault(kind, who + ": " + sentence);
  }

  public String sentence() {
    return sentence;
  }

  public Answer answer(Instant at, Proof proof) {
    return kind == Answer.Kind.NO_DATA
        ? Answer.noData(sentence, at, proof)
        : Answer.error(sentence, at, proof);
  }
}
