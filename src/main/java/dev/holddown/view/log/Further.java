package dev.holddown.view.log;

/**
 * Where a log goes on.
 *
 * @param before the position to go on from; 0 when there is nothing further back
 * @param said that the search was cut short, and where; empty when it was not
 */
public record Further(long before, String said) {
  /** The log is read to its beginning. */
  public static Further none() {
    return new Further(0, "");
  }
}
