package dev.holddown.conditions;

/**
 * One guarded operation inside a compiled expression. CEL calls it with the evaluation it belongs
 * to; an operation with fewer than two operands ignores the rest.
 */
@FunctionalInterface
interface Step {
  /** Throws {@link Refusal} when the operands do not fit. */
  Object apply(Evaluation evaluation, Object left, Object right);
}
