package dev.holddown.domain.kernel;

/**
 * A fencing token of a lock: a target that has seen a higher one refuses a lower one. The epoch
 * rises with each new owner of the lock, the sequence with each intended act.
 */
public record Token(long epoch, long sequence) implements Comparable<Token> {
  @Override
  public int compareTo(Token other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return epoch + "." + sequence;
  }
}
