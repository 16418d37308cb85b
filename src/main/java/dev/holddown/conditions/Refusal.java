package dev.holddown.conditions;

/** Evaluation stopped with a sentence for people. Carries no stack: it is an answer, not a bug. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String sentence) {
    super(sentence, null, false, false);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
