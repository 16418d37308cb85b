package dev.holddown.spi;

/** Changes the world. A long act returns a reference and is looked after, not waited for. */
public non-sealed interface Acting extends Verb {
  Deed begin(Operation operation) throws InterruptedException;

  /** Asks after a begun act. */
  default Deed look(Operation operation, String reference) throws InterruptedException {
    return new Deed.Unknown(
        "the action " + manual().name() + " cannot be looked after", Proof.none());
  }

  /** Asks a begun act to end; it need not have ended when this returns. */
  default void stop(Operation operation, String reference) throws InterruptedException {}

  /** How the target treats an act with an old token. */
  default Fence fence() {
    return Fence.NONE;
  }

  /** How an old act is kept out. */
  enum Fence {
    /** The target itself refuses a lower token. */
    NATIVE,
    /** The act is conditional on the state it saw. */
    COMPARE,
    /** Nothing keeps an old act out but its deadline. */
    NONE
  }
}
