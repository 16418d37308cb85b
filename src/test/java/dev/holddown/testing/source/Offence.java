package dev.holddown.testing.source;

/**
 * Something in a file that breaks a rule of the house.
 *
 * @param file the path from the root of the checkout
 * @param line counted from 1
 * @param what what is there
 * @param cure what to do about it
 */
public record Offence(String file, long line, String what, String cure) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + what + "; " + cure;
  }
}
