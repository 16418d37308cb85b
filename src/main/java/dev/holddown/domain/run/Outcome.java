package dev.holddown.domain.run;

/** How a run ended. Terminal: nothing follows. */
public enum Outcome {
  SUCCEEDED,
  ROLLED_BACK,
  ABORTED,
  /** A person ended the rollback without its proof. */
  GAVE_UP
}
