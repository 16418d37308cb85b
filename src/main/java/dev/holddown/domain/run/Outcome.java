package dev.holddown.domain.run;

/** How a run ended. Terminal: nothing follows. */
public enum Outcome {
  SUCCEEDED,
  ROLLED_BACK,
  ABORTED,
  /** It had let go of the lock when a watch fired; a linked run takes it back. */
  TAKEN_BACK,
  /** A person ended the rollback without its proof. */
  GAVE_UP
}
